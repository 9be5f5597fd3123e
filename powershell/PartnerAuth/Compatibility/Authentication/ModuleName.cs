namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>The modules that the PartnerCenter module knew by name.</summary>
public enum ModuleName
{
    /// <summary>Exchange Online PowerShell.</summary>
    ExchangeOnline,
}
