using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <content>The parameters.</content>
public sealed partial class NewPartnerConsentUrlCommand
{
    private const string LinkSet = "Link";
    private const string ListenSet = "Listen";

    /// <summary>The application to consent to; the context's when left out.</summary>
    [Parameter(HelpMessage = "The application (client) id; the context's when left out.")]
    [Alias("ClientId")]
    [OneLineTransformation]
    [ValidatePattern(ApplicationIdPattern)]
    public string? ApplicationId { get; set; }

    /// <summary>The context whose application and environment count; the default of the runspace when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The context whose application and environment count.")]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public PartnerContext? Context { get; set; }

    /// <summary>The cloud, by name or as an object; the context's, and without one the global cloud, when left out.</summary>
    [Parameter(HelpMessage = HelpText.Environment)]
    [EnvironmentTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public PartnerEnvironment? Environment { get; set; }

    /// <summary>
    /// Waits for the answers on this machine, where the links must be opened then. The output is one PartnerConsentAnswer
    /// per link; the links are told as warnings.
    /// </summary>
    [Parameter(
        Mandatory = true, ParameterSetName = ListenSet,
        HelpMessage = "Wait for the answers; the links must be opened in a browser on this machine.")]
    public SwitchParameter Listen { get; set; }

    /// <summary>
    /// Where the administrator is sent at the end, as the registration has it; http://localhost:8400/ when left out, which
    /// registrations have that people sign in with. There the browser finds nobody, and the consent counts all the same.
    /// </summary>
    [Parameter(
        ParameterSetName = LinkSet,
        HelpMessage = "Where the administrator is sent at the end, as the registration has it; http://localhost:8400/ when left out.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? RedirectUri { get; set; }

    /// <summary>
    /// What is consented to: short resource names or full scopes, also of several resources. Without it, the link asks
    /// for what the application's registration names.
    /// </summary>
    [Parameter(HelpMessage = "Short names such as Graph, or full scopes; what the registration names when left out.")]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Scopes { get; set; }

    /// <summary>What the answer repeats, for one tenant; random for each when left out.</summary>
    [Parameter(HelpMessage = "What the answer for the one tenant repeats; random for each when left out.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? State { get; set; }

    /// <summary>The customers: tenant ids, domains, or objects that name a tenant.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpText.Tenant)]
    [Alias("TenantId", "CustomerId", "Domain")]
    [TenantTransformation]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string[] Tenant { get; set; } = [];

    /// <summary>The most time that the answer to one link may take, in seconds; an hour when left out.</summary>
    [Parameter(
        ParameterSetName = ListenSet,
        HelpMessage = "The most time that the answer to one link may take, in seconds; 3600 when left out.")]
    [OneLineTransformation]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 3600;

    /// <summary>Listens on any free port, not on one from 8400 to 8999.</summary>
    [Parameter(ParameterSetName = ListenSet, HelpMessage = "Listen on any free port, not on one from 8400 to 8999.")]
    public SwitchParameter UseAnyPort { get; set; }
}
