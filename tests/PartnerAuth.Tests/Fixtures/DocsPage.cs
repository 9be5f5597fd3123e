using System.Text.RegularExpressions;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>A block of code of a page, with the heading it stands under and what the page says it writes.</summary>
internal sealed record DocsBlock(string Page, string Heading, string Language, string Text, string? Shown);

/// <summary>The pages of the repository: those of its root, and <c>docs</c>.</summary>
internal static partial class DocsPage
{
    /// <summary>The names of all pages, relative to the repository.</summary>
    public static IEnumerable<string> All => Directory.GetFiles(Path.Combine(Folders.Repository, "docs"), "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folders.Repository, file).Replace('\\', '/'))
        .Concat(["README.md", "CONTRIBUTING.md", "SECURITY.md", "ARCHITECTURE.md", "CHANGELOG.md"])
        .Order(StringComparer.Ordinal);

    /// <summary>The text of a page.</summary>
    public static string Text(string page) => File.ReadAllText(Path.Combine(Folders.Repository, page)).ReplaceLineEndings("\n");

    /// <summary>The blocks of a page, in order. A text right after a script is what the script writes.</summary>
    public static IReadOnlyList<DocsBlock> Blocks(string page)
    {
        List<DocsBlock> blocks = [];
        string heading = string.Empty;
        foreach (Match part in Part().Matches(Text(page)))
        {
            if (part.Groups["heading"].Success)
            {
                heading = part.Groups["heading"].Value;
                continue;
            }

            string? shown = part.Groups["shown"].Success ? part.Groups["shown"].Value.Trim() : null;
            blocks.Add(new DocsBlock(page, heading, part.Groups["language"].Value, part.Groups["text"].Value, shown));
        }

        return blocks;
    }

    /// <summary>The scripts of a page.</summary>
    public static IEnumerable<DocsBlock> Scripts(string page) => Blocks(page).Where(block => block.Language == "powershell");

    // A block is looked for first: a comment in a script begins like a heading.
    [GeneratedRegex("""
        ^```(?<language>powershell)\n(?<text>.*?)^```(\n\n```text\n(?<shown>.*?)^```)?|^```(?<language>\w*)\n(?<text>.*?)^```|^\#\#+ (?<heading>[^\n]+)
        """, RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Part();
}
