using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace PartnerAuth.Help;

/// <summary>A topic of Get-Help: plain text of 80 columns.</summary>
internal static class AboutTopic
{
    private const int Width = 80;
    private const string Indent = "    ";

    /// <summary>The text; the page's parts of the second level are the topic's parts.</summary>
    public static string Of(string name, string markdown)
    {
        StringBuilder text = new($"TOPIC\n{Indent}{name}\n");
        foreach (Block block in Page.Blocks(markdown))
        {
            switch (block)
            {
                case HeadingBlock { Level: 1 } or HtmlBlock or YamlFrontMatterBlock:
                    break;
                case HeadingBlock { Level: 2 } part:
                    text.Append('\n').Append(Prose.Line(part)).Append('\n');
                    break;
                case HeadingBlock title:
                    string line = Prose.Line(title);
                    text.Append($"\n{Indent}{line}\n{Indent}{new string('-', line.Length)}\n");
                    break;
                default:
                    Append(text, Lines(block, Width - Indent.Length));
                    break;
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<string> lines)
    {
        // What follows the line of a part follows it at once, as PowerShell's own topics have it.
        string last = text.ToString().TrimEnd('\n').Split('\n')[^1];
        if (last.StartsWith(' ') && !last.EndsWith("--", StringComparison.Ordinal))
        {
            text.Append('\n');
        }

        foreach (string line in lines)
        {
            text.Append(line.Length == 0 ? string.Empty : Indent + line).Append('\n');
        }
    }

    private static IEnumerable<string> Lines(Block block, int width) => block switch
    {
        CodeBlock code => Prose.Code(code).Split('\n').Select(line => line.Length == 0 ? line : Indent + line),
        ListBlock list => list.SelectMany(item => Prose.Wrap(Prose.Line(item), width - 2).Select((line, at) => (at == 0 ? "- " : "  ") + line)),
        Table table => Grid(Prose.Rows(table), width),
        _ => Prose.Wrap(Prose.Line(block), width),
    };

    /// <summary>Columns where they fit; else each row as its first cell with the others below.</summary>
    private static IEnumerable<string> Grid(IReadOnlyList<string[]> rows, int width)
    {
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        if (widths.Sum() + (2 * (widths.Length - 1)) <= width)
        {
            IEnumerable<string[]> ruled = [rows[0], [.. widths.Select(size => new string('-', size))], .. rows.Skip(1)];
            return ruled.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        return rows.Skip(1).SelectMany((row, at) => Stacked(rows[0], row, width, isFirst: at == 0));
    }

    private static IEnumerable<string> Stacked(string[] headings, string[] row, int width, bool isFirst)
    {
        IEnumerable<string> first = isFirst ? [] : [string.Empty];
        IEnumerable<string> cells = row.Skip(1).SelectMany((cell, at) => cell.Length == 0
            ? []
            : Prose.Wrap(row.Length == 2 ? cell : $"{headings[at + 1]}: {cell}", width - 2).Select((line, number) => (number == 0 || row.Length == 2 ? "  " : "    ") + line));
        return [.. first, .. Prose.Wrap(row[0], width), .. cells];
    }
}
