using System.Globalization;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;

namespace PartnerAuth.Help;

/// <summary>What people wrote on a page; all the rest of it is PowerShell's own knowledge of the command.</summary>
internal sealed partial class Page
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    public string Date { get; private init; } = DateTime.Today.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture);

    public string Synopsis { get; private set; } = string.Empty;

    public string Description { get; private set; } = string.Empty;

    public List<(string Title, string Body)> Examples { get; } = [];

    /// <summary>What is said of a parameter beyond its help message, by name.</summary>
    public Dictionary<string, string> Parameters { get; } = [];

    public Dictionary<string, string> Inputs { get; } = [];

    public Dictionary<string, string> Outputs { get; } = [];

    public string Notes { get; private set; } = string.Empty;

    public string Links { get; private set; } = string.Empty;

    /// <summary>Reads a page.</summary>
    public static Page Read(string text)
    {
        Match date = DateLine().Match(text);
        Page page = date.Success ? new Page { Date = date.Groups[1].Value } : new Page();
        string section = string.Empty;
        foreach ((int level, string title, string body) in Sections(text))
        {
            section = level == 3 ? section : title;
            page.Take(level == 3 ? $"{section}/" : section, title, body);
        }

        return page;
    }

    /// <summary>A text as its blocks.</summary>
    public static MarkdownDocument Blocks(string text) => Markdown.Parse(text, Pipeline);

    /// <summary>The headings down to the third level, each with what follows it.</summary>
    public static IEnumerable<(int Level, string Title, string Body)> Sections(string text)
    {
        HeadingBlock[] headings = [.. Blocks(text).OfType<HeadingBlock>().Where(heading => heading.Level <= 3)];
        for (int at = 0; at < headings.Length; at++)
        {
            int end = at + 1 < headings.Length ? headings[at + 1].Span.Start : text.Length;
            string title = text[headings[at].Span.Start..(headings[at].Span.End + 1)].TrimStart('#').Trim();
            yield return (headings[at].Level, title, text[(headings[at].Span.End + 1)..end].Trim());
        }
    }

    private void Take(string section, string title, string body)
    {
        switch (section)
        {
            case "SYNOPSIS":
                Synopsis = body;
                break;
            case "DESCRIPTION":
                Description = body;
                break;
            case "NOTES":
                Notes = body;
                break;
            case "RELATED LINKS":
                Links = body;
                break;
            case "EXAMPLES/":
                Examples.Add((ExampleNumber().Replace(title, string.Empty), body));
                break;
            case "INPUTS/":
                Inputs[title] = body;
                break;
            case "OUTPUTS/":
                Outputs[title] = body;
                break;
            case "PARAMETERS/" when title.StartsWith('-'):
                Parameters[title[1..]] = Beyond(body);
                break;
        }
    }

    /// <summary>What stands between the first paragraph, which is the help message, and the block of facts.</summary>
    private static string Beyond(string body)
    {
        MarkdownDocument blocks = Blocks(body);
        int end = blocks.OfType<FencedCodeBlock>().FirstOrDefault(block => block.Info == "yaml")?.Span.Start ?? body.Length;
        int start = blocks.FirstOrDefault() is ParagraphBlock first ? first.Span.End + 1 : 0;
        return start < end ? body[start..end].Trim() : string.Empty;
    }

    [GeneratedRegex(@"^ms\.date: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex DateLine();

    [GeneratedRegex(@"^Example \d+: ")]
    private static partial Regex ExampleNumber();
}
