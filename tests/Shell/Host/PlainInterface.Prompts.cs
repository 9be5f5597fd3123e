using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PartnerAuth.Shell.Host;

/// <content>The questions: one line each, so that a test can answer them through standard input.</content>
internal sealed partial class PlainInterface
{
    public override string ReadLine()
    {
        RefuseUnlessInteractive("Read-Host");
        return Console.In.ReadLine() ?? throw new HostException("Standard input ended where an answer was needed.");
    }

    public override SecureString ReadLineAsSecureString()
    {
        RefuseUnlessInteractive("Read-Host -AsSecureString");
        return SecretInput.Read();
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption,
        string message,
        Collection<FieldDescription> descriptions)
    {
        RefuseUnlessInteractive(string.Join(", ", descriptions.Select(field => field.Name)));
        WriteHeading(caption, message);
        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in descriptions)
        {
            Write(field.Name + ": ");
            object answer = field.ParameterTypeName == nameof(SecureString) ? SecretInput.Read() : ReadLine();
            answers[field.Name] = PSObject.AsPSObject(answer);
        }

        return answers;
    }

    public override int PromptForChoice(
        string caption,
        string message,
        Collection<ChoiceDescription> choices,
        int defaultChoice)
    {
        RefuseUnlessInteractive(message);
        WriteHeading(caption, message);
        List<string> keys = [.. choices.Select(choice => KeyOf(choice.Label))];
        while (true)
        {
            IEnumerable<string> offers = choices.Select((choice, at) => $"[{keys[at]}] {choice.Label.Replace("&", string.Empty)}");
            string standard = defaultChoice >= 0 ? $" (default is \"{keys[defaultChoice]}\")" : string.Empty;
            Write(string.Join("  ", offers) + standard + ": ");
            string answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            int chosen = keys.FindIndex(key => key.Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (chosen >= 0)
            {
                return chosen;
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
    {
        RefuseUnlessInteractive("a credential");
        WriteHeading(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            Write("User: ");
            userName = ReadLine();
        }

        Write($"Password for user {userName}: ");
        return new PSCredential(userName, SecretInput.Read());
    }

    // The letter after the ampersand is the key: "&Yes" is answered with Y.
    private static string KeyOf(string label)
    {
        int mark = label.IndexOf('&');
        return mark >= 0 && mark + 1 < label.Length ? label.Substring(mark + 1, 1).ToUpperInvariant() : label;
    }

    private void WriteHeading(string caption, string message)
    {
        foreach (string line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            WriteLine(line);
        }
    }

    private void RefuseUnlessInteractive(string question)
    {
        if (!interactive)
        {
            throw new HostException($"The shell runs with -NonInteractive and cannot ask: {question}");
        }

        EndProgress();
    }
}
