using System;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>
/// The name of an environment. It was an enum; now a sandbox has a name too, so it equals its text instead.
/// </summary>
/// <param name="name">The name; case does not matter.</param>
public sealed class EnvironmentName(string name) : IEquatable<EnvironmentName>
{
    private readonly string name = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>The global cloud.</summary>
    public static EnvironmentName AzureCloud { get; } = new(nameof(AzureCloud));

    /// <summary>The cloud in China, run by 21Vianet.</summary>
    public static EnvironmentName AzureChinaCloud { get; } = new(nameof(AzureChinaCloud));

    /// <summary>The German cloud, which has closed.</summary>
    public static EnvironmentName AzureGermanCloud { get; } = new(nameof(AzureGermanCloud));

    /// <summary>Microsoft's own test cloud, which takes no partners.</summary>
    public static EnvironmentName AzurePPE { get; } = new(nameof(AzurePPE));

    /// <summary>The cloud of the US government (GCC High).</summary>
    public static EnvironmentName AzureUSGovernment { get; } = new(nameof(AzureUSGovernment));

    /// <summary>The cloud of the US Department of Defense.</summary>
    public static EnvironmentName AzureUSGovernmentDoD { get; } = new(nameof(AzureUSGovernmentDoD));

    /// <inheritdoc/>
    public bool Equals(EnvironmentName? other) => other is not null && IsNamed(other.name);

    /// <summary>
    /// True for an equal name, also when it is given as text: scripts compare with <c>-eq 'AzureCloud'</c>.
    /// </summary>
    public override bool Equals(object? obj) => obj is string text ? IsNamed(text) : Equals(obj as EnvironmentName);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(name);

    /// <summary>The name.</summary>
    public override string ToString() => name;

    private bool IsNamed(string text) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase);
}
