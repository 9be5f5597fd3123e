using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace PartnerAuth.StandIns.Data;

/// <summary>
/// The engine holds all of Format-Table and Format-List but the two classes that name them.
/// What they set is internal, so it is set by reflection: the formatting itself is the real one.
/// </summary>
internal static class RealFormatter
{
    public static void Attach(FrontEndCommandBase command, string shape)
    {
        Assembly engine = typeof(FrontEndCommandBase).Assembly;
        string space = typeof(FrontEndCommandBase).Namespace!;
        Type implementation = engine.GetType(space + ".InnerFormatShapeCommand", throwOnError: true)!;
        Type shapes = engine.GetType(space + ".FormatShape", throwOnError: true)!;
        object formatter = implementation
            .GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [shapes])!
            .Invoke([Enum.Parse(shapes, shape)]);
        typeof(FrontEndCommandBase)
            .GetField("implementation", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(command, formatter);
    }
}

/// <summary>Shows objects as a table.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    /// <summary>Made by the engine.</summary>
    public FormatTableCommand() => RealFormatter.Attach(this, "Table");
}

/// <summary>Shows objects as a list.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    /// <summary>Made by the engine.</summary>
    public FormatListCommand() => RealFormatter.Attach(this, "List");
}
