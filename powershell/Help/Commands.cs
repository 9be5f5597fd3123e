using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PartnerAuth.Help;

/// <summary>A parameter in the sets that have it.</summary>
internal sealed record Parameter(string Name, Type Type, string Default, IReadOnlyList<(string Set, CommandParameterInfo In)> Sets, IReadOnlyList<string> HiddenIn)
{
    /// <summary>What it is in the first set; what differs between sets is <see cref="Sets"/>.</summary>
    public CommandParameterInfo First => Sets[0].In;

    /// <summary>The texts that its declarations have; more than one is a mistake.</summary>
    public IReadOnlyList<string> HelpMessages => [.. Sets.Select(one => one.In.HelpMessage).Distinct()];

    /// <summary>True when no set shows it: it is there for old scripts.</summary>
    public bool IsHidden => Sets.All(one => HiddenIn.Contains(one.Set));

    /// <summary>The values of its ValidateSet, or of its enum.</summary>
    public IEnumerable<string> AcceptedValues => Attribute<ValidateSetAttribute>()?.ValidValues
        ?? (Type.IsEnum ? Enum.GetNames(Type) : []);

    /// <summary>True when the declaration says that it takes wildcards.</summary>
    public bool TakesWildcards => Attribute<SupportsWildcardsAttribute>() is not null;

    private T? Attribute<T>()
        where T : Attribute => First.Attributes.OfType<T>().FirstOrDefault();
}

/// <summary>What PowerShell itself says of a command.</summary>
internal sealed record Command(CmdletInfo Info, IReadOnlyList<Parameter> Parameters)
{
    private static readonly string[] AskedAtTheEnd = ["WhatIf", "Confirm"];

    public string Name => Info.Name;

    /// <summary>The parameters of a set that help shows, as a syntax line has them: by position, mandatory ones, others.</summary>
    public static IEnumerable<CommandParameterInfo> Shown(Command command, CommandParameterSetInfo set) => set.Parameters
        .Where(one => command.Parameters.Any(known => known.Name == one.Name && !known.HiddenIn.Contains(set.Name)))
        .OrderBy(one => Array.IndexOf(AskedAtTheEnd, one.Name))
        .ThenBy(one => one.Position < 0 ? int.MaxValue : one.Position)
        .ThenBy(one => !one.IsMandatory)
        .ThenBy(one => one.Name, StringComparer.Ordinal);

    /// <summary>The types of what comes through the pipeline, whole or by the name of a property.</summary>
    public IEnumerable<string> Inputs => Names(Parameters
        .Where(one => one.Sets.Any(set => set.In.ValueFromPipeline || set.In.ValueFromPipelineByPropertyName))
        .Select(one => (Nullable.GetUnderlyingType(one.Type) ?? one.Type).ToString()));

    /// <summary>The types of what it writes.</summary>
    public IEnumerable<string> Outputs => Names(Info.OutputType.Select(one => one.Name).Where(name => name != "System.Void"));

    /// <summary>The commands of a module's assembly, by name.</summary>
    public static IReadOnlyList<Command> Of(string assembly)
    {
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using PowerShell import = PowerShell.Create(runspace);
        import.AddCommand("Import-Module").AddParameter("Name", assembly).AddParameter("ErrorAction", "Stop").Invoke();
        using PowerShell list = PowerShell.Create(runspace);
        list.AddCommand("Get-Command").AddParameter("Module", Path.GetFileNameWithoutExtension(assembly));
        // Inside the runspace's life: parameters are found when they are first asked for.
        return [.. list.Invoke<CmdletInfo>().OrderBy(info => info.Name, StringComparer.Ordinal).Select(From)];
    }

    private static Command From(CmdletInfo info)
    {
        object sample = Activator.CreateInstance(info.ImplementingType)!;
        var sets =
            from set in info.ParameterSets
            from parameter in set.Parameters
            where !Cmdlet.CommonParameters.Contains(parameter.Name)
            group (set.Name, parameter) by parameter.Name;
        return new Command(info, [.. sets.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => From(one.Key, [.. one], sample))]);
    }

    private static Parameter From(string name, IReadOnlyList<(string Set, CommandParameterInfo In)> sets, object sample)
    {
        System.Reflection.PropertyInfo? property = sample.GetType().GetProperty(name);
        IEnumerable<string> hidden = (property?.GetCustomAttributes(typeof(ParameterAttribute), inherit: true) ?? [])
            .Cast<ParameterAttribute>().Where(one => one.DontShow).Select(one => one.ParameterSetName);
        Type type = sets[0].In.ParameterType;
        return new Parameter(name, type, Text(property?.GetValue(sample), type), sets, [.. hidden]);
    }

    /// <summary>A default as a reader writes it; nothing where the command has none of its own.</summary>
    private static string Text(object? value, Type type) => value switch
    {
        _ when type == typeof(SwitchParameter) => "False",
        null or PSObject or IDictionary => string.Empty,
        string text => text,
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        IEnumerable many => string.Join(", ", many.Cast<object>()),
        _ when value.Equals(Activator.CreateInstance(value.GetType())) => string.Empty,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static IEnumerable<string> Names(IEnumerable<string> types)
    {
        string[] all = [.. types.Distinct().Order(StringComparer.Ordinal)];
        return all.Length == 0 ? ["None"] : all;
    }
}
