using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PartnerAuth.Parameters;

/// <summary>Completes the files that can be a manifest, and the folders on the way to them.</summary>
internal sealed class ManifestCompleter : WordCompleter
{
    private static readonly string[] Extensions = [".json", ".psd1"];

    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(string word, string command)
    {
        int end = word.LastIndexOfAny(['/', '\\']) + 1;
        string before = word.Substring(0, end);
        try
        {
            string folder = FullPath(end == 0 ? "." : before);
            return [.. Directory.EnumerateFileSystemEntries(folder)
                .Where(entry => Path.GetFileName(entry).StartsWith(word.Substring(end), StringComparison.OrdinalIgnoreCase))
                .Where(entry => Directory.Exists(entry) || Extensions.Contains(Path.GetExtension(entry), StringComparer.OrdinalIgnoreCase))
                .OrderBy(entry => entry, StringComparer.OrdinalIgnoreCase)
                .Select(entry => Offer(before, entry))];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or RuntimeException or ArgumentException)
        {
            // The Tab key tells no errors.
            return [];
        }
    }

    private static string FullPath(string path)
    {
        // The runspace is busy with the completion, so a script in it is the way to its current folder.
        using PowerShell script = PowerShell.Create(RunspaceMode.CurrentRunspace);
        script.AddScript("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])").AddArgument(path);
        return script.Invoke<string>()[0];
    }

    private static CompletionResult Offer(string before, string entry)
    {
        string name = Path.GetFileName(entry);
        string text = (before.Length == 0 ? "./" : before) + name;
        bool isPlain = text.All(letter => char.IsLetterOrDigit(letter) || "./\\:-_~".IndexOf(letter) >= 0);
        CompletionResultType type = Directory.Exists(entry) ? CompletionResultType.ProviderContainer : CompletionResultType.ProviderItem;
        return new CompletionResult(isPlain ? text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'", name, type, entry);
    }
}
