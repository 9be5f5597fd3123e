using System;
using System.IO;
using System.Management.Automation;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>Starts a sandbox in this process, on a port of 127.0.0.1.</summary>
[Cmdlet(VerbsLifecycle.Start, "PartnerSandbox")]
[OutputType(typeof(PartnerSandbox))]
public sealed class StartPartnerSandboxCommand : PSCmdlet
{
    /// <summary>How long one wait is; Ctrl+C ends it at once.</summary>
    private const uint WaitMilliseconds = 200;

    private volatile NativeOperation? starting;

    /// <summary>How many customers; those of the scenario come first.</summary>
    [Parameter(HelpMessage = "How many customers the partner has.")]
    [ValidateRange(0, 100000)]
    public int Customers { get; set; }

    /// <summary>The same seed makes the same customers.</summary>
    [Parameter(HelpMessage = "The same seed makes the same customers.")]
    [ValidateRange(0, long.MaxValue)]
    public long Seed { get; set; }

    /// <summary>A scenario file, which says which customer has which fault.</summary>
    [Parameter(HelpMessage = "A scenario file (JSON).")]
    [ValidateNotNullOrEmpty]
    public string? Scenario { get; set; }

    /// <summary>Speak https, with a certificate authority that is made now and comes with the environment.</summary>
    [Parameter(HelpMessage = "Speak https with a certificate authority made now.")]
    public SwitchParameter Https { get; set; }

    /// <summary>The port; any free one when left out.</summary>
    [Parameter(HelpMessage = "The port; any free one when left out.")]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        NativeOperation operation = NativeOperation.Start(NativeMethods.SandboxStart, Request());
        starting = operation;
        PartnerSandbox? sandbox = null;
        string reason;
        try
        {
            SandboxDocument? document = Wait(operation, out reason);
            sandbox = document is null ? null : new PartnerSandbox(operation, document);
        }
        finally
        {
            starting = null;
            if (sandbox is null)
            {
                operation.Dispose();
            }
        }

        if (sandbox is null)
        {
            InvalidOperationException error = new($"The sandbox was not started: {reason}");
            ThrowTerminatingError(new ErrorRecord(error, "SandboxNotStarted", ErrorCategory.OpenError, Scenario));
            return;
        }

        RunningSandboxes.Add(sandbox);
        WriteVerbose($"The sandbox listens at {sandbox} with {sandbox.Customers.Count} customers.");
        WriteObject(sandbox);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => starting?.Cancel();

    private SandboxStart Request() => new()
    {
        Customers = IsGiven(nameof(Customers)) ? (uint)Customers : null,
        Seed = IsGiven(nameof(Seed)) ? (ulong)Seed : null,
        Port = IsGiven(nameof(Port)) ? (ushort)Port : null,
        Scenario = ReadScenario(),
        Https = Https,
    };

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private string? ReadScenario()
    {
        if (Scenario is null)
        {
            return null;
        }

        string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Scenario);
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            InvalidOperationException unread = new($"The scenario file '{path}' cannot be read: {error.Message}", error);
            ThrowTerminatingError(new ErrorRecord(unread, "ScenarioUnreadable", ErrorCategory.OpenError, path));
            throw;
        }
    }

    /// <summary>What the sandbox is, once it listens; null, with the reason, when it never will.</summary>
    private SandboxDocument? Wait(NativeOperation operation, out string reason)
    {
        reason = "it ended before it listened";
        while (true)
        {
            NextStatus status = operation.Next(WaitMilliseconds, out OperationEvent? next);
            if (Stopping)
            {
                throw new PipelineStoppedException();
            }

            if (next?.Sandbox is not null)
            {
                return next.Sandbox;
            }

            if (status == NextStatus.End)
            {
                return null;
            }

            reason = next?.Message ?? reason;
        }
    }
}
