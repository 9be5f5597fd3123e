namespace PartnerAuth.Tests.Fixtures;

/// <summary>Tests that have a long form, which runs where it is asked for, and a short one, which every run has.</summary>
internal static class LongForm
{
    /// <summary>True where the long form is asked for.</summary>
    internal static bool IsAskedFor { get; } = Environment.GetEnvironmentVariable("PARTNERAUTH_LONG") is not null;

    /// <summary>So many in the short form, and so many in the long one.</summary>
    internal static int Many(int shortForm, int longForm) => IsAskedFor ? longForm : shortForm;
}
