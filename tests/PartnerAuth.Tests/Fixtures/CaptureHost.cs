using System.Globalization;
using System.Management.Automation.Host;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>A console without a screen: it remembers what it was told and answers from a queue.</summary>
public sealed class CaptureHost : PSHost
{
    private readonly CaptureInterface ui = new();

    /// <summary>Whether the console can show colours; without it, PowerShell takes escape codes out of what it writes.</summary>
    public bool ShowsColours
    {
        get => ui.ShowsColours;
        set => ui.ShowsColours = value;
    }

    /// <summary>What a console would show.</summary>
    public string Text => ui.Text;

    /// <summary>The answers to come; a question without one is an error.</summary>
    public Queue<string> Answers => ui.Answers;

    /// <summary>The questions that were asked.</summary>
    public IReadOnlyList<string> Questions => ui.Questions;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.GetCultureInfo("en-US");

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override string Name => "CaptureHost";

    /// <inheritdoc/>
    public override PSHostUserInterface UI => ui;

    /// <inheritdoc/>
    public override Version Version { get; } = new(1, 0);

    /// <summary>Forgets the text and the questions.</summary>
    public void Clear() => ui.Clear();

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode)
    {
    }
}
