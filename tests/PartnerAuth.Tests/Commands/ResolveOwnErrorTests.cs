using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Resolve-PartnerError with the errors of this module's own commands.</summary>
public sealed class ResolveOwnErrorTests(Practice practice) : IClassFixture<Practice>
{
    private const string Rest = "Microsoft.Store.PartnerCenter.PowerShell.Models.Errors.PartnerRestExceptionRecord";
    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("Get-PartnerHeader -Scopes Graph -Tenant noaccess.onmicrosoft.example", "AADSTS50020", "gdap")]
    [InlineData("Get-PartnerHeader -Scopes Graph -Tenant policy.onmicrosoft.example", "AADSTS53003", "ca")]
    [InlineData("New-PartnerCustomerApplicationConsent -ApplicationGrants @{ EnterpriseApplicationId = '" + Practice.Graph + "'; Scope = 'User.Read' } -ApplicationId $sandbox.ApplicationId -CustomerId forbidden.onmicrosoft.example -DisplayName x", "1002", "gdap")]
    public void It_tells_the_words_that_the_command_told(string command, string code, string @class)
    {
        foreach (string way in new[] { "$_", "$_.Exception" })
        {
            RunResult run = session.Run($"try {{ $null = {command} -ErrorAction Stop }} catch {{ $caught = $_; {way} | Resolve-PartnerError }}");
            PSObject told = run.One;
            ErrorRecord caught = (ErrorRecord)session.Run("$caught").One.BaseObject;
            Assert.Equal(Rest, told.BaseObject.GetType().FullName);
            Assert.Equal(code, Value(told, "Code"));
            Assert.Equal(@class, Value(told, "Class"));
            Assert.Equal(caught.FullyQualifiedErrorId.Split(',')[0], Value(told, "Kind"));
            Assert.Equal(caught.ErrorDetails.RecommendedAction, Value(told, "Remedy"));
            Assert.NotEmpty((string)Value(told, "Cause")!);
            Assert.NotEmpty((string)Value(told, "CorrelationId")!);
            Assert.NotEmpty((string)Value(told, "ServerMessage")!);
            Assert.Matches("^[45][0-9][0-9]$", (string)PSObject.AsPSObject(Value(told, "ServerResponse")).Properties["ResponseStatusCode"].Value);
        }
    }

    [Fact]
    public void A_failed_result_is_told_and_one_that_succeeded_is_passed_over()
    {
        RunResult run = session.Run(
            "Get-PartnerHeader -Scopes Graph -Tenant adatum.onmicrosoft.example, noaccess.onmicrosoft.example -AsResult | Resolve-PartnerError");
        Assert.Equal("AADSTS50020", Value(run.One, "Code"));
        Assert.Equal(practice.TenantId("noaccess"), Value(run.One, "TenantId"));
    }

    [Fact]
    public void An_error_without_a_services_code_keeps_its_kind_and_advice()
    {
        PSObject told = session.Run(
            "try { Get-PartnerHeader -Scopes 'no scope' -Tenant x.example -ErrorAction Stop } catch { Resolve-PartnerError $_ }").One;
        Assert.Equal("InvalidInput", Value(told, "Kind"));
        Assert.Null(Value(told, "Code"));
        Assert.Null(Value(told, "ServerResponse"));
        Assert.NotEmpty((string)Value(told, "Remedy")!);
    }

    [Fact]
    public void Another_tenants_app_only_token_is_told_in_verbose()
    {
        session.Run("$app = Connect-PartnerCenter -ServicePrincipal -Credential $sandbox.Credential -Tenant $sandbox.TenantId -Environment $sandbox.Environment").AssertClean();
        try
        {
            RunResult away = session.Run("Get-PartnerHeader -Context $app -Scopes Graph -Tenant adatum.onmicrosoft.example -Verbose -ErrorAction SilentlyContinue");
            Assert.Contains(away.Verbose, line => line.Contains("app-only") && line.Contains(practice.Sandbox.TenantId));
            RunResult home = session.Run("Get-PartnerHeader -Context $app -Scopes Graph -Verbose -ForceRefresh -ErrorAction SilentlyContinue");
            Assert.NotEmpty(home.Verbose);
            Assert.DoesNotContain(home.Verbose, line => line.Contains("app-only"));
        }
        finally
        {
            practice.Connect(session);
        }
    }

    private static object? Value(PSObject told, string property) => told.Properties[property].Value;
}
