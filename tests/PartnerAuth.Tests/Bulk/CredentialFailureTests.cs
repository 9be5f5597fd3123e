using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Bulk;

/// <summary>A credential that fails itself ends the work of all tenants, with one error and not with hundreds.</summary>
public sealed class CredentialFailureTests : IDisposable
{
    private const int Customers = 800;

    private readonly SandboxProcess program = SandboxProcess.WithScenario(
        """{ "consented": true, "latencyMs": 20, "tenants": [{ "domain": "dead.onmicrosoft.example", "fault": "expiredRefreshToken" }] }""",
        "--customers",
        $"{Customers}");

    private readonly Session session = new("PartnerAuth");

    public CredentialFailureTests() => session.Run(
        """
        $partner = @{ ApplicationId = $sandbox.ApplicationId; Credential = $sandbox.Credential; RefreshToken = $sandbox.RefreshToken; Environment = $sandbox.Environment }
        $context = Connect-PartnerCenter @partner -Tenant $sandbox.TenantId
        $tenants = @($sandbox.Customers | ForEach-Object { $_.TenantId })
        """,
        ("sandbox", program.Document)).AssertClean();

    [Fact]
    public void One_error_at_the_end_says_how_many_tenants_were_not_tried()
    {
        RunResult run = session.Run("$tenants | Get-PartnerHeader -Scopes Graph -ThrottleLimit 8 -SummaryVariable went -Verbose");
        ErrorRecord error = run.OneError;
        dynamic summary = Summary();
        Assert.StartsWith("RefreshTokenExpired,", error.FullyQualifiedErrorId);
        Assert.Contains($"{summary.NotTried} tenants were not tried", error.ToString());
        Assert.Equal(Customers, (int)summary.Succeeded + summary.Failed + summary.NotTried);
        Assert.Equal((int)summary.Succeeded, run.Output.Count);
        Assert.InRange((int)summary.NotTried, Customers - 40, Customers - 1);
        Assert.InRange(run.Verbose.Count(line => line.StartsWith("POST", StringComparison.Ordinal)), 1, 40);
        Assert.Contains("not tried", Assert.Single(run.Information));
    }

    [Fact]
    public void As_results_each_input_has_one_and_a_warning_says_the_rest()
    {
        RunResult run = session.Run("$tenants | Get-PartnerHeader -Scopes Graph -AsResult -Ordered -SummaryVariable went");
        run.AssertClean();
        Assert.Equal(program.Document.Customers.Select(customer => customer.TenantId), run.Output.Select(result => result.Properties["Tenant"].Value));
        dynamic[] results = [.. run.Output.Select(result => result.BaseObject)];
        Assert.Equal((int)Summary().NotTried, results.Count(result => result.Error?.ToString().Contains("Nothing was asked") ?? false));
        Assert.Equal((int)Summary().Succeeded, results.Count(result => result.Succeeded));
        Assert.Contains("not tried", Assert.Single(run.Warnings));
    }

    [Fact]
    public void The_next_command_asks_nothing_and_another_credential_goes_on()
    {
        session.Run("Get-PartnerHeader -Scopes Graph -Tenant dead.onmicrosoft.example");
        RunResult held = session.Run("Get-PartnerHeader -Scopes Graph -Tenant $tenants[1] -Verbose");
        Assert.Contains("Nothing was asked", held.OneError.ToString());
        Assert.DoesNotContain(held.Verbose, line => line.StartsWith("POST", StringComparison.Ordinal));

        RunResult other = session.Run(
            "New-PartnerAccessToken -ApplicationId 04b07795-8ddb-461a-bbee-02f9e1bf7b46 -RefreshToken $sandbox.PublicRefreshToken -Environment $sandbox.Environment -Scopes Graph -Tenant $tenants[1]");
        other.AssertClean();
    }

    [Fact]
    public void Tenants_of_another_context_in_the_same_pipeline_go_on()
    {
        RunResult run = session.Run(
            """
            $public = @{ ApplicationId = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'; RefreshToken = $sandbox.PublicRefreshToken; Environment = $sandbox.Environment }
            $other = Connect-PartnerCenter @public -Tenant $sandbox.TenantId
            $mixed = @([pscustomobject]@{ TenantId = $tenants[0]; Context = $context })
            $mixed += $tenants[1..100] | ForEach-Object { [pscustomobject]@{ TenantId = $_; Context = $context }; [pscustomobject]@{ TenantId = $_; Context = $other } }
            $mixed | Get-PartnerHeader -Scopes Graph -ThrottleLimit 4 -AsResult
            """);
        dynamic[] results = [.. run.Output.Select(result => result.BaseObject)];
        object other = session.Run("$other").One.BaseObject;
        Assert.Equal(201, results.Length);
        Assert.Equal(100, results.Count(result => result.Succeeded && ReferenceEquals(result.Context, other)));
        Assert.Contains(results, result => !result.Succeeded && result.Tenant == program.Document.Customers[90].TenantId);
    }

    [Fact]
    public void One_tenant_alone_has_its_own_error_and_no_count()
    {
        ErrorRecord error = session.Run("Get-PartnerHeader -Scopes Graph -Tenant dead.onmicrosoft.example").OneError;
        Assert.Equal("dead.onmicrosoft.example", error.TargetObject);
        Assert.DoesNotContain("not tried", error.ToString());
    }

    public void Dispose()
    {
        session.Dispose();
        program.Dispose();
    }

    private dynamic Summary() => session.Run("$went").One.BaseObject;
}
