namespace PartnerAuth.Shell;

/// <summary>What the shell was asked to do.</summary>
internal sealed class Arguments
{
    public const string Help = """
        Runs a PowerShell script on the engine from NuGet, with a plain console host.

            Shell [options] FILE.ps1 [ARGUMENTS]
            Shell [options] -Command TEXT

            -NonInteractive   a prompt is an error
            -NoStandIns       only the commands of the engine

        The modules in target/module are on the module path.
        The engine from NuGet lacks New-Object, Select-Object, Invoke-RestMethod and others; stand-ins with the same names
        and parameters are loaded when a script uses them (tests/StandIns/README.md lists them).
        The exit code is that of `exit`, 1 after a terminating error, 130 after Ctrl+C, 64 for a wrong command line.
        """;

    private Arguments()
    {
    }

    public string? File { get; private init; }

    public string? Command { get; private init; }

    public bool Interactive { get; private init; }

    public bool StandIns { get; private init; }

    /// <summary>What follows the script's path.</summary>
    public IReadOnlyList<string> Rest { get; private init; } = [];

    /// <summary>Reads a command line; null, with what is wrong, when it is none.</summary>
    public static Arguments? Parse(string[] line, out string? problem)
    {
        bool interactive = true;
        bool standIns = true;
        problem = null;
        for (int at = 0; at < line.Length; at++)
        {
            switch (line[at].ToLowerInvariant())
            {
                case "-noninteractive":
                    interactive = false;
                    break;
                case "-nostandins":
                    standIns = false;
                    break;
                case "-command" when at + 1 < line.Length:
                    string text = string.Join(' ', line[(at + 1)..]);
                    return new Arguments { Command = text, Interactive = interactive, StandIns = standIns };
                case string option when option.StartsWith('-'):
                    problem = $"Unknown option {line[at]}.";
                    return null;
                default:
                    string file = Path.GetFullPath(line[at]);
                    if (!System.IO.File.Exists(file))
                    {
                        problem = $"There is no script {line[at]}.";
                        return null;
                    }

                    return new Arguments { File = file, Interactive = interactive, StandIns = standIns, Rest = line[(at + 1)..] };
            }
        }

        problem = "Name a script.";
        return null;
    }
}
