using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Gets what another module's Connect command takes, its tokens included, as a hashtable to splat: for one tenant or
/// many.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PartnerConnectParameter", DefaultParameterSetName = ParameterSets.Context)]
[OutputType(typeof(PartnerConnectParameter), typeof(PartnerResult))]
public sealed class GetPartnerConnectParameterCommand : CredentialCmdlet
{
    private NativeSecret? givenToken;

    /// <summary>A session of another module can't renew its token, so that it begins with more life than a call needs.</summary>
    public GetPartnerConnectParameterCommand() => MinimumLifetime = TimeSpan.FromMinutes(45);

    /// <summary>The short name of what is connected to.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "A short name such as Graph or ExchangeOnline. The host of SharePoint is read from Microsoft Graph (Sites.Read.All).")]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string For { get; set; } = string.Empty;

    /// <summary>The tenant's initial domain, which then is not looked up in Microsoft Graph.</summary>
    [Parameter(HelpMessage = "The one tenant's initial domain, which then is not looked up.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? Organization { get; set; }

    /// <summary>The address of a SharePoint site; the tenant's root site, as Microsoft Graph names it, when left out.</summary>
    [Parameter(HelpMessage = "The address of a site in the one tenant, which then is not looked up.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? Url { get; set; }

    /// <summary>
    /// Microsoft Graph, which every application may be asked for; the refresh token serves every other resource.
    /// </summary>
    private protected override string[] SignInScopes => ["Graph"];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Before anybody signs in for nothing.
        CheckFor();
        base.BeginProcessing();
        if (ParameterSetName is ParameterSets.Older or ParameterSets.ByModule)
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                "-Resource and -Module belong to New-PartnerAccessToken; here -For says what the parameters are for.",
                "Leave them out.",
                target: null));
        }

        string? ofOne = Organization is not null ? "-Organization" : Url is not null ? "-Url" : null;
        if (ofOne is not null && (MyInvocation.ExpectingInput || Tenant?.Length > 1))
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                $"{ofOne} is of one tenant, and several may come.",
                $"Leave {ofOne} out to have it looked up for each, or name one tenant with -Tenant.",
                target: null));
        }
    }

    /// <summary>Ends the command when there is nothing to give parameters for.</summary>
    private void CheckFor()
    {
        ResourceEntry? resource = Catalog.Resources.FirstOrDefault(one => one.Name.Equals(For.Trim(), StringComparison.OrdinalIgnoreCase));
        if (resource is { HasConnectCommand: true })
        {
            return;
        }

        IEnumerable<string> names = Catalog.Resources.Where(one => one.HasConnectCommand).Select(one => one.Name);
        ThrowTerminatingError(resource is null
            ? ErrorRecordFactory.InvalidInput($"'{GivenText.OneLine(For)}' of -For is no short name.", $"Use one of {string.Join(", ", names)}.", target: null)
            : ErrorRecordFactory.InvalidInput(
                $"{resource.Name} has no Connect command.", $"Use Get-PartnerHeader -Scopes {resource.Name} with Invoke-RestMethod.", target: null));
    }

    private protected override void InspectToken()
    {
        givenToken ??= AccessToken!.ToNative();
        string[] tenants = Tenant ?? [AnyTenant];
        foreach (string tenant in tenants)
        {
            Ask(tenant, InspectedAccount(), context: null, isOnly: tenants.Length == 1);
        }
    }

    private protected override NativeOperation Open(TenantRequest first, bool complete) => NativeOperation.Start(
        NativeMethods.ConnectPrepare,
        new ConnectStart { Complete = complete, Items = [Item(first)], ThrottleLimit = (uint)ThrottleLimit });

    private protected override void Feed(NativeOperation operation, TenantRequest next) => operation.Feed(Item(next));

    private protected override object Value(OperationEvent result, TenantRequest request, out string? tenantId)
    {
        ConnectDocument connect = result.Connect!;
        tenantId = connect.TenantId;
        return new PartnerConnectParameter(connect, request);
    }

    private protected override void Release()
    {
        base.Release();
        givenToken?.Dispose();
    }

    private ConnectItem Item(TenantRequest request) => new()
    {
        AccessToken = givenToken?.Id,
        Account = request.Account.Document,
        ForceRefresh = ForceRefresh,
        Item = request.Item,
        MinimumLifetimeSeconds = (uint)MinimumLifetime.TotalSeconds,
        Organization = Organization,
        Resource = For,
        Tenant = request.Tenant,
        TimeoutSeconds = (uint)TimeoutSec,
        Url = Url,
    };
}
