using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Shell;

/// <summary>build.ps1, which is cargo xtask for people who live in PowerShell.</summary>
public sealed class BuildScriptTests
{
    [Fact]
    public void Arguments_the_current_folder_and_the_exit_code_pass_through()
    {
        OtherPrograms.Need("cargo");
        using TemporaryFolder folder = new();
        const string Script = "param($Name, [switch]$Yes) \"$Name $Yes $args\"; exit 3";
        File.WriteAllText(Path.Combine(folder.Path, "script.ps1"), Script);

        ShellProcess run = ShellProcess.RunArguments(
            [Path.Combine(Folders.Repository, "build.ps1"), "shell", "script.ps1", "-Name", "a b", "-Yes", "rest"],
            currentFolder: folder.Path);

        Assert.Equal("a b True rest", run.Output.Trim());
        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public void Without_arguments_it_says_what_it_can_do()
    {
        OtherPrograms.Need("cargo");
        ShellProcess run = ShellProcess.RunArguments([Path.Combine(Folders.Repository, "build.ps1")]);
        Assert.Contains("Usage: cargo xtask", run.Errors + run.Output);
        Assert.NotEqual(0, run.ExitCode);
    }

    [Fact]
    public void Without_Rust_it_says_where_to_get_it()
    {
        using TemporaryFolder empty = new();
        ShellProcess run = ShellProcess.RunArguments(
            [Path.Combine(Folders.Repository, "build.ps1")], environment: new Dictionary<string, string> { ["PATH"] = empty.Path });
        Assert.Contains("https://rustup.rs", run.Errors);
        Assert.Equal(1, run.ExitCode);
    }
}
