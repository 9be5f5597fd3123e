using System.Management.Automation;
using System.Text;
using Microsoft.PowerShell;

namespace PartnerAuth.Help;

/// <summary>How a call is written, set by set.</summary>
internal static class Syntax
{
    private const int Width = 100;

    /// <summary>The line of a set, broken where a page is at its end.</summary>
    public static string Of(Command command, CommandParameterSetInfo set)
    {
        StringBuilder text = new(command.Name);
        int used = text.Length;
        foreach (string part in Command.Shown(command, set).Select(Of).Append("[<CommonParameters>]"))
        {
            bool fits = used + 1 + part.Length <= Width;
            text.Append(fits ? " " : "\n ").Append(part);
            used = (fits ? used : 0) + 1 + part.Length;
        }

        return text.ToString();
    }

    /// <summary>A type as PowerShell writes it in a cast: string[] and not System.String[].</summary>
    public static string Name(Type type)
    {
        Type one = Nullable.GetUnderlyingType(type) ?? type;
        if (one.IsArray)
        {
            return Name(one.GetElementType()!) + "[]";
        }

        string name = ToStringCodeMethods.Type(PSObject.AsPSObject(one));
        return name.Contains('.', StringComparison.Ordinal) ? one.Name : name;
    }

    private static string Of(CommandParameterInfo parameter)
    {
        bool isSwitch = parameter.ParameterType == typeof(SwitchParameter);
        string name = parameter.Position >= 0 ? $"[-{parameter.Name}]" : $"-{parameter.Name}";
        string whole = isSwitch ? name : $"{name} <{Name(parameter.ParameterType)}>";
        return parameter.IsMandatory ? whole : $"[{whole}]";
    }
}
