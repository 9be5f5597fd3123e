using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Shell;

/// <summary>The test shell: what a script sees of it, and what comes out.</summary>
public sealed class ShellTests
{
    [Fact]
    public void Streams_have_the_prefixes_of_the_console_and_errors_go_to_standard_error()
    {
        ShellProcess run = ShellProcess.Run(
            "Write-Host host; Write-Warning careful; Write-Verbose told -Verbose; Write-Verbose untold; Write-Error wrong; 1");

        Assert.Equal(["host", "WARNING: careful", "VERBOSE: told", "1"], Lines(run.Output));
        Assert.Contains("wrong", run.Errors);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("throw 'no way'")]
    [InlineData("Write-Error 'no way' -ErrorAction Stop")]
    public void An_error_that_ends_the_script_goes_to_standard_error(string script)
    {
        ShellProcess run = ShellProcess.Run(script);
        Assert.Contains("no way", run.Errors);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("exit 3", 3)]
    [InlineData("throw 'no'", 1)]
    [InlineData("Write-Error 'no' -ErrorAction Stop", 1)]
    [InlineData("'fine'", 0)]
    public void The_exit_code_of_a_script_file_says_how_it_ended(string script, int code)
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "script.ps1");
        File.WriteAllText(file, script);
        Assert.Equal(code, ShellProcess.RunArguments([file]).ExitCode);
        Assert.Equal(code, ShellProcess.Run(script).ExitCode);
    }

    [Fact]
    public void Modules_may_be_where_no_repository_is()
    {
        using TemporaryFolder folder = new();
        ShellProcess run = ShellProcess.Run("'fine'", environment: new Dictionary<string, string> { ["PARTNERAUTH_MODULES"] = Path.Combine(folder.Path, "modules") });
        Assert.Equal((0, "fine", ""), (run.ExitCode, run.Output.Trim(), run.Errors));
    }

    [Fact]
    public void A_script_gets_its_arguments_and_its_folder()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "script.ps1");
        File.WriteAllText(file, "param([string]$Name, [switch]$Yes, [switch]$No) \"$Name $Yes $No $args $PSScriptRoot\"");
        ShellProcess run = ShellProcess.RunArguments([file, "-Name", "a b", "-Yes", "-No:$false", "rest"]);
        Assert.Equal($"a b True False rest {folder.Path}", run.Output.Trim());
    }

    [Fact]
    public void A_prompt_is_answered_on_standard_input_and_refused_without_interaction()
    {
        string[] ask = ["-Command", "\"got $(Read-Host name)\""];
        Assert.Contains("got Ada", ShellProcess.RunArguments(ask, input: "Ada\n").Output);

        Assert.Contains("-NonInteractive", ShellProcess.RunArguments(["-NonInteractive", .. ask]).Errors);
    }

    [Fact]
    public void Stand_ins_reach_parallel_runspaces_and_can_be_left_out()
    {
        Assert.Equal("3", ShellProcess.Run("(1..3 | ForEach-Object -Parallel { Write-Output $_ } | Measure-Object).Count").Output.Trim());
        ShellProcess without = ShellProcess.RunArguments(["-NoStandIns", "-Command", "New-Object object"]);
        Assert.Contains("New-Object", without.Errors);
    }

    [Fact]
    public void A_command_line_that_is_none_says_how_it_should_be()
    {
        ShellProcess run = ShellProcess.RunArguments(["missing.ps1"]);
        Assert.Equal(64, run.ExitCode);
        Assert.Contains("There is no script missing.ps1.", run.Errors);
        Assert.Contains("-Command TEXT", run.Errors);
    }

    private static string[] Lines(string text) => text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
