using System.Collections.Specialized;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Bulk;

/// <summary>Five percent of all answers fail, in every way the sandbox knows: each customer ends as a result or an explained failure.</summary>
public sealed class RandomFaultTests : IDisposable
{
    private const int Customers = 2000;

    private readonly SandboxProcess program = SandboxProcess.WithScenario(
        """{ "consented": true, "randomFaults": { "percent": 5, "seed": 11 } }""", "--customers", $"{Customers}");

    private readonly Session session = new("PartnerAuth");

    public RandomFaultTests() => session.Run(
        """
        $partner = @{ ApplicationId = $sandbox.ApplicationId; Credential = $sandbox.Credential; RefreshToken = $sandbox.RefreshToken; Environment = $sandbox.Environment }
        $tenants = @($sandbox.Customers | ForEach-Object { $_.TenantId })
        $context = $null
        while (-not $context) { try { $context = Connect-PartnerCenter @partner -Tenant $sandbox.TenantId } catch { } }
        """,
        ("sandbox", program.Document));

    [Theory]
    [InlineData(Customers, "Get-PartnerHeader -Scopes Graph")]
    [InlineData(400, "New-PartnerCustomerApplicationConsent -ApplicationId $sandbox.ApplicationId -ApplicationGrants @{ EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'; Scope = 'User.Read' }")]
    public void Every_customer_ends_as_result_or_explained_failure_and_the_counts_are_exact(int count, string command)
    {
        RunResult run = session.Run($"$tenants[0..{count - 1}] | {command} -ThrottleLimit 64 -AsResult -SummaryVariable went");
        run.AssertClean();
        dynamic[] results = [.. run.Output.Select(result => result.BaseObject)];
        Assert.Equal(
            program.Document.Customers.Take(count).Select(customer => customer.TenantId).Order(StringComparer.Ordinal),
            results.Select(result => (string)result.Tenant).Order(StringComparer.Ordinal));

        dynamic[] failed = [.. results.Where(result => !result.Succeeded)];
        Assert.InRange(failed.Length, 1, count / 10);
        Assert.All(failed, result =>
        {
            ErrorRecord error = result.Error;
            Assert.False(string.IsNullOrEmpty(error.ErrorDetails.RecommendedAction), error.ToString());
            Assert.DoesNotContain("InternalError", error.FullyQualifiedErrorId);
        });

        dynamic summary = session.Run("$went").One.BaseObject;
        Assert.Equal($"{count} {results.Length - failed.Length} {failed.Length} 0", $"{summary.Tenants} {summary.Succeeded} {summary.Failed} {summary.NotTried}");
        Assert.Equal(failed.Length, ((OrderedDictionary)summary.Classes).Values.Cast<int>().Sum());
        Assert.InRange((int)summary.Retried, 1, count / 10);
        Console.WriteLine($"figure G2: {command.Split(' ')[0]} for {count} customers, 5 % faults: {results.Length - failed.Length} done, {failed.Length} named as failed, 0 lost");
    }

    public void Dispose()
    {
        session.Dispose();
        program.Dispose();
    }
}
