using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PartnerAuth.Help;

/// <summary>Markdown as a console shows it: without marks.</summary>
internal static class Prose
{
    /// <summary>A paragraph, a cell or a heading as one line.</summary>
    public static string Line(Block block)
    {
        StringBuilder text = new();
        foreach (LeafBlock leaf in block is ContainerBlock container ? container.Descendants<LeafBlock>() : [(LeafBlock)block])
        {
            Add(text, leaf.Inline);
        }

        return text.ToString();
    }

    /// <summary>The text of a link.</summary>
    public static string Line(LinkInline link)
    {
        StringBuilder text = new();
        Add(text, link);
        return text.ToString();
    }

    /// <summary>The lines of a code block.</summary>
    public static string Code(LeafBlock block) => string.Join('\n', block.Lines.Lines.Take(block.Lines.Count).Select(line => line.ToString()));

    /// <summary>The rows of a table, the headings first.</summary>
    public static IReadOnlyList<string[]> Rows(Table table) =>
        [.. table.OfType<TableRow>().Select(row => row.Select(Line).ToArray())];

    /// <summary>A line broken into lines of at most a width.</summary>
    public static IEnumerable<string> Wrap(string line, int width)
    {
        StringBuilder part = new();
        foreach (string word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Length > 0 && part.Length + 1 + word.Length > width)
            {
                yield return part.ToString();
                part.Clear();
            }

            part.Append(part.Length == 0 ? string.Empty : " ").Append(word);
        }

        if (part.Length > 0)
        {
            yield return part.ToString();
        }
    }

    private static void Add(StringBuilder text, IEnumerable<Inline>? inlines)
    {
        foreach (Inline inline in inlines ?? [])
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
                case ContainerInline container:
                    Add(text, container);
                    break;
                default:
                    throw new NotSupportedException($"Help can't show {inline.GetType().Name}.");
            }
        }
    }
}
