using System.Management.Automation;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Drops cached access tokens, of some tenants or of all: the next command asks for new ones. Contexts stay connected, and
/// a token that a script holds stays good to its end. Without a tenant, a credential that failed is asked with again at once.
/// </summary>
[Cmdlet(VerbsCommon.Clear, "PartnerTokenCache", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(void))]
public sealed class ClearPartnerTokenCacheCommand : PartnerCmdlet
{
    /// <summary>Whose tokens; those of every tenant when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Tenant)]
    [Alias("TenantId", "CustomerId", "Domain")]
    [TenantTransformation]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string[]? Tenant { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Tenant is null)
        {
            if (this.May("Drop the cached access tokens of every tenant"))
            {
                Clear(tenant: null);
            }

            return;
        }

        foreach (string tenant in Tenant)
        {
            if (RefusedTenant.Of(tenant) is { } refused)
            {
                WriteError(ErrorRecordFactory.InvalidInput(refused.Reason, RefusedTenant.Remedy, refused.Given));
            }
            else if (this.May($"Drop the cached access tokens of {tenant}"))
            {
                Clear(tenant);
            }
        }
    }

    private void Clear(string? tenant)
    {
        using NativeOperation operation = Start(NativeMethods.TokenCacheClear, new CacheClearStart { Tenant = tenant });
        Pump(operation, answer =>
        {
            if (answer.Error is { } error)
            {
                WriteError(ErrorRecordFactory.From(error, tenant));
            }
        });
    }
}
