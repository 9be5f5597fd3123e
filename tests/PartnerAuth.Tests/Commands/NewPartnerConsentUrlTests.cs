using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Links for admin consent: what they say, and what is refused.</summary>
public sealed class NewPartnerConsentUrlTests(Practice practice) : IClassFixture<Practice>
{
    private const string Application = "11111111-aaaa-4aaa-8aaa-111111111111";
    private readonly Session session = practice.Session;

    [Fact]
    public void Each_customer_gets_a_link_with_a_state_of_its_own_for_the_contexts_application()
    {
        RunResult run = session.Run("Get-PartnerCustomer | New-PartnerConsentUrl");
        run.AssertClean();
        Assert.Equal(14, run.Output.Count);
        Assert.Equal(14, run.Output.Select(link => Text(link, "State")).Distinct().Count());
        Assert.All(run.Output, link =>
        {
            Assert.StartsWith($"{practice.Sandbox.Environment.Login}/{Text(link, "Tenant")}/adminconsent?", Text(link, "Url"));
            Assert.Contains($"client_id={practice.Sandbox.ApplicationId}", Text(link, "Url"));
            Assert.EndsWith($"&state={Text(link, "State")}", Text(link, "Url"));
            Assert.Equal("1", Text(link, "Version"));
            Assert.Equal(Text(link, "Tenant"), Text(link, "TenantId"));
            Assert.Equal("http://localhost:8400/", Text(link, "RedirectUri"));
        });
    }

    [Fact]
    public void Scopes_make_it_the_second_version()
    {
        PSObject link = session.Run(
            "New-PartnerConsentUrl adatum.onmicrosoft.example -Scopes Graph, ExchangeOnline -RedirectUri https://partner.example/done -State mine").One;
        Assert.Equal("2", Text(link, "Version"));
        Assert.Equal(
            ["https://graph.microsoft.com/.default", "https://outlook.office365.com/.default"],
            (IEnumerable<string>)link.Properties["Scopes"].Value);
        Assert.Equal(
            $"{practice.Sandbox.Environment.Login}/adatum.onmicrosoft.example/v2.0/adminconsent?client_id={practice.Sandbox.ApplicationId}"
            + "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default+https%3A%2F%2Foutlook.office365.com%2F.default&redirect_uri=https%3A%2F%2Fpartner.example%2Fdone&state=mine",
            Text(link, "Url"));
        Assert.Equal(Text(link, "Url"), session.Run("\"$(New-PartnerConsentUrl adatum.onmicrosoft.example -Scopes Graph, ExchangeOnline -RedirectUri https://partner.example/done -State mine)\"").One.ToString());
    }

    [Theory]
    [InlineData("", "https://login.microsoftonline.com/")]
    [InlineData("-Environment AzureChinaCloud", "https://login.partner.microsoftonline.cn/")]
    [InlineData("-Environment AzureUSGovernment", "https://login.microsoftonline.us/")]
    public void Without_a_connection_an_application_id_is_enough(string environment, string beginning)
    {
        using Session alone = new("PartnerAuth");
        RunResult run = alone.Run($"New-PartnerConsentUrl -ApplicationId {Application} -Tenant contoso.com {environment}");
        Assert.StartsWith(beginning + "contoso.com/adminconsent?client_id=" + Application, Text(run.One, "Url"));
    }

    [Fact]
    public void Without_a_connection_and_an_application_the_error_says_what_to_give()
    {
        using Session alone = new("PartnerAuth");
        ErrorRecord error = alone.Run("New-PartnerConsentUrl -Tenant contoso.com").OneError;
        Assert.StartsWith("InvalidInput", error.FullyQualifiedErrorId);
        Assert.Contains("-ApplicationId", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void One_tenant_that_is_none_costs_the_others_nothing()
    {
        RunResult run = session.Run("'a/b', 'contoso.com', @{ id = 1 }, 'fabrikam.com' | New-PartnerConsentUrl");
        Assert.Equal(["contoso.com", "fabrikam.com"], run.Output.Select(link => link.Properties["Tenant"].Value));
        Assert.Equal(2, run.Errors.Count);
        Assert.All(run.Errors, error => Assert.StartsWith("InvalidInput", error.FullyQualifiedErrorId));
    }

    [Theory]
    [InlineData("-Tenant contoso.com -RedirectUri https://partner.example -Listen", "AmbiguousParameterSet")]
    [InlineData("-Tenant contoso.com -UseAnyPort -RedirectUri https://partner.example", "AmbiguousParameterSet")]
    [InlineData("-Tenant contoso.com, fabrikam.com -State mine", "InvalidInput")]
    [InlineData("-Tenant contoso.com -RedirectUri http://partner.example", "InvalidInput")]
    [InlineData("-Tenant contoso.com -RedirectUri 'https://partner.example/#x'", "InvalidInput")]
    [InlineData("-Tenant contoso.com -RedirectUri https://a@partner.example", "InvalidInput")]
    [InlineData("-Tenant contoso.com -Scopes SharePoint", "InvalidInput")]
    [InlineData("-Tenant contoso.com -Scopes Graph, User.Read", "InvalidInput")]
    [InlineData("-Tenant contoso.com -Environment AzureGermanCloud", "InvalidInput")]
    public void What_does_not_go_together_is_refused(string parameters, string errorId)
    {
        RunResult run = session.Run("New-PartnerConsentUrl " + parameters);
        Assert.StartsWith(errorId, run.OneError.FullyQualifiedErrorId);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void A_state_for_a_pipeline_is_refused_because_several_may_come() =>
        Assert.Contains("-State", session.Run("'contoso.com' | New-PartnerConsentUrl -State mine").OneError.ToString());

    [Fact]
    public void The_view_shows_the_whole_link()
    {
        string text = session.Show("New-PartnerConsentUrl adatum.onmicrosoft.example -State mine").ReplaceLineEndings(string.Empty).Replace(" ", string.Empty);
        Assert.Contains("Url:" + practice.Sandbox.Environment.Login, text);
        Assert.Contains("state=mine", text);
    }

    private static string? Text(PSObject link, string property) => link.Properties[property].Value?.ToString();
}
