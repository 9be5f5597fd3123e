using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text.Json;

namespace PartnerAuth.StandIns.Connect;

/// <summary>Connects to nothing: writes what it was given, tokens as <c>audience of tenant</c>.</summary>
public abstract class ConnectStandIn : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PSObject connection = new();
        foreach ((string name, object value) in MyInvocation.BoundParameters)
        {
            connection.Properties.Add(new PSNoteProperty(name, name.StartsWith("AccessToken", StringComparison.Ordinal) ? Tokens(value) : value));
        }

        WriteObject(connection);
    }

    /// <summary>Ends the command as the real one does when parameters don't go together.</summary>
    protected void Refuse(string message) => ThrowTerminatingError(new ErrorRecord(
        new ArgumentException(message), "InvalidParameters", ErrorCategory.InvalidArgument, null));

    /// <summary>The audience and the tenant of a token.</summary>
    protected static (string? Audience, string? Tenant) Read(string token)
    {
        byte[] body = System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]);
        JsonElement claims = JsonDocument.Parse(body).RootElement;
        return (claims.GetProperty("aud").GetString(), claims.GetProperty("tid").GetString());
    }

    private static string Tokens(object value) => value switch
    {
        SecureString secure => Tokens(new NetworkCredential(string.Empty, secure).Password),
        string token => $"{Read(token).Audience} of {Read(token).Tenant}",
        IEnumerable several => string.Join(", ", several.Cast<object>().Select(Tokens)),
        _ => throw new ArgumentException($"A {value.GetType()} is no token."),
    };
}
