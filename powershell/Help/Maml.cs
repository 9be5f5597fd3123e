using System.Management.Automation;
using System.Xml.Linq;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PartnerAuth.Help;

/// <summary>The help file that Get-Help reads: Microsoft's Assistance Markup Language.</summary>
internal static class Maml
{
    private static readonly XNamespace Help = "http://msh";
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Cmd = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The file of a module's commands.</summary>
    public static XDocument Of(IEnumerable<(Command Command, Page Page)> pages) => new(
        new XElement(Help + "helpItems", new XAttribute("schema", "maml"), pages.Select(one => Item(one.Command, one.Page))));

    private static XElement Item(Command command, Page page) => new(
        Cmd + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Text),
        new XAttribute(XNamespace.Xmlns + "command", Cmd),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Cmd + "details",
            new XElement(Cmd + "name", command.Name),
            new XElement(Cmd + "verb", command.Info.Verb),
            new XElement(Cmd + "noun", command.Info.Noun),
            Described(page.Synopsis)),
        Described(page.Description),
        new XElement(Cmd + "syntax", command.Info.ParameterSets.Select(set => SyntaxItem(command, set, page))),
        new XElement(Cmd + "parameters", command.Parameters.Select(one => Parameter(one, one.First, page))),
        new XElement(Cmd + "inputTypes", command.Inputs.Select(type => Typed("inputType", type, page.Inputs))),
        new XElement(Cmd + "returnValues", command.Outputs.Select(type => Typed("returnValue", type, page.Outputs))),
        new XElement(Text + "alertSet", new XElement(Text + "alert", Paragraphs(page.Notes))),
        new XElement(Cmd + "examples", page.Examples.Select((one, at) => Example(one.Title, one.Body, at + 1))),
        new XElement(Cmd + "relatedLinks", Links(page.Links)));

    private static XElement SyntaxItem(Command command, CommandParameterSetInfo set, Page page) => new(
        Cmd + "syntaxItem",
        new XElement(Text + "name", command.Name),
        Command.Shown(command, set).Select(shown => Parameter(command.Parameters.First(one => one.Name == shown.Name), shown, page)));

    private static XElement Parameter(Parameter parameter, CommandParameterInfo here, Page page)
    {
        string type = Syntax.Name(parameter.Type);
        string beyond = page.Parameters.GetValueOrDefault(parameter.Name, string.Empty);
        return new XElement(
            Cmd + "parameter",
            new XAttribute("required", here.IsMandatory ? "true" : "false"),
            new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false"),
            new XAttribute("globbing", parameter.TakesWildcards ? "true" : "false"),
            new XAttribute("pipelineInput", PipelineInput(here)),
            new XAttribute("position", here.Position < 0 ? "named" : here.Position),
            new XAttribute("aliases", here.Aliases.Count == 0 ? "none" : string.Join(", ", here.Aliases)),
            new XElement(Text + "name", parameter.Name),
            Described($"{PageWriter.Told(parameter)}\n\n{beyond}"),
            parameter.AcceptedValues.Any()
                ? new XElement(Cmd + "parameterValueGroup", parameter.AcceptedValues.Select(value => new XElement(
                    Cmd + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value)))
                : null,
            parameter.Type == typeof(SwitchParameter)
                ? null
                : new XElement(
                    Cmd + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), type),
            new XElement(Dev + "type", new XElement(Text + "name", type), new XElement(Text + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default.Length == 0 ? "None" : parameter.Default));
    }

    private static string PipelineInput(CommandParameterInfo parameter)
    {
        string[] ways = [.. new[] { parameter.ValueFromPipelineByPropertyName ? "ByPropertyName" : null, parameter.ValueFromPipeline ? "ByValue" : null }.OfType<string>()];
        return ways.Length == 0 ? "False" : $"True ({string.Join(", ", ways)})";
    }

    private static XElement Typed(string element, string type, Dictionary<string, string> told) => new(
        Cmd + element,
        new XElement(Dev + "type", new XElement(Text + "name", type)),
        Described(told.GetValueOrDefault(type, string.Empty)));

    /// <summary>
    /// The script and what it shows, then what is said of both, as Microsoft's own help has it. Empty paragraphs keep
    /// Get-Help from putting the next title on the same line.
    /// </summary>
    private static XElement Example(string title, string body, int number)
    {
        IReadOnlyList<Block> blocks = Page.Blocks(body);
        XElement end = new(Text + "para");
        return new XElement(
            Cmd + "example",
            new XElement(Text + "title", $"---------- Example {number}: {title} ----------"),
            new XElement(Dev + "code", string.Join("\n\n", blocks.OfType<FencedCodeBlock>().Select(Prose.Code))),
            new XElement(Dev + "remarks", blocks.Where(block => block is not FencedCodeBlock).SelectMany(Paragraph), end, end));
    }

    private static IEnumerable<XElement> Links(string links) => Page.Blocks(links).Descendants<LinkInline>().Select(link => new XElement(
        Text + "navigationLink",
        new XElement(Text + "linkText", Prose.Line(link)),
        new XElement(Text + "uri", link.Url?.StartsWith("https://", StringComparison.Ordinal) == true ? link.Url : string.Empty)));

    private static XElement Described(string text) => new(Text + "description", Paragraphs(text));

    private static IEnumerable<XElement> Paragraphs(string text) => Page.Blocks(text).SelectMany(Paragraph);

    private static IEnumerable<XElement> Paragraph(Block block) => block switch
    {
        ListBlock list => [new XElement(Text + "list", list.Select(item => new XElement(Text + "listItem", new XElement(Text + "para", Prose.Line(item)))))],
        CodeBlock code => [new XElement(Text + "para", Prose.Code(code))],
        _ => [new XElement(Text + "para", Prose.Line(block))],
    };
}
