using System.Text;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Get-PartnerTimeline with what can't be right: an error that says what and where, and what can be read is read.</summary>
public sealed class GetPartnerTimelineInputTests(ModuleFixture module) : IClassFixture<ModuleFixture>, IDisposable
{
    private readonly Session session = module.Session;
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("-Id")]
    [InlineData("-ScriptPath")]
    [InlineData("-Path")]
    [InlineData("-After")]
    [InlineData("-Before")]
    public void What_cannot_be_right_is_an_error(string parameter)
    {
        foreach (string bad in new[] { "$null", "''", "'  '", "\"a`r`nb\"", "('x' * 1100000)", "(@('x y') * 10000)", "\"a`0b\"", "@()" })
        {
            // PowerShell itself takes nothing and an empty text for no day at all.
            if (bad is "$null" or "''" && parameter is "-After" or "-Before")
            {
                continue;
            }

            RunResult run = session.Run($"Get-PartnerTimeline {parameter} {bad}");
            Assert.True(run.Thrown is not null || run.Errors.Count > 0, $"{parameter} {bad} is taken");
            Assert.Empty(run.Output);
        }
    }

    [Fact]
    public void Ten_thousand_ids_and_scripts_are_each_told_once()
    {
        Assert.Equal(10_000, session.Run("Get-PartnerTimeline -Id (1..10000) -ErrorAction SilentlyContinue -ErrorVariable failed; $failed").Output.Count);
        string script = Write("a.ps1", "Connect-AzureAD");
        Assert.Equal(10_000, session.Run("@($script) * 10000 | Get-PartnerTimeline", ("script", script)).Output.Count);
        Assert.Single(session.Run("Get-PartnerTimeline -Id (@('azure-ad-graph') * 10000)").Output);
    }

    [Theory]
    [InlineData("-After 2026-12-31 -Before 2026-01-01", "-After is later than -Before")]
    [InlineData("-Path $folder/missing.json", "missing.json")]
    [InlineData("-Path $folder", "It is a folder.")]
    [InlineData("-Path $folder/binary", "It is no text.")]
    [InlineData("-Path $folder/large", "It is larger than 1 MiB.")]
    [InlineData("-Path $folder/empty", "It is empty.")]
    [InlineData("-Path nosuch:/file", "nosuch")]
    [InlineData("-ScriptPath $folder/missing.ps1", "missing.ps1")]
    [InlineData("-ScriptPath $folder", "It is a folder.")]
    [InlineData("-ScriptPath $folder/binary", "It is no text.")]
    [InlineData("-ScriptPath $folder/large", "It is larger than 1 MiB.")]
    [InlineData("-ScriptPath nosuch:/file", "nosuch")]
    [InlineData("-Id nothing", "'nothing' is the id of no entry")]
    public void A_file_that_cannot_be_read_is_named_with_the_reason(string arguments, string reason)
    {
        File.WriteAllBytes(Path.Combine(folder.Path, "binary"), [0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 255]);
        File.WriteAllText(Path.Combine(folder.Path, "large"), new string('x', (1024 * 1024) + 1));
        Write("empty", " \n");
        ErrorRecord error = session.Run($"Get-PartnerTimeline {arguments}", ("folder", folder.Path)).OneError;
        Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId);
        Assert.Contains(reason, error.ToString());
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void One_script_that_cannot_be_read_costs_no_other()
    {
        string script = Write("a.ps1", "Connect-AzureAD");
        RunResult run = session.Run("Get-PartnerTimeline -ScriptPath $script/none, $script", ("script", script));
        Assert.Single(run.Errors);
        Assert.Single(run.Output);
    }

    [Fact]
    public void What_is_no_timeline_is_refused_with_the_place()
    {
        string good = Timeline(Entry("one"));
        foreach ((string text, string reason) in new[]
        {
            ("{\n  oops }", "line 2 column 3"),
            ("[]", "schemaVersion is missing"),
            (good.Replace("\"schemaVersion\": 1", "\"schemaVersion\": 2"), "its schemaVersion is not 1"),
            (Timeline(Entry("one"), Entry("two"), Entry("one")), "entry 3 has the id 'one' of entry 1"),
            (good.Replace("2027-03-01", "2027-02-30"), "'2027-02-30' is no date"),
            (good.Replace("\"title\"", "\"titel\""), "unknown field `titel`"),
            (good.Replace("https:", "http:"), "https addresses at line 2"),
        })
        {
            string path = Write("bad.json", text);
            ErrorRecord error = session.Run("Get-PartnerTimeline -Path $path", ("path", path)).OneError;
            Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId);
            Assert.Contains("bad.json: This is no timeline: ", error.ToString());
            Assert.Contains(reason, error.ToString());
        }
    }

    [Fact]
    public void Encodings_with_a_mark_and_deep_nesting_are_read()
    {
        foreach (Encoding encoding in new Encoding[] { Encoding.Unicode, Encoding.BigEndianUnicode, new UTF8Encoding(true) })
        {
            File.WriteAllText(Path.Combine(folder.Path, "a.ps1"), "# é\r\nConnect-AzureAD", encoding);
            Assert.Single(session.Run("Get-PartnerTimeline -ScriptPath $folder/a.ps1", ("folder", folder.Path)).Output);
            File.WriteAllText(Path.Combine(folder.Path, "newer.json"), Timeline(Entry("one")), encoding);
            Assert.Single(session.Run("Get-PartnerTimeline -Path $folder/newer.json", ("folder", folder.Path)).Output);
        }

        string deep = Write("deep.ps1", new string('(', 20_000) + "\nConnect-AzureAD");
        Assert.Single(session.Run("Get-PartnerTimeline -ScriptPath $deep", ("deep", deep)).Output);
        string full = Write("full.ps1", new string('x', (1024 * 1024) - 20) + "\nConnect-AzureAD");
        Assert.Single(session.Run("Get-PartnerTimeline -ScriptPath $full", ("full", full)).Output);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    /// <summary>A data file with these entries.</summary>
    internal static string Timeline(params string[] entries) =>
        "{ \"schemaVersion\": 1, \"asOf\": \"2027-01-31\", \"entries\": [\n" + string.Join(",\n", entries) + "\n] }";

    /// <summary>An entry on one line.</summary>
    internal static string Entry(string id) =>
        $$"""{ "id": "{{id}}", "date": "2027-03-01", "title": "It ends", "change": "It ends.", "affected": "All.", "remedy": "Leave it.", "patterns": [["Get-Thing"]], "sources": ["https://example.com"], "confidence": "A", "checkedOn": "2027-01-31" }""";

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
