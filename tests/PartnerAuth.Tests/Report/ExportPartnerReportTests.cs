using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Report;

/// <summary>Export-PartnerReport as a command: what it takes, where it writes, and what it refuses.</summary>
public sealed class ExportPartnerReportTests(ReportObjects objects) : IClassFixture<ReportObjects>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private Session Session => objects.Session;

    [Fact]
    public void A_relative_path_is_one_of_PowerShells_location()
    {
        const string Script = "$paths = $ExecutionContext.SessionState.Path; $before = $PWD; $null = $paths.SetLocation($folder); $one | Export-PartnerReport here.html; $null = $paths.SetLocation($before)";
        Session.Run(Script, ("folder", folder.Path), ("one", objects.Working(1))).AssertClean();
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(At("here.html")));
    }

    [Fact]
    public void A_name_with_brackets_is_a_name()
    {
        Run("-Path $folder/report[1].html", objects.Working(1)).AssertClean();
        Assert.True(File.Exists(At("report[1].html")));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_and_NoClobber_keeps_it()
    {
        File.WriteAllText(At("report.html"), "old");
        ErrorRecord kept = Run("-Path $folder/report.html -NoClobber", objects.Working(1)).OneError;
        Assert.StartsWith("InvalidInput,", kept.FullyQualifiedErrorId);
        Assert.Contains("-NoClobber", kept.ToString());
        Assert.Equal("old", File.ReadAllText(At("report.html")));
        Run("-Path $folder/report.html", objects.Working(1)).AssertClean();
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(At("report.html")));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_file_that_is_read_only_is_replaced_with_Force_alone()
    {
        File.WriteAllText(At("report.html"), "old");
        File.SetAttributes(At("report.html"), FileAttributes.ReadOnly);
        Assert.Contains("read-only", Run("-Path $folder/report.html", objects.Working(1)).OneError.ToString());
        Run("-Path $folder/report.html -Force", objects.Working(1)).AssertClean();
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(At("report.html")));
    }

    [Theory]
    [InlineData("$folder/none/report.html", "There is no folder")]
    [InlineData("$folder", "It is a folder.")]
    [InlineData("Env:/report.html", "no path of the file system")]
    [InlineData("nosuch:/report.html", "nosuch")]
    public void A_place_that_cannot_be_written_to_is_told_before_the_pipeline_runs(string path, string reason)
    {
        RunResult run = Session.Run($"& {{ $global:ran = $true; $one }} | Export-PartnerReport -Path {path}; $global:ran", ("folder", folder.Path), ("ran", null), ("one", objects.Working(1)));
        Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
        Assert.Contains(reason, run.OneError.ToString());
        Assert.NotEmpty(run.OneError.ErrorDetails.RecommendedAction);
        Assert.Null(Session.Runspace.SessionStateProxy.GetVariable("ran"));
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        RunResult run = Run("-Path $folder/report.html -WhatIf -PassThru", objects.Working(1));
        run.AssertClean();
        Assert.Empty(run.Output);
        Assert.Contains("report.html", run.Text);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void PassThru_gives_the_file_and_nothing_is_written_out_without_it()
    {
        Assert.Empty(Run("-Path $folder/report.html", objects.Working(1)).Output);
        FileInfo file = Assert.Single(Run("-Path $folder/report.html -PassThru", objects.Working(1)).OutputOf<FileInfo>());
        Assert.Equal(At("report.html"), file.FullName);
        Assert.True(file.Length > 0);
    }

    [Fact]
    public void A_run_that_is_stopped_leaves_the_old_file_and_nothing_beside_it()
    {
        File.WriteAllText(At("report.html"), "old");
        RunResult run = Session.Run("& { $one; throw 'stop' } | Export-PartnerReport -Path $folder/report.html", ("folder", folder.Path), ("one", objects.Working(1)));
        Assert.NotNull(run.Thrown);
        Assert.Equal("old", File.ReadAllText(At("report.html")));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Nothing_in_the_pipeline_is_a_warning_and_a_page_that_says_so()
    {
        RunResult run = Session.Run("Export-PartnerReport -Path $folder/report.html -InputObject @()", ("folder", folder.Path));
        run.AssertClean();
        Assert.Contains("empty", Assert.Single(run.Warnings));
        run = Run("-Path $folder/report.html");
        Assert.Contains("empty", Assert.Single(run.Warnings));
        Assert.Contains("There is nothing to show", File.ReadAllText(At("report.html")));
    }

    [Fact]
    public void A_foreign_object_is_an_error_that_names_what_is_taken_and_the_others_are_shown()
    {
        RunResult run = Run("-Path $folder/report.json -AsJson", 7, objects.Working(1), "text", objects.Result(2, value: "token"));
        Assert.Equal(3, run.Errors.Count);
        Assert.All(run.Errors, error => Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId));
        Assert.All(run.Errors, error => Assert.Contains("Test-PartnerCustomerAccess", error.ErrorDetails.RecommendedAction));
        Assert.Contains("System.Int32", run.Errors[0].ToString());
        Assert.Contains("Customer 1", File.ReadAllText(At("report.json")));
        Assert.DoesNotContain("token", File.ReadAllText(At("report.json")));
    }

    [Fact]
    public void An_array_may_be_given_as_it_is()
    {
        RunResult run = Session.Run(
            "Export-PartnerReport -Path $folder/report.json -AsJson -InputObject $several",
            ("folder", folder.Path), ("several", new[] { objects.Working(1), objects.Broken(2) }));
        run.AssertClean();
        Assert.Contains("Customer 2", File.ReadAllText(At("report.json")));
    }

    [Theory]
    [InlineData("-AsCsv -AsJson")]
    [InlineData("-AsCsv -Title a")]
    public void What_excludes_each_other_is_refused(string arguments)
    {
        Assert.NotNull(Run("-Path $folder/report " + arguments, objects.Working(1)).OneError);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private string At(string name) => Path.Combine(folder.Path, name);

    private RunResult Run(string arguments, params object[] given) =>
        Session.Run($"$given | Export-PartnerReport {arguments}", ("folder", folder.Path), ("given", given));
}
