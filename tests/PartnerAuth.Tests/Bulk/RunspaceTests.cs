using System.Collections.Concurrent;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Bulk;

/// <summary>Many runspaces of one process ask at once, each for other customers: nobody gets what another asked for.</summary>
public sealed class RunspaceTests
{
    private const int Runspaces = 64;

    /// <summary>
    /// What a runspace gets is compared with what it asked for: by the header's own words, and by the token's claims, which
    /// the service wrote.
    /// </summary>
    private const string Ask =
        """
        foreach ($round in 1..$rounds) {
            $asked = $tenants[($number * 37 + $round * 11) % $tenants.Count]
            $header = Get-PartnerHeader -Tenant $asked -Scopes Graph -Context $context -ForceRefresh:($round % 3 -eq 0)
            $claims = $header['Authorization'].Split('.')[1].Replace('-', '+').Replace('_', '/')
            $claims = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($claims + '=' * ((4 - $claims.Length % 4) % 4)))
            "$asked $($header.Tenant) $([regex]::Match($claims, '"tid":"([^"]+)"').Groups[1].Value)"
        }
        """;

    [Fact]
    public void Sixty_four_runspaces_at_once_get_their_own_customers_tokens_and_no_others()
    {
        int rounds = LongForm.Many(10, 200);
        using SandboxProcess program = SandboxProcess.WithScenario("""{ "consented": true }""", "--customers", "200");
        using Session first = new("PartnerAuth");
        object context = first.Run(
            "Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment -Tenant $sandbox.TenantId",
            ("sandbox", program.Document)).One;
        string[] tenants = [.. program.Document.Customers.Select(customer => customer.TenantId)];

        ConcurrentBag<string> answers = [];
        ConcurrentBag<string> errors = [];
        using Barrier together = new(Runspaces);
        Thread[] threads = [.. Enumerable.Range(0, Runspaces).Select(number => new Thread(() =>
        {
            using Session own = new("PartnerAuth");
            together.SignalAndWait();
            RunResult run = own.Run(Ask, ("number", number), ("rounds", rounds), ("tenants", tenants), ("context", context));
            foreach (PSObject line in run.Output)
            {
                answers.Add(line.ToString());
            }

            foreach (string error in run.Errors.Select(error => error.ToString()).Append(run.Thrown?.Message).OfType<string>())
            {
                errors.Add(error);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Empty(errors);
        Assert.Equal(Runspaces * rounds, answers.Count);
        Assert.All(answers.Select(answer => answer.Split(' ')), answer => Assert.Equal([answer[0], answer[0]], answer[1..]));
        Console.WriteLine($"figure G4: {answers.Count} calls in {Runspaces} runspaces at once, 0 mixed up");
    }
}
