using System.Text.RegularExpressions;

namespace PartnerAuth.Tests.Help;

/// <summary>The pages that the help is made from.</summary>
internal static partial class HelpPages
{
    private static readonly string Folder = Path.Combine(Folders.Repository, "powershell", "docs", "en-US");

    /// <summary>The commands that have a page.</summary>
    public static IEnumerable<string> Commands => Names.Where(name => !name.StartsWith("about_", StringComparison.Ordinal));

    /// <summary>The topics.</summary>
    public static IEnumerable<string> Topics => Names.Where(name => name.StartsWith("about_", StringComparison.Ordinal));

    private static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>The text of a page.</summary>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".md"));

    /// <summary>The scripts of a page in their order, each with what the page says it shows; null where it says nothing.</summary>
    public static IEnumerable<(string Script, string? Shown)> Scripts(string name) =>
        Block().Matches(Text(name)).Select(block => (block.Groups["script"].Value, block.Groups["shown"].Success ? block.Groups["shown"].Value.Trim() : null));

    [GeneratedRegex(@"```powershell\n(?<script>.*?)```(\n\n```Output\n(?<shown>.*?)```)?", RegexOptions.Singleline)]
    private static partial Regex Block();
}
