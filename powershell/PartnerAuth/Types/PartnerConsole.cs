using System;
using System.Collections.Generic;
using System.Management.Automation.Host;
using System.Reflection;

namespace PartnerAuth;

/// <summary>What the views of this module put on a console.</summary>
/// <remarks>Public, as the views are scripts; nothing for other callers.</remarks>
public static class PartnerConsole
{
    private const string Bad = "31";
    private const string Fine = "32";
    private const string Look = "33";

    private static readonly Dictionary<string, string> Colours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["active"] = Fine,
        ["approvalPending"] = Look,
        ["Broken"] = Bad,
        ["Created"] = Fine,
        ["Ended"] = Bad,
        ["EndsSoon"] = Look,
        ["expired"] = Bad,
        ["expiring"] = Look,
        ["Extended"] = Fine,
        ["Failed"] = Bad,
        ["False"] = Bad,
        ["Good"] = Fine,
        ["NameTaken"] = Bad,
        ["NeedsRecreate"] = Look,
        ["NotRepaired"] = Bad,
        ["Passed"] = Fine,
        ["Recreated"] = Fine,
        ["Repaired"] = Fine,
        ["RevokedByCustomer"] = Bad,
        ["terminated"] = Bad,
        ["True"] = Fine,
        ["Unknown"] = Look,
        ["Warning"] = Look,
        ["Working"] = Fine,
    };

    // PowerShell 7.2 and later have it, and take escape codes out of what is redirected; earlier ones don't.
    private static readonly object? Style = typeof(PSHost).Assembly.GetType("System.Management.Automation.PSStyle")
        ?.GetProperty("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);

    private static readonly PropertyInfo? Rendering = Style?.GetType().GetProperty("OutputRendering");

    /// <summary>A word for how something stands, in its colour where the host shows colours.</summary>
    /// <param name="word">The word, such as Working.</param>
    /// <param name="host">The host of the view.</param>
    public static string Status(object word, PSHost host)
    {
        string text = word?.ToString() ?? string.Empty;
        return Colours.TryGetValue(text, out string colour) && HasColours(host) ? $"\u001b[{colour}m{text}\u001b[0m" : text;
    }

    /// <summary>The time until then, in whole seconds; none when it is over.</summary>
    internal static TimeSpan Left(DateTimeOffset end)
    {
        TimeSpan left = end - DateTimeOffset.UtcNow;
        return left > TimeSpan.Zero ? TimeSpan.FromSeconds(Math.Floor(left.TotalSeconds)) : TimeSpan.Zero;
    }

    private static bool HasColours(PSHost host) => Rendering?.GetValue(Style)?.ToString() switch
    {
        "Ansi" => true,
        "Host" => host?.UI?.SupportsVirtualTerminal == true,
        _ => false,
    };
}
