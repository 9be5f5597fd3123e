using System.Collections;
using System.Management.Automation;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PartnerAuth.StandIns.Data;

namespace PartnerAuth.StandIns.Web;

/// <summary>Calls a web service and reads its JSON.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "RestMethod")]
public sealed class InvokeRestMethodCommand : PSCmdlet
{
    private readonly CancellationTokenSource stopping = new();

    /// <summary>The address.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public Uri Uri { get; set; } = null!;

    /// <summary>GET, POST, ...</summary>
    [Parameter]
    public string Method { get; set; } = "GET";

    /// <summary>Headers of the request.</summary>
    [Parameter]
    public IDictionary? Headers { get; set; }

    /// <summary>Text, bytes, or a dictionary that becomes a form.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? Body { get; set; }

    /// <summary>What the body is.</summary>
    [Parameter]
    public string? ContentType { get; set; }

    /// <summary>Seconds; 0 is without end.</summary>
    [Parameter, Alias("OperationTimeoutSeconds")]
    public int TimeoutSec { get; set; }

    /// <summary>Trust any certificate.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using HttpClientHandler handler = new();
        if (SkipCertificateCheck)
        {
            handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
        }

        using HttpClient client = new(handler);
        client.Timeout = TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : Timeout.InfiniteTimeSpan;
        using HttpRequestMessage request = MakeRequest();
        WriteVerbose($"{request.Method} {request.RequestUri}");
        using HttpResponseMessage response = Send(client, request);
        string text = response.Content.ReadAsStringAsync(stopping.Token).GetAwaiter().GetResult();
        if (!response.IsSuccessStatusCode)
        {
            Refuse(response, text);
        }

        bool json = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) ?? false;
        WriteObject(json && text.Length > 0 ? Read(text) : text);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => stopping.Cancel();

    private static object? Read(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return Json.Read(document.RootElement, asHashtable: false);
    }

    private HttpRequestMessage MakeRequest()
    {
        HttpRequestMessage request = new(HttpMethod.Parse(Method.ToUpperInvariant()), Uri) { Content = MakeContent() };
        foreach (DictionaryEntry header in Headers ?? new Hashtable())
        {
            string name = header.Key.ToString()!;
            string value = LanguagePrimitives.ConvertTo<string>(header.Value);
            if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content is not null)
            {
                request.Content.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (ContentType is not null && request.Content is not null)
        {
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        }

        return request;
    }

    private HttpContent? MakeContent() => (Body is PSObject wrapped ? wrapped.BaseObject : Body) switch
    {
        null => null,
        byte[] bytes => new ByteArrayContent(bytes),
        IDictionary form => new FormUrlEncodedContent(form.Cast<DictionaryEntry>().Select(field =>
            new KeyValuePair<string, string>(field.Key.ToString()!, LanguagePrimitives.ConvertTo<string>(field.Value)))),
        object text => new ByteArrayContent(Encoding.UTF8.GetBytes(LanguagePrimitives.ConvertTo<string>(text))),
    };

    private HttpResponseMessage Send(HttpClient client, HttpRequestMessage request)
    {
        try
        {
            return client.Send(request, stopping.Token);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            ThrowTerminatingError(new ErrorRecord(
                error,
                "WebCmdletWebResponseException",
                ErrorCategory.InvalidOperation,
                request.RequestUri));
            throw;
        }
    }

    // As the real one: the message says the status, ErrorDetails what the service said.
    private void Refuse(HttpResponseMessage response, string text)
    {
        string message = $"Response status code does not indicate success: {(int)response.StatusCode} ({response.ReasonPhrase}).";
        HttpRequestException refused = new(message, null, response.StatusCode);
        ErrorRecord record = new(refused, "WebCmdletWebResponseException", ErrorCategory.InvalidOperation, Uri);
        if (text.Length > 0)
        {
            record.ErrorDetails = new ErrorDetails(text);
        }

        ThrowTerminatingError(record);
    }
}
