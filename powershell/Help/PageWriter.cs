using System.Management.Automation;
using System.Text;

namespace PartnerAuth.Help;

/// <summary>A page in the schema of Microsoft.PowerShell.PlatyPS, 2024-05-01.</summary>
internal static class PageWriter
{
    private const string Common = """
        This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,
        -InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,
        -ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see
        [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).
        """;

    /// <summary>The whole page.</summary>
    public static string Write(Command command, Page page, string module)
    {
        StringBuilder text = new();
        text.Append($"""
            ---
            document type: cmdlet
            external help file: {module}.dll-Help.xml
            HelpUri: ''
            Locale: en-US
            Module Name: {module}
            ms.date: {page.Date}
            PlatyPS schema version: 2024-05-01
            title: {command.Name}
            ---

            # {command.Name}

            """);
        Section(text, "## SYNOPSIS", page.Synopsis);
        Section(text, "## SYNTAX", string.Empty);
        foreach (CommandParameterSetInfo set in command.Info.ParameterSets)
        {
            string title = set.IsDefault && command.Info.ParameterSets.Count > 1 ? set.Name + " (Default)" : set.Name;
            Section(text, $"### {title}", $"```\n{Syntax.Of(command, set)}\n```");
        }

        Section(text, "## ALIASES", "This cmdlet has no aliases.");
        Section(text, "## DESCRIPTION", page.Description);
        Section(text, "## EXAMPLES", string.Empty);
        for (int at = 0; at < page.Examples.Count; at++)
        {
            Section(text, $"### Example {at + 1}: {page.Examples[at].Title}", page.Examples[at].Body);
        }

        Section(text, "## PARAMETERS", string.Empty);
        foreach (Parameter parameter in command.Parameters)
        {
            string beyond = page.Parameters.GetValueOrDefault(parameter.Name, string.Empty);
            Section(text, $"### -{parameter.Name}", Told(parameter), beyond, $"```yaml\n{Facts(parameter, command)}```");
        }

        Section(text, "### CommonParameters", Common);
        Types(text, "## INPUTS", command.Inputs, page.Inputs);
        Types(text, "## OUTPUTS", command.Outputs, page.Outputs);
        Section(text, "## NOTES", page.Notes);
        Section(text, "## RELATED LINKS", page.Links);
        return text.ToString();
    }

    /// <summary>The first paragraph about a parameter: its help message, which PowerShell shows at a prompt too.</summary>
    public static string Told(Parameter parameter) => parameter.Name switch
    {
        "WhatIf" => "Tell what would be done, and do nothing.",
        "Confirm" => "Ask before something is done.",
        _ => string.Join(" ", parameter.HelpMessages),
    };

    private static void Section(StringBuilder text, string heading, params string[] parts)
    {
        text.Append('\n').Append(heading).Append('\n');
        foreach (string part in parts.Where(part => part.Length > 0))
        {
            text.Append('\n').Append(part).Append('\n');
        }
    }

    private static void Types(StringBuilder text, string heading, IEnumerable<string> types, Dictionary<string, string> told)
    {
        Section(text, heading);
        foreach (string type in types)
        {
            Section(text, $"### {type}", told.GetValueOrDefault(type, string.Empty));
        }
    }

    private static string Facts(Parameter parameter, Command command)
    {
        StringBuilder facts = new();
        facts.Append($"Type: {parameter.Type}\n");
        facts.Append($"DefaultValue: {Quoted(parameter.Default)}\n");
        facts.Append($"SupportsWildcards: {Truth(parameter.TakesWildcards)}\n");
        facts.Append("ParameterValue: []\n");
        facts.Append(List("Aliases", parameter.First.Aliases));
        facts.Append("ParameterSets:\n");
        string[] each = [.. parameter.Sets.Select(one => In(one.In))];
        bool isAlike = each.Length == command.Info.ParameterSets.Count && each.Distinct().Count() == 1;
        foreach ((string set, string facet) in isAlike ? [("(All)", each[0])] : parameter.Sets.Select((one, at) => (one.Set, each[at])))
        {
            facts.Append($"- Name: {set}\n{facet}");
        }

        facts.Append($"DontShow: {Truth(parameter.IsHidden)}\n");
        facts.Append(List("AcceptedValues", parameter.AcceptedValues));
        facts.Append($"HelpMessage: {Quoted(parameter.HelpMessages[0] ?? string.Empty)}\n");
        return facts.ToString();
    }

    private static string In(CommandParameterInfo parameter) => $"""
          Position: {(parameter.Position < 0 ? "Named" : parameter.Position)}
          IsRequired: {Truth(parameter.IsMandatory)}
          ValueFromPipeline: {Truth(parameter.ValueFromPipeline)}
          ValueFromPipelineByPropertyName: {Truth(parameter.ValueFromPipelineByPropertyName)}
          ValueFromRemainingArguments: {Truth(parameter.ValueFromRemainingArguments)}

        """;

    private static string List(string name, IEnumerable<string> values)
    {
        string[] all = [.. values];
        return all.Length == 0 ? $"{name}: []\n" : $"{name}:\n{string.Concat(all.Select(one => $"- {one}\n"))}";
    }

    private static string Truth(bool value) => value ? "true" : "false";

    /// <summary>A YAML scalar; quoted unless it is a word or a number.</summary>
    private static string Quoted(string value) => value.Length > 0 && value.All(char.IsLetterOrDigit) ? value : $"'{value.Replace("'", "''")}'";
}
