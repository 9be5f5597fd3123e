using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>The text and the questions of <see cref="CaptureHost"/>.</summary>
internal sealed class CaptureInterface : PSHostUserInterface
{
    private readonly CaptureRawInterface raw = new();
    private readonly StringBuilder text = new();
    private readonly List<string> questions = [];
    private readonly Lock writing = new();

    public Queue<string> Answers { get; } = new();

    public IReadOnlyList<string> Questions => questions;

    public string Text
    {
        get
        {
            lock (writing)
            {
                return text.ToString();
            }
        }
    }

    public override PSHostRawUserInterface RawUI => raw;

    /// <summary>Whether this console can show colours.</summary>
    public bool ShowsColours { get; set; }

    public override bool SupportsVirtualTerminal => ShowsColours;

    public void Clear()
    {
        lock (writing)
        {
            text.Clear();
            questions.Clear();
        }
    }

    public override void Write(string value) => Append(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Append(value);

    public override void WriteLine(string value) => Append(value + '\n');

    public override void WriteErrorLine(string value) => Append(value + '\n');

    public override void WriteDebugLine(string message) => Append("DEBUG: " + message + '\n');

    public override void WriteVerboseLine(string message) => Append("VERBOSE: " + message + '\n');

    public override void WriteWarningLine(string message) => Append("WARNING: " + message + '\n');

    public override void WriteProgress(long sourceId, ProgressRecord record) =>
        Append($"PROGRESS: {record.Activity} {record.StatusDescription} {record.PercentComplete} {record.RecordType}\n");

    public override string ReadLine() => Answer("a line");

    public override SecureString ReadLineAsSecureString() => Secret(Answer("a secret line"));

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        descriptions.ToDictionary(field => field.Name, field => PSObject.AsPSObject(Answer($"{caption} {message} {field.Name}")));

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        string answer = Answer($"{caption} {message}");
        int chosen = choices.ToList().FindIndex(choice => choice.Label.Replace("&", string.Empty) == answer);
        return chosen >= 0 ? chosen : throw new InvalidOperationException($"'{answer}' is none of the choices.");
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        new(userName, Secret(Answer($"{caption} {message} {userName}")));

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => PromptForCredential(caption, message, userName, targetName);

    private static SecureString Secret(string plain)
    {
        SecureString secret = new();
        foreach (char letter in plain)
        {
            secret.AppendChar(letter);
        }

        return secret;
    }

    private string Answer(string question)
    {
        questions.Add(question);
        return Answers.TryDequeue(out string? answer)
            ? answer
            : throw new HostException("The test has no answer to: " + question);
    }

    private void Append(string? value)
    {
        lock (writing)
        {
            text.Append(GetOutputString(value ?? string.Empty, ShowsColours));
        }
    }
}
