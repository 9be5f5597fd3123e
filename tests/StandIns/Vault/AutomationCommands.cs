using System.Management.Automation;

namespace PartnerAuth.StandIns.Vault;

/// <summary>Orchestrator.AssetManagement.Cmdlets of Azure Automation: what these commands share.</summary>
public abstract class AutomationCommand : PSCmdlet
{
    /// <summary>The name of the asset.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string Name { get; set; } = string.Empty;

    /// <summary>The asset, of whatever kind.</summary>
    private protected object Asset(string kind) => Vault.Of(this)[$"{kind}/{Name}"]
        ?? throw new ItemNotFoundException($"There is no {kind} {Name} in this account.");
}

/// <summary>Gets a variable of the account.</summary>
[Cmdlet(VerbsCommon.Get, "AutomationVariable")]
public sealed class GetAutomationVariableCommand : AutomationCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(Asset("variable"));
}

/// <summary>Sets a variable of the account, which has to be there.</summary>
[Cmdlet(VerbsCommon.Set, "AutomationVariable")]
public sealed class SetAutomationVariableCommand : AutomationCommand
{
    /// <summary>What it shall be.</summary>
    [Parameter(Mandatory = true)]
    public object? Value { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Asset("variable");
        object? value = Value is PSObject wrapped ? wrapped.BaseObject : Value;

        // The account keeps JSON.
        Vault.Of(this)[$"variable/{Name}"] = value is string or int or bool or DateTime
            ? value
            : throw new ArgumentException($"A variable holds no {value?.GetType()}.");
    }
}

/// <summary>Gets a credential of the account.</summary>
[Cmdlet(VerbsCommon.Get, "AutomationPSCredential")]
public sealed class GetAutomationPSCredentialCommand : AutomationCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(Asset("credential"));
}
