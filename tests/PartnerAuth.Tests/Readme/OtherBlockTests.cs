using System.Management.Automation.Language;
using System.Text.Json;
using System.Text.RegularExpressions;
using PartnerAuth.Tests.Fixtures;
using YamlDotNet.RepresentationModel;

namespace PartnerAuth.Tests.Readme;

/// <summary>What stands in the pages and is no script, looked at as far as it can be without the machine it is for.</summary>
public sealed partial class OtherBlockTests
{
    // The blocks that nothing here can run, each with the test that looks at it; a new one is a decision.
    private static readonly string[] NotRun =
    [
        "CONTRIBUTING.md, Build and test: sh",
        "CONTRIBUTING.md, Build and test: sh",
        "README.md, The first minutes: text",
        "docs/automation.md, Azure Functions: json",
        "docs/automation.md, Azure Functions: json",
        "docs/automation.md, Azure Functions: text",
        "docs/automation.md, Containers: dockerfile",
        "docs/automation.md, GitHub Actions: yaml",
        "docs/manifest.md, : json",
        "docs/packages.md, Platforms: sh",
        "docs/sandbox.md, Faults on purpose: json",
    ];

    // What the benchmarks write into their page is measured and not run.
    private static IEnumerable<DocsBlock> Others => DocsPage.All.Where(page => page != "docs/benchmarks.md").SelectMany(DocsPage.Blocks).Where(block => block.Language != "powershell");

    [Fact]
    public void Blocks_that_are_no_scripts_are_known() =>
        Assert.Equal(NotRun, Others.Select(block => $"{block.Page}, {block.Heading}: {block.Language}").Order(StringComparer.Ordinal));

    [Fact]
    public void Json_is_Json()
    {
        foreach (DocsBlock block in Others.Where(block => block.Language == "json"))
        {
            using JsonDocument document = JsonDocument.Parse(block.Text);
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        }
    }

    [Fact]
    public void A_workflow_is_yaml_that_may_ask_for_its_token_pins_its_actions_and_runs_what_parses()
    {
        YamlStream yaml = [];
        yaml.Load(new StringReader(Others.Single(block => block.Language == "yaml").Text));
        YamlNode workflow = yaml.Documents.Single().RootNode;
        Assert.Equal("write", (string?)workflow["permissions"]["id-token"]);
        YamlNode[] steps = [.. ((YamlSequenceNode)workflow["jobs"]["nightly"]["steps"]).Children];
        Assert.All(steps.Where(step => Has(step, "uses")), step => Assert.Matches("^[a-z-]+/[a-z-]+@[0-9a-f]{40}$", (string?)step["uses"]));
        YamlNode script = steps.Single(step => Has(step, "run"));
        Parser.ParseInput((string)script["run"]!, out _, out ParseError[] errors);
        Assert.Empty(errors);

        // What the script reads, the workflow gives; the rest is there where a job may ask for its token.
        string[] read = [.. Variable().Matches(DocsPage.Scripts("docs/automation.md").Single(block => block.Heading == "GitHub Actions").Text).Select(match => match.Groups[1].Value).Distinct()];
        Assert.Equal(
            read.Where(name => !name.StartsWith("ACTIONS_", StringComparison.Ordinal)).Order(),
            ((YamlMappingNode)script["env"]).Children.Keys.Select(name => (string)name!).Order());
    }

    [Fact]
    public void An_image_is_made_of_what_there_is()
    {
        string[] lines = Others.Single(block => block.Language == "dockerfile").Text.TrimEnd().Split('\n');
        Assert.Equal(["FROM", "COPY", "COPY", "ENTRYPOINT"], lines.Select(line => line.Split(' ')[0]));
        Assert.True(Directory.Exists(Path.Combine(Folders.Modules, lines[1].Split(' ')[1].Split('/')[^1])));
        Assert.Equal("pwsh", JsonSerializer.Deserialize<string[]>(lines[3]["ENTRYPOINT ".Length..])![0]);
    }

    [Fact]
    public void Commands_of_the_contributors_name_what_there_is()
    {
        string tasks = File.ReadAllText(Path.Combine(Folders.Repository, "rust", "xtask", "src", "main.rs"));
        foreach (Match task in Task().Matches(DocsPage.Text("CONTRIBUTING.md") + DocsPage.Text("README.md")))
        {
            string name = task.Groups[1].Value;
            Assert.Matches($@"\n    {char.ToUpperInvariant(name[0])}{name[1..]}\b", tasks);
        }

        string commands = string.Concat(Others.Where(block => block.Language == "sh").Select(block => block.Text));
        Assert.Contains("dotnet build tests/PartnerAuth.Tests ", commands);
        string program = RunTests().Match(commands).Groups[1].Value.Replace('/', Path.DirectorySeparatorChar);
        Assert.Equal(Path.GetFileName(typeof(ReadmeTests).Assembly.Location), Path.GetFileName(program));
        if (Folders.Target == Path.Combine(Folders.Repository, "target"))
        {
            Assert.Equal(typeof(ReadmeTests).Assembly.Location, Path.Combine(Folders.Repository, program));
        }
    }

    [Fact]
    public void The_transcript_of_the_demo_is_what_the_demo_writes()
    {
        string shown = DocsPage.Blocks("README.md").Single(block => block.Language == "text").Text;
        string command = DemoCommand().Match(DocsPage.Text("README.md")).Groups[1].Value;
        ShellProcess run = ShellProcess.RunArguments(command.Split(' '), currentFolder: Folders.Repository);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(WithoutChance(shown), WithoutChance(run.Output));
    }

    [Fact]
    public void Every_link_to_a_file_leads_to_one()
    {
        foreach (string page in DocsPage.All)
        {
            string folder = Path.GetDirectoryName(Path.Combine(Folders.Repository, page))!;
            foreach (Match link in Link().Matches(DocsPage.Text(page)))
            {
                string target = Path.Combine(folder, link.Groups[1].Value);
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{page} links to {link.Groups[1].Value}.");
            }
        }
    }

    /// <summary>Lines without what differs from run to run: the customer that was first, the correlation id, the seconds, blanks at their ends.</summary>
    private static string WithoutChance(string text) =>
        string.Join('\n', Chance().Replace(text, "*").Trim().Split('\n').Select(line => line.TrimEnd()));

    private static bool Has(YamlNode step, string name) => ((YamlMappingNode)step).Children.ContainsKey(name);

    [GeneratedRegex(@"(?<=correlation id |Microsoft Graph for | answers as )[0-9a-f-]+|[0-9.]+(?= seconds)")]
    private static partial Regex Chance();

    [GeneratedRegex(@"cargo xtask shell (\S+\.ps1[^`]*)`")]
    private static partial Regex DemoCommand();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\ndotnet (target\S+\.dll)")]
    private static partial Regex RunTests();

    [GeneratedRegex(@"cargo xtask ([a-z]+)")]
    private static partial Regex Task();

    [GeneratedRegex(@"\$env:([A-Z_]+)")]
    private static partial Regex Variable();
}
