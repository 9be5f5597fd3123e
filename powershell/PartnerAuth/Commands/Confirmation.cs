using System;
using System.Management.Automation;
using PartnerAuth.Errors;

namespace PartnerAuth.Commands;

/// <summary>Asks a person once per run, however many customers it has. <c>-WhatIf</c> tells of each.</summary>
internal sealed class Confirmation(PSCmdlet cmdlet)
{
    private bool? answer;

    /// <summary>True when nothing is to be changed.</summary>
    internal bool IsWhatIf { get; } =
        cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out object given)
            ? ((SwitchParameter)given).IsPresent
            : LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));

    private bool IsAnsweredBefore =>
        (cmdlet.MyInvocation.BoundParameters.TryGetValue("Confirm", out object given) && !((SwitchParameter)given).IsPresent)
        || "None".Equals(cmdlet.GetVariableValue("ConfirmPreference")?.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// True when the change may be made. The first customer's question is that of the whole run, where the command's
    /// impact or <c>-Confirm</c> asks one; with <c>-WhatIf</c> each customer's change is told and none is made.
    /// </summary>
    internal bool Allows(string customer, string action)
    {
        if (IsWhatIf)
        {
            _ = cmdlet.May($"{action} for {customer}");
            return false;
        }

        return answer ??= Ask(() => cmdlet.May($"{action} for {customer}, and the same for every other customer of this run"));
    }

    /// <summary>True when the one change of a command may be made.</summary>
    internal bool AllowsOne(string sentence) => Ask(() => cmdlet.May(sentence));

    /// <summary>True when a change that takes something away may be made, in a command that otherwise does not ask.</summary>
    internal bool AllowsRemoval(string question)
    {
        if (IsWhatIf || IsAnsweredBefore)
        {
            return true;
        }

        return answer ??= Ask(() => cmdlet.ShouldContinue(question, cmdlet.MyInvocation.MyCommand.Name));
    }

    /// <summary>Asks; where nobody can answer, the command ends.</summary>
    private bool Ask(Func<bool> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception silent) when (silent is not PipelineStoppedException)
        {
            // Each host has an exception of its own for what it can't do.
            cmdlet.ThrowTerminatingError(ErrorRecordFactory.NobodyConfirms(silent));
            throw;
        }
    }
}
