namespace PartnerAuth.Shell.Host;

/// <summary>What the terminal can do.</summary>
internal static class Terminal
{
    /// <summary>True when escape codes reach a terminal that understands them and nobody asked for plain text.</summary>
    public static bool ShowsColours { get; } =
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb"
        && (!OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("WT_SESSION") is not null);

    /// <summary>Columns; 120 where there is no terminal.</summary>
    public static int Width { get; } = Console.IsOutputRedirected ? 120 : Math.Max(Console.WindowWidth, 40);
}
