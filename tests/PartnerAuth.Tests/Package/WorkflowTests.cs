using System.Text.RegularExpressions;
using PartnerAuth.Interop;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Package;

/// <summary>What builds, tests and publishes the packages elsewhere: read here, as no runner is at hand.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Workflow.Folder).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_action_is_pinned_by_its_commit_and_names_its_version(string file)
    {
        string[] uses = [.. Workflow.Lines(file).Where(line => line.Contains("uses:"))];
        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches(PinnedAction(), line));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Jobs_may_only_read_unless_they_say_more_and_checkout_leaves_no_credential(string file)
    {
        Workflow workflow = new(file);
        Assert.Equal("read", workflow.Text("permissions", "contents"));
        Assert.All(
            workflow.Steps().Where(step => Workflow.Text(step, "uses")?.StartsWith("actions/checkout@") == true),
            step => Assert.Equal("false", Workflow.Text(step, "with", "persist-credentials")));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_scripts_that_a_workflow_runs_are_in_the_repository(string file)
    {
        string[] scripts = [.. new Workflow(file).Steps()
            .SelectMany(step => Script().Matches(Workflow.Text(step, "run") ?? string.Empty))
            .Select(match => match.Value.Replace('\\', '/'))];
        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.True(File.Exists(Path.Combine(Folders.Repository, script)), script));
    }

    [Fact]
    public void Each_platform_is_built_by_one_job()
    {
        string text = string.Join('\n', Workflow.Lines("ci.yml"));
        Assert.All(
            NativePlatform.Supported.Split(", "),
            platform => Assert.Single(Regex.Matches(text, $@"(--platform|platform:) {Regex.Escape(platform)}\b")));
    }

    [Fact]
    public void The_packages_are_tested_on_every_PowerShell_that_they_are_for()
    {
        Workflow workflow = new("ci.yml");
        string[] versions = [.. workflow.Nodes("jobs", "pwsh", "strategy", "matrix", "pwsh").Select(version => Workflow.Text(version, "version")!)];
        Assert.Equal(["7.4", "7.5", "7.6"], versions);
        Assert.All(["pwsh", "musl", "windows-powershell"], job => Assert.Contains(Steps(workflow, job), run => run.Contains("check.ps1")));
        Assert.Contains(workflow.Steps("windows-powershell"), step => Workflow.Text(step, "shell") == "powershell" && Runs(step, "check.ps1"));
        Assert.Contains(Steps(workflow, "windows-powershell"), run => run.Contains(@"SysWOW64\WindowsPowerShell"));
    }

    [Fact]
    public void What_is_published_is_the_artifact_that_was_tested()
    {
        Workflow ci = new("ci.yml");
        Workflow release = new("release.yml");
        const string Tested = "${{ needs.package.outputs.artifact }}";
        Assert.All(["pwsh", "musl", "windows-powershell"], job => Assert.Equal(Tested, Downloaded(ci, job)));
        Assert.Equal("${{ steps.upload.outputs.artifact-id }}", ci.Text("jobs", "package", "outputs", "artifact"));
        Assert.Equal("${{ jobs.package.outputs.artifact }}", ci.Text("on", "workflow_call", "outputs", "packages", "value"));

        Assert.Equal("./.github/workflows/ci.yml", release.Text("jobs", "ci", "uses"));
        Assert.Equal("true", release.Text("jobs", "ci", "with", "release"));
        Assert.Equal("ci", release.Text("jobs", "publish", "needs"));
        Assert.Equal("${{ needs.ci.outputs.packages }}", Downloaded(release, "publish"));
        string[] runs = Steps(release, "publish");
        Assert.Contains(runs, run => run.Contains("sha256sum --check --strict SHA256SUMS"));
        Assert.DoesNotContain(runs, run => run.Contains("cargo") || run.Contains("dotnet build") || run.Contains("sign.ps1"));
    }

    [Fact]
    public void Packages_are_packed_again_after_signing_and_hashed_after_that()
    {
        string[] runs = Steps(new Workflow("ci.yml"), "package");
        int[] order = [.. new[] { "--natives natives", "sign.ps1", "--pack-only", "sha256sum" }
            .Select(text => Array.FindIndex(runs, run => run.Contains(text)))];
        Assert.DoesNotContain(-1, order);
        Assert.Equal(order.Order(), order);
    }

    private static string[] Steps(Workflow workflow, string job) => [.. workflow.Steps(job).Select(step => Workflow.Text(step, "run")).OfType<string>()];

    private static bool Runs(YamlDotNet.RepresentationModel.YamlNode step, string text) => Workflow.Text(step, "run")?.Contains(text) == true;

    private static string? Downloaded(Workflow workflow, string job) =>
        Workflow.Text(
            Assert.Single(workflow.Steps(job), step => Workflow.Text(step, "uses")?.StartsWith("actions/download-artifact@") == true),
            "with",
            "artifact-ids");

    [GeneratedRegex(@"uses: (\./\S+|[\w-]+/[\w-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+)$")]
    private static partial Regex PinnedAction();

    [GeneratedRegex(@"(?<![\w/])(tests|packaging|\.ci)[/\\][\w/\\-]+(\.ps1)?")]
    private static partial Regex Script();
}
