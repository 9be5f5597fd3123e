using System.Text.Json.Nodes;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Report;

/// <summary>Reports of what commands wrote against a sandbox.</summary>
public sealed class ReportSandboxTests(GdapPractice practice) : IClassFixture<GdapPractice>, IDisposable
{
    private const string Everything =
        "& { Get-PartnerRefreshTokenStatus; Get-PartnerDelegatedAdminRelationship; Get-PartnerCustomer -Source Gdap, PartnerCenter | Test-PartnerCustomerAccess -For ExchangeOnline; "
        + "Get-PartnerCustomer | Get-PartnerCustomerApplicationConsent -ErrorAction Ignore; Get-PartnerCustomer | Get-PartnerCustomerApplicationConsent -AsResult }";

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_mix_of_all_becomes_one_report()
    {
        JsonNode report = JsonNode.Parse(Write("-AsJson"))!;
        JsonNode[] customers = [.. report["customers"]!.AsArray().Select(one => one!)];
        Assert.Equal(customers.Length, customers.Select(one => (string?)one["tenantId"]).Distinct().Count());
        JsonNode ending = customers.Single(one => (string?)one["tenantId"] == practice.TenantId("ending"));
        Assert.Equal(["Access", "Consent", "Relationship"], ending["steps"]!.AsArray().Select(step => (string)step!["source"]!).Distinct().Order());
        Assert.Contains("RelationshipExpiring", ending.ToJsonString());

        JsonNode partner = Assert.Single(report["partners"]!.AsArray())!;
        Assert.Equal(practice.Sandbox.TenantId, (string?)partner["tenantId"]);
        Assert.Equal(["RefreshToken", "Mfa"], partner["steps"]!.AsArray().Take(2).Select(step => (string)step!["name"]!));
        Assert.Contains(report["ends"]!.AsArray(), end => (string)end!["kind"]! == "RefreshToken");
        Assert.Contains(report["ends"]!.AsArray(), end => (string)end!["kind"]! == "Secret");
        Assert.Equal("Relationship", (string)report["ends"]![0]!["kind"]!);
    }

    [Fact]
    public void A_hostile_name_is_without_its_marks()
    {
        JsonNode report = JsonNode.Parse(Write("-AsJson"))!;
        JsonNode hostile = report["customers"]!.AsArray().Single(one => (string?)one!["tenantId"] == practice.TenantId("hostile"))!;
        Assert.DoesNotContain((string)hostile["name"]!, one => char.IsControl(one) || one == '\u202e');
        Assert.Contains("red", (string)hostile["name"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-AsCsv")]
    [InlineData("-AsJson")]
    public void No_secret_is_in_a_report(string form)
    {
        string text = Write(form);
        Assert.DoesNotContain(practice.Sandbox.RefreshToken, text);
        Assert.DoesNotContain(practice.Sandbox.ClientSecret, text);
        Assert.DoesNotContain("eyJ", text);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private string Write(string arguments)
    {
        string path = Path.Combine(folder.Path, "report");
        practice.Session.Run($"{Everything} | Export-PartnerReport -Path $path {arguments}", ("path", path)).AssertClean();
        return File.ReadAllText(path);
    }
}
