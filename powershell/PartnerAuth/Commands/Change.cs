using System.Management.Automation;

namespace PartnerAuth.Commands;

/// <summary>Tells a change as a sentence: with <c>-WhatIf</c> and <c>-Verbose</c> as one, with <c>-Confirm</c> as a question.</summary>
internal static class Change
{
    /// <summary>True when it may be made.</summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="sentence">What it does, without the full stop.</param>
    internal static bool May(this PSCmdlet cmdlet, string sentence) =>
        cmdlet.ShouldProcess(sentence + ".", sentence + "?", cmdlet.MyInvocation.MyCommand.Name);
}
