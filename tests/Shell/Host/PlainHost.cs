using System.Globalization;
using System.Management.Automation.Host;

namespace PartnerAuth.Shell.Host;

/// <summary>A console without line editing, colours of its own or nested prompts.</summary>
internal sealed class PlainHost(bool interactive) : PSHost
{
    private readonly PlainInterface ui = new(interactive);

    /// <summary>What `exit` asked for; null when nothing did.</summary>
    public int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "PlainHost";

    public override PSHostUserInterface UI => ui;

    public override Version Version { get; } = typeof(PlainHost).Assembly.GetName().Version!;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("This host has no nested prompts.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("This host has no nested prompts.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    /// <summary>Takes what is left of a progress line off the terminal.</summary>
    public void EndProgress() => ui.EndProgress();

    /// <summary>From here on, everything is about the error that ended the script.</summary>
    public void BeginError() => ui.ShowsError = true;
}
