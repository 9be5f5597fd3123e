using System.Text.RegularExpressions;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Shell;

/// <summary>The list of the stand-ins: what is stood in for is said.</summary>
public sealed partial class StandInTests
{
    [Fact]
    public void Every_stand_in_is_listed_with_its_parameters()
    {
        using Session session = new();
        IEnumerable<CmdletInfo> commands = session.Run("Import-Module StandIns; Get-Command -Module StandIns").OutputOf<CmdletInfo>();
        string list = File.ReadAllText(Path.Combine(Folders.Repository, "tests", "StandIns", "README.md"));
        Dictionary<string, string> rows = Row().Matches(list)
            .SelectMany(row => row.Groups["names"].Value.Split(", ").Select(name => (name, row.Groups["parameters"].Value.Trim())))
            .ToDictionary(row => row.name, row => row.Item2);
        Assert.Equal(commands.Select(command => command.Name).Order(), rows.Keys.Order());
        foreach (CmdletInfo command in commands.Where(command => rows[command.Name] != "all"))
        {
            IEnumerable<string> listed = rows[command.Name].Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(name => name.Split(' ')[0]);
            Assert.Equal(command.Parameters.Keys.Except(Cmdlet.CommonParameters).Order(), listed.Order());
        }
    }

    [GeneratedRegex(@"^\| (?<names>[A-Z][A-Za-z]+-[A-Za-z, -]+) \|(?<parameters>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
