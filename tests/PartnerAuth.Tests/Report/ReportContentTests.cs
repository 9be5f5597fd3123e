using System.Text.Json.Nodes;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Report;

/// <summary>What a report says of what it is given, read as JSON.</summary>
public sealed class ReportContentTests(ReportObjects objects) : IClassFixture<ReportObjects>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_customer_has_one_row_whatever_tells_of_it()
    {
        JsonNode report = Json(objects.Working(1), objects.Relationship(1, "active", 100), objects.Result(1, objects.Working(1)), objects.Broken(2));
        Assert.Equal(["Customer 1", "Customer 2"], Texts(report["customers"]!, "name"));
        Assert.Equal(["Good", "Broken"], Texts(report["customers"]!, "outcome"));
        Assert.Equal(["Access", "Access", "Access", "Access", "Relationship"], Texts(report["customers"]![0]!["steps"]!, "source"));
        Assert.Equal("customer1.onmicrosoft.example", (string)report["customers"]![0]!["tenant"]!);
    }

    [Fact]
    public void A_broken_step_keeps_all_that_is_known_of_it()
    {
        JsonNode step = Json(objects.Broken(1))["customers"]![0]!["steps"]![2]!;
        Assert.Equal(
            $$"""
            {"source":"Access","name":"Consent","outcome":"Failed","cause":"ConsentMissing","message":"The application is not consented.","remedy":"Consent to it.","repair":{"command":"Sync-PartnerCustomerApplicationConsent -CustomerId {{ReportObjects.Id(1)}}","method":"POST","uri":"https://graph.microsoft.com/v1.0/oauth2PermissionGrants","body":"{}"},"serviceCode":"AADSTS65001","serviceText":"AADSTS65001: The user or administrator has not consented.","correlationId":"22222222-0000-4000-8000-000000000000"}
            """,
            step.ToJsonString());
    }

    [Theory]
    [InlineData("Passed", null, "Good")]
    [InlineData("Unknown", null, "Unknown")]
    [InlineData("Skipped", null, "Good")]
    [InlineData("Failed", "ConsentMissing", "Broken")]
    public void A_customer_is_good_when_all_that_was_looked_at_passed(string outcome, string? cause, string expected)
    {
        object access = objects.Access(1, "One", 300, ReportObjects.Step("RefreshToken"), ReportObjects.Step("Consent", outcome, cause: cause));
        Assert.Equal([expected], Texts(Json(access)["customers"]!, "outcome"));
    }

    [Fact]
    public void A_relationship_that_is_over_breaks_nothing_beside_one_that_is_active()
    {
        JsonNode report = Json(
            objects.Relationship(1, "expired", -30),
            objects.Relationship(1, "active", 20),
            objects.Relationship(2, "expired", -30),
            objects.Relationship(3, "approvalPending", null),
            objects.Relationship(4, "something new", null));
        Assert.Equal(["Good", "Broken", "Broken", "Unknown"], Texts(report["customers"]!, "outcome"));
        Assert.Equal(["Skipped", "Passed"], Texts(report["customers"]![0]!["steps"]!, "outcome"));
        Assert.Equal("RelationshipExpiring", (string)report["customers"]![0]!["steps"]![1]!["cause"]!);
        Assert.Equal("RelationshipExpired", (string)report["customers"]![1]!["steps"]![0]!["cause"]!);
        Assert.Equal("RelationshipPending", (string)report["customers"]![2]!["steps"]![0]!["cause"]!);
        Assert.Equal(20, (int)report["customers"]![0]!["daysLeft"]!);
    }

    [Fact]
    public void What_ends_soonest_is_first_and_what_extends_itself_does_not_end_soon()
    {
        JsonNode ends = Json(
            objects.Working(1, daysLeft: 300),
            objects.Relationship(2, "active", 10, extends: true),
            objects.Credential("nightly", -3),
            objects.Credential("CN=partner", 29, isCertificate: true),
            objects.Relationship(3, "expired", -90))["ends"]!;
        Assert.Equal(["Secret", "Relationship", "Certificate", "Relationship"], Texts(ends, "kind"));
        Assert.Equal(["Ended", "Later", "Soon", "Later"], Texts(ends, "status"));
        Assert.Equal([-3, 10, 29, 300], ends.AsArray().Select(end => (int)end!["daysLeft"]!));
        Assert.Equal("Customer 2", (string)ends[1]!["owner"]!);
        Assert.True((bool)ends[1]!["autoExtends"]!);
    }

    [Fact]
    public void A_test_of_the_application_is_shown_with_its_checks_and_what_ends_of_it()
    {
        JsonNode report = Json(objects.ApplicationTest("Access", 200), objects.ApplicationTest("Access", 12));
        JsonNode application = Assert.Single(report["partners"]!.AsArray())!;
        Assert.Equal("Access", (string)application["name"]!);
        Assert.Equal("Broken", (string)application["outcome"]!);
        Assert.Equal(["SignIn", "MultiTenant", "Secret"], Texts(application["steps"]!, "name"));
        Assert.Equal("Let it in everywhere.", (string)application["steps"]![1]!["remedy"]!);
        JsonNode end = Assert.Single(report["ends"]!.AsArray())!;
        Assert.Equal(("Access", "nightly", "Soon"), ((string)end["owner"]!, (string)end["name"]!, (string)end["status"]!));
    }

    [Fact]
    public void What_comes_later_replaces_what_came_before_of_the_same_customer()
    {
        JsonNode report = Json(objects.Broken(1), objects.Working(1));
        Assert.Equal(["Good"], Texts(report["customers"]!, "outcome"));
        Assert.Single(report["ends"]!.AsArray());
    }

    [Fact]
    public void A_command_that_failed_for_a_customer_is_a_broken_step()
    {
        ErrorRecord error = new(new InvalidOperationException("No answer."), "Network,Test", ErrorCategory.ConnectionError, null)
        {
            ErrorDetails = new ErrorDetails("No answer from the service.") { RecommendedAction = "Try again." },
        };
        JsonNode customer = Json(objects.Result(5, value: null, error))["customers"]![0]!;
        Assert.Equal("Broken", (string)customer["outcome"]!);
        Assert.Equal(
            """{"source":"Error","name":"Command","outcome":"Failed","cause":"Network","message":"No answer from the service.","remedy":"Try again."}""",
            customer["steps"]![0]!.ToJsonString());
    }

    [Fact]
    public void Numbers_and_dates_are_the_same_in_every_culture()
    {
        using OtherCulture other = new();
        JsonNode report = Json(objects.Working(1, daysLeft: 1200), objects.Relationship(1, "active", 1300), objects.Credential("nightly", -3));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", (string)report["createdOn"]!);
        Assert.Equal(1300, (int)report["customers"]![0]!["daysLeft"]!);
        Assert.Equal(-3, (int)report["ends"]![0]!["daysLeft"]!);
        Assert.StartsWith($"{DateTime.UtcNow.AddDays(1300):yyyy}-", (string)report["customers"]![0]!["endsOn"]!);
    }

    [Fact]
    public void The_format_has_a_version_and_names_the_module_that_made_it()
    {
        JsonNode report = Json();
        Assert.Equal(
            ["format", "version", "title", "createdOn", "moduleVersion", "customers", "partners", "ends"],
            report.AsObject().Select(member => member.Key));
        Assert.Equal("PartnerAuth.Report", (string)report["format"]!);
        Assert.Equal(1, (int)report["version"]!);
        Assert.Equal(objects.Session.Run("\"$((Get-Module PartnerAuth).Version)\"").One.BaseObject, (string)report["moduleVersion"]!);
    }

    [Fact]
    public void Texts_lose_control_characters_and_marks_of_direction()
    {
        string json = File.ReadAllText(objects.Export(folder, "-AsJson -Title \"a $([char]0x202e) b\"", objects.Broken(1, ReportObjects.Hostile)));
        Assert.DoesNotContain(json, one => char.IsControl(one) || one == '\u202e');
        Assert.DoesNotContain("\\u001b", json);
        Assert.DoesNotContain("\\u202e", json);
        Assert.DoesNotContain('<', json);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private static IEnumerable<string> Texts(JsonNode list, string member) => list.AsArray().Select(one => (string)one![member]!);

    private JsonNode Json(params object[] given) => JsonNode.Parse(File.ReadAllText(objects.Export(folder, "-AsJson", given)))!;
}
