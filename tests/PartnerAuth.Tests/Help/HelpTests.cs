using System.Collections;
using System.Globalization;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Help;

/// <summary>What Get-Help says of a command is what the command is.</summary>
public sealed class HelpTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    /// <summary>Every command of both modules.</summary>
    public static TheoryData<string> Commands
    {
        get
        {
            using Session session = new("PartnerAuth", "PartnerAuth.Sandbox");
            return [.. session.Run("Get-Command -Module PartnerAuth, PartnerAuth.Sandbox").OutputOf<CmdletInfo>().Select(command => command.Name)];
        }
    }

    [Fact]
    public void Every_command_has_a_page_and_every_page_a_command() =>
        Assert.Equal(Commands.Select(row => row.Data).Order(StringComparer.Ordinal), HelpPages.Commands);

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_is_described_with_at_least_three_examples(string name)
    {
        PSObject help = Help(name);
        Assert.Contains("MamlCommandHelpInfo", help.TypeNames);
        Assert.NotEmpty(Text(help, "Synopsis"));
        Assert.NotEmpty(Words(help, "description"));
        Assert.True(Many(help, "examples", "example").Count() >= 3, name);
        Assert.All(Many(help, "examples", "example"), example => Assert.NotEmpty(Text(example, "code")));
        Assert.NotEmpty(Many(help, "relatedLinks", "navigationLink"));
        foreach (PSObject output in Many(help, "returnValues", "returnValue"))
        {
            Assert.NotEmpty(Words(output, "description"));
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_syntax_has_the_sets_of_the_command_with_their_parameters(string name)
    {
        CmdletInfo command = Command(name);
        IEnumerable<string> said = Many(Help(name), "syntax", "syntaxItem").Select(item => string.Join('\n', Many(item, "parameter").Select(Described).Order(StringComparer.Ordinal)));
        IEnumerable<string> wanted = command.ParameterSets.Select(set => string.Join('\n', Shown(command, set).Select(Described).Order(StringComparer.Ordinal)));
        Assert.Equal(wanted, said);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Each_parameter_has_its_type_aliases_default_and_text(string name)
    {
        CmdletInfo command = Command(name);
        object sample = Activator.CreateInstance(command.ImplementingType)!;
        Dictionary<string, PSObject> said = Many(Help(name), "parameters", "parameter").ToDictionary(one => Text(one, "name"));
        Dictionary<string, CommandParameterInfo> own = command.ParameterSets.SelectMany(Own).DistinctBy(one => one.Name).ToDictionary(one => one.Name);
        Assert.Equal(own.Keys.Order(StringComparer.Ordinal), said.Keys.Order(StringComparer.Ordinal));
        foreach ((string parameter, CommandParameterInfo known) in own)
        {
            PSObject help = said[parameter];
            Type type = Nullable.GetUnderlyingType(known.ParameterType) ?? known.ParameterType;
            Assert.Equal(type, TypeNamed(Text((PSObject)help.Properties["type"].Value, "name"), type));
            Assert.Equal(known.Aliases.Count == 0 ? "none" : string.Join(", ", known.Aliases), Text(help, "aliases"));
            Assert.Equal(Default(sample, parameter), Text(help, "defaultValue"));
            string told = Words(help, "description");
            Assert.StartsWith(known.HelpMessage ?? string.Empty, told);
            Assert.NotEmpty(told);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void What_comes_out_is_what_the_command_declares(string name)
    {
        string[] declared = [.. Command(name).OutputType.Select(type => type.Name).Where(type => type != "System.Void").Distinct().Order(StringComparer.Ordinal)];
        IEnumerable<string> said = Many(Help(name), "returnValues", "returnValue").Select(value => Text((PSObject)value.Properties["type"].Value, "name"));
        Assert.Equal(declared.Length == 0 ? ["None"] : declared, said);
    }

    [Fact]
    public void A_parameter_has_one_text_in_all_sets() => Assert.All(
        Commands.SelectMany(row => Command(row.Data).ParameterSets.SelectMany(Own).GroupBy(parameter => $"{row.Data} -{parameter.Name}")),
        parameter => Assert.Single(parameter.Select(one => one.HelpMessage).Distinct()));

    private static IEnumerable<CommandParameterInfo> Own(CommandParameterSetInfo set) =>
        set.Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name));

    /// <summary>What of a set is for readers: old parameters that are hidden there are not.</summary>
    private static IEnumerable<CommandParameterInfo> Shown(CmdletInfo command, CommandParameterSetInfo set) => Own(set).Where(parameter =>
        !(command.ImplementingType.GetProperty(parameter.Name)?.GetCustomAttributes(typeof(ParameterAttribute), inherit: true) ?? [])
            .Cast<ParameterAttribute>().Any(one => one.DontShow && one.ParameterSetName == set.Name));

    private static string Described(CommandParameterInfo parameter)
    {
        string ways = string.Join(", ", new[] { parameter.ValueFromPipelineByPropertyName ? "ByPropertyName" : "", parameter.ValueFromPipeline ? "ByValue" : "" }.Where(way => way.Length > 0));
        string position = parameter.Position < 0 ? "named" : $"{parameter.Position}";
        return $"{parameter.Name} {parameter.IsMandatory} {position} {(ways.Length == 0 ? "False" : $"True ({ways})")}";
    }

    private static string Described(PSObject parameter) =>
        $"{Text(parameter, "name")} {bool.Parse(Text(parameter, "required"))} {Text(parameter, "position")} {Text(parameter, "pipelineInput")}";

    /// <summary>The type that a name means, as in a cast; one without such a name is known by its own.</summary>
    private static Type TypeNamed(string name, Type expected) =>
        LanguagePrimitives.TryConvertTo(name, out Type found) ? found : name == expected.Name ? expected : typeof(void);

    private static string Default(object sample, string parameter)
    {
        object? value = sample.GetType().GetProperty(parameter)?.GetValue(sample);
        return value switch
        {
            SwitchParameter => "False",
            TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
            string { Length: > 0 } text => text,
            Array { Length: > 0 } many => string.Join(", ", many.Cast<object>()),
            int and not 0 => $"{value}",
            null when parameter is "WhatIf" or "Confirm" => "False",
            _ => "None",
        };
    }

    private PSObject Help(string name) => module.Session.Run($"Get-Help {name}").One;

    private CmdletInfo Command(string name) => (CmdletInfo)module.Session.Run($"Get-Command {name}").One.BaseObject;

    private static string Text(PSObject item, string property) => item.Properties[property]?.Value switch
    {
        string[] lines => string.Join('\n', lines).Trim(),
        PSObject[] parts => string.Join('\n', parts.Select(part => part.Properties["Text"]?.Value)).Trim(),
        object value => value.ToString()!.Trim(),
        null => string.Empty,
    };

    private static string Words(PSObject item, string property) => Text(item, property);

    /// <summary>What hangs below a path of properties, be it one or several.</summary>
    private static IEnumerable<PSObject> Many(PSObject item, params string[] path)
    {
        IEnumerable<PSObject> items = [item];
        return path.Aggregate(items, (found, property) => found.SelectMany(one => one.Properties[property]?.Value switch
        {
            null => [],
            PSObject { BaseObject: IEnumerable inner and not string } => inner.Cast<object>().Select(PSObject.AsPSObject),
            object[] many => many.Select(PSObject.AsPSObject),
            object single => [PSObject.AsPSObject(single)],
        }));
    }
}
