using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Report;

/// <summary>A report as comma-separated values, read as PowerShell and spreadsheets read it.</summary>
public sealed class ReportCsvTests(ReportObjects objects) : IClassFixture<ReportObjects>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void There_is_a_row_for_each_customer_and_step_under_a_header()
    {
        string[] lines = Csv(objects.Working(1), objects.Broken(2), objects.Credential("nightly", 5)).TrimEnd().Split("\r\n");
        Assert.Equal(
            "Tenant,TenantId,Name,Outcome,CheckedOn,Source,Step,Workload,StepOutcome,Cause,Message,Remedy,Repair,RepairBody,ServiceCode,ServiceText,CorrelationId,EndsOn",
            lines[0]);
        Assert.Equal(10, lines.Length);
        Assert.StartsWith("\"Application\",,\"Application\",\"Good\",,\"Application\",\"Secret\",,\"Passed\",\"CredentialExpiring\"", lines[1]);
        Assert.StartsWith($"\"customer1.onmicrosoft.example\",\"{ReportObjects.Id(1)}\",\"Customer 1\",\"Good\",", lines[2]);
        Assert.Contains("\"Sync-PartnerCustomerApplicationConsent -CustomerId " + ReportObjects.Id(2) + "\"", lines[8]);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil.example\")")]
    [InlineData("+1+1")]
    [InlineData("-1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1+1")]
    [InlineData("\r=1+1")]
    [InlineData("\u202e=1+1")]
    [InlineData("\uff1d1+1")]
    public void No_text_is_a_formula(string name)
    {
        string csv = Csv(objects.Working(1, name), objects.Access(2, name, 30, ReportObjects.Failed("Consent", name, text: name)));
        string quoted = "\"'" + name.Trim('\t', '\r', '\u202e').Replace("\"", "\"\"") + "\"";
        Assert.Contains(quoted, csv);
        Assert.DoesNotMatch("(^|,|\n)\"?[=+@\t\uff1d-]", csv.TrimStart('\ufeff'));
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("say \"hello\"")]
    [InlineData("O'Neill; Söhne")]
    public void A_text_comes_back_as_it_was(string name)
    {
        File.WriteAllText(Path.Combine(folder.Path, "in.csv"), Csv(objects.Working(1, name)));
        Assert.Contains("\"" + name.Replace("\"", "\"\"") + "\"", File.ReadAllText(Path.Combine(folder.Path, "in.csv")));
    }

    [Fact]
    public void A_line_break_in_a_text_makes_no_row() =>
        Assert.Equal(Csv(objects.Working(1, "a b")).Split('\n').Length, Csv(objects.Working(1, "a\nb")).Split('\n').Length);

    [Fact]
    public void The_separator_and_the_dates_are_the_same_in_every_culture()
    {
        using OtherCulture other = new();
        Assert.Matches("\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"\r\n", Csv(objects.Relationship(1, "active", 40)));
    }

    [Fact]
    public void Spreadsheets_see_that_it_is_UTF_8() =>
        Assert.Equal([0xef, 0xbb, 0xbf], File.ReadAllBytes(objects.Export(folder, "-AsCsv", objects.Working(1, "Söhne"))).Take(3));

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private string Csv(params object[] given) => File.ReadAllText(objects.Export(folder, "-AsCsv", given));
}
