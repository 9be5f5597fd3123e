using System.Diagnostics;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Sync-PartnerCustomerApplicationConsent in a process that is killed, and the run after it.</summary>
public sealed class InterruptedSyncTests : IDisposable
{
    private const string Scenario = """
        {
          "tenants": [
            { "domain": "less.example", "consents": [{ "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "User.Read Directory.Read.All Group.Read.All" }] },
            { "domain": "first.example", "consented": false },
            { "domain": "second.example", "consented": false },
            { "domain": "third.example", "consented": false },
            { "domain": "fourth.example", "consented": false }
          ]
        }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario);
    private readonly Relay relay;

    public InterruptedSyncTests()
    {
        relay = new Relay(program.Document.Environment);
        File.WriteAllText(
            Manifest,
            $$"""
            {
              "application": { "id": "{{program.Document.ApplicationId}}" },
              "grants": [
                { "resource": "Graph", "delegated": ["User.Read", "Directory.Read.All", "Mail.Read"] },
                { "resource": "ExchangeOnline", "delegated": ["Exchange.Manage"] }
              ]
            }
            """);
    }

    private string Journal => System.IO.Path.Combine(folder.Path, "run.journal");

    private string Manifest => System.IO.Path.Combine(folder.Path, "manifest.json");

    [Fact]
    public async Task A_customer_whose_run_is_killed_between_deletion_and_consent_is_brought_back_first()
    {
        HeldRequest post = relay.Hold((before, request) => IsConsent(request) && before.Any(one => one.StartsWith("DELETE ")));
        await KillAtAsync(post, "Sync-PartnerCustomerApplicationConsent less.example -Recreate -Confirm:$false");

        string journal = await File.ReadAllTextAsync(Journal, TestContext.Current.CancellationToken);
        Assert.Contains("\"deleted\"", journal);
        Assert.DoesNotContain("\"done\"", journal);
        using Session session = Connected();
        Assert.StartsWith("ConsentMissing,", session.Run("New-PartnerAccessToken -Scopes Graph -Tenant less.example").OneError.FullyQualifiedErrorId);

        RunResult again = session.Run($"Sync-PartnerCustomerApplicationConsent first.example -Manifest '{Manifest}' -ResumePath '{Journal}'");
        again.AssertClean();
        Assert.Equal([TenantId("less"), "first.example"], again.Output.Select(one => one.Properties["Tenant"].Value));
        Assert.Equal(["Recreated", "Created"], again.Output.Select(one => one.Properties["Outcome"].Value));
        Assert.Contains("brought back first", Assert.Single(again.Warnings));
        string[] scopes = [.. (IEnumerable<string>)session.Run("New-PartnerAccessToken -Scopes Graph -Tenant less.example").One.Properties["Scopes"].Value];
        Assert.All(
            ["User.Read", "Directory.Read.All", "Group.Read.All", "Mail.Read"],
            (string name) => Assert.Contains(scopes, scope => scope.EndsWith("/" + name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_after_one_that_was_killed_goes_on_there_and_changes_nothing_twice()
    {
        string[] customers = [TenantId("first"), TenantId("second"), TenantId("third"), TenantId("fourth")];
        string sync = $"Sync-PartnerCustomerApplicationConsent {string.Join(", ", customers)} -ThrottleLimit 1";
        HeldRequest post = relay.Hold((before, request) =>
            IsConsent(request)
            && customers.Count(customer => Consents(before, customer) > 0) == 3
            && customers.Any(customer => request.Contains(customer) && Consents(before, customer) == 1));
        await KillAtAsync(post, sync);
        int before = relay.Requests.Count;
        string[] finished = [.. customers.Where(customer => Consents(relay.Requests, customer) == 2)];
        Assert.Equal(2, finished.Length);

        using Session session = Connected();
        RunResult again = session.Run($"{sync} -Manifest '{Manifest}' -ResumePath '{Journal}'");
        again.AssertClean();
        Assert.Equal(
            ["Created", "Extended", "Unchanged", "Unchanged"],
            again.Output.Select(one => (string)one.Properties["Outcome"].Value).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(relay.Requests.Skip(before), request => finished.Any(request.Contains));
        Assert.All(customers, customer => Assert.Equal(2, Consents(relay.Requests, customer)));
        Assert.DoesNotContain(relay.Requests, request => request.StartsWith("DELETE ") || request.StartsWith("PATCH "));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        relay.Dispose();
        program.Dispose();
        folder.Dispose();
    }

    private static bool IsConsent(string request) => request.StartsWith("POST ") && request.EndsWith("/applicationconsents");

    private static int Consents(IEnumerable<string> requests, string customer) => requests.Count(one => IsConsent(one) && one.Contains(customer));

    private string TenantId(string name) => program.Document.Customers.Single(one => one.Domain == name + ".example").TenantId;

    /// <summary>Runs a command with the journal in a process of its own, and kills that when the request comes.</summary>
    private async Task KillAtAsync(HeldRequest request, string command)
    {
        SandboxDocument sandbox = program.Document;
        SandboxEnvironment at = relay.Environment;
        string script = $$"""
            Import-Module PartnerAuth
            $environment = @{ Name = 'Sandbox'; Login = '{{at.Login}}'; Graph = '{{at.Graph}}'; PartnerCenter = '{{at.PartnerCenter}}' }
            $null = Connect-PartnerCenter -ApplicationId {{sandbox.ApplicationId}} -ClientSecret '{{sandbox.ClientSecret}}' -RefreshToken '{{sandbox.RefreshToken}}' -Tenant {{sandbox.TenantId}} -Environment $environment
            {{command}} -Manifest '{{Manifest}}' -ResumePath '{{Journal}}'
            """;
        using Process process = ShellProcess.Start(["-Command", script]);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task exit = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(request.ArrivedAsync(), exit) == exit)
        {
            Assert.Fail($"The run ended by itself: {await output}{await errors}");
        }

        process.Kill();
        await exit;
    }

    /// <summary>A session that is connected through the relay.</summary>
    private Session Connected()
    {
        Session session = new("PartnerAuth");
        session.Run(
            "$null = Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Tenant $sandbox.TenantId -Environment $relay",
            ("sandbox", program.Document),
            ("relay", relay.Environment)).AssertClean();
        return session;
    }
}
