using System.Management.Automation;
using System.Text.Json;

namespace PartnerAuth.StandIns.Web;

/// <summary>The clouds of Exchange Online.</summary>
public enum ExchangeEnvironment
{
    /// <summary>The global cloud.</summary>
    O365Default,

    /// <summary>China.</summary>
    O365China,

    /// <summary>US Government, GCC High.</summary>
    O365USGovGCCHigh,

    /// <summary>US Government, DoD.</summary>
    O365USGovDoD,

    /// <summary>Germany, closed.</summary>
    O365GermanyCloud,
}

/// <summary>Notes what it was given; Get-ConnectionInformation tells it. Nothing is connected.</summary>
[Cmdlet(VerbsCommunications.Connect, "ExchangeOnline")]
public sealed class ConnectExchangeOnlineCommand : PSCmdlet
{
    /// <summary>The token, as plain text: the real one takes no SecureString.</summary>
    [Parameter(Mandatory = true)]
    public string AccessToken { get; set; } = string.Empty;

    /// <summary>The customer, for a partner's token.</summary>
    [Parameter]
    public string? DelegatedOrganization { get; set; }

    /// <summary>The customer, for an application's token.</summary>
    [Parameter]
    public string? Organization { get; set; }

    /// <summary>The user whose token it is.</summary>
    [Parameter]
    public string? UserPrincipalName { get; set; }

    /// <summary>The cloud.</summary>
    [Parameter(Position = 2)]
    public ExchangeEnvironment ExchangeEnvironmentName { get; set; }

    /// <summary>Greet.</summary>
    [Parameter]
    public SwitchParameter ShowBanner { get; set; }

    /// <summary>The commands to load.</summary>
    [Parameter]
    public string[] CommandName { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        JsonElement claims = ReadClaims();
        PSObject connection = new();
        connection.Properties.Add(new PSNoteProperty("State", "Connected"));
        connection.Properties.Add(new PSNoteProperty("Organization", Organization));
        connection.Properties.Add(new PSNoteProperty("DelegatedOrganization", DelegatedOrganization));
        connection.Properties.Add(new PSNoteProperty("UserPrincipalName", UserPrincipalName));
        connection.Properties.Add(new PSNoteProperty("TenantID", claims.GetProperty("tid").GetString()));
        connection.Properties.Add(new PSNoteProperty("Audience", claims.GetProperty("aud").GetString()));
        connection.Properties.Add(new PSNoteProperty("ExchangeEnvironmentName", ExchangeEnvironmentName));
        Connections.Add(connection);
    }

    private JsonElement ReadClaims()
    {
        string[] parts = AccessToken.Split('.');
        if (parts.Length != 3)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException("The access token is no JSON web token."),
                "InvalidAccessToken",
                ErrorCategory.InvalidArgument,
                null));
        }

        byte[] body = System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]);
        return JsonDocument.Parse(body).RootElement;
    }
}
