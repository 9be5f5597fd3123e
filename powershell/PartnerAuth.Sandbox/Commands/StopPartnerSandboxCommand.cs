using System;
using System.Management.Automation;

namespace PartnerAuth.Commands;

/// <summary>Stops sandboxes: those given, or all of the process. One that is stopped already is no error.</summary>
[Cmdlet(VerbsLifecycle.Stop, "PartnerSandbox")]
public sealed class StopPartnerSandboxCommand : PSCmdlet
{
    /// <summary>The sandboxes; all of the process when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = "What Start-PartnerSandbox returned.")]
    [ValidateNotNull]
    public PartnerSandbox[] Sandbox { get; set; } = Array.Empty<PartnerSandbox>();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool given = MyInvocation.BoundParameters.ContainsKey(nameof(Sandbox));
        foreach (PartnerSandbox sandbox in given ? Sandbox : RunningSandboxes.All())
        {
            WriteVerbose($"The sandbox at {sandbox} stops.");
            sandbox.Stop();
            RunningSandboxes.Remove(sandbox);
        }
    }
}
