using System;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>
/// The name of an environment. It was an enum; now environments of one's own and sandboxes have names too, so it equals
/// its text instead, and the number that it had.
/// </summary>
/// <param name="name">The name, or the number of one in digits; case does not matter.</param>
public sealed class EnvironmentName(string name) : IEquatable<EnvironmentName>
{
    /// <summary>The names that the enum had, by their numbers.</summary>
    private static readonly string[] Numbered =
    [
        nameof(AzureCloud), nameof(AzureChinaCloud), nameof(AzureGermanCloud), nameof(AzurePPE), nameof(AzureUSGovernment),
    ];

    private readonly string name = Of(name ?? throw new ArgumentNullException(nameof(name)));

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

    /// <summary>The name that had that number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">None had it.</exception>
    public static explicit operator EnvironmentName(int number) => number >= 0 && number < Numbered.Length
        ? new EnvironmentName(Numbered[number])
        : throw new ArgumentOutOfRangeException(nameof(number), number, "No environment has this number.");

    /// <summary>The number that the name had.</summary>
    /// <exception cref="InvalidCastException">It had none.</exception>
    public static explicit operator int(EnvironmentName name)
    {
        int number = Array.FindIndex(Numbered, known => name is not null && name.IsNamed(known));
        return number >= 0 ? number : throw new InvalidCastException($"The environment {name} has no number.");
    }

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

    private static string Of(string text) =>
        text.Length == 1 && text[0] >= '0' && text[0] < '0' + Numbered.Length ? Numbered[text[0] - '0'] : text;

    private bool IsNamed(string text) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase);
}
