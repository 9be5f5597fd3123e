using System.Diagnostics;
using System.Management.Automation;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Bulk;

/// <summary>Several processes that share tokens and divide a run through a Redis server.</summary>
public sealed class FleetTests : IDisposable
{
    private const string Key = "an encryption key of length";

    private const string Scenario =
        """
        {
          "consented": true,
          "latencyMs": 100,
          "tenants": [
            { "domain": "policy.example", "fault": "conditionalAccess" },
            { "domain": "a.example" }, { "domain": "b.example" }, { "domain": "c.example" }, { "domain": "d.example" },
            { "domain": "e.example" }, { "domain": "f.example" }, { "domain": "g.example" }, { "domain": "h.example" }
          ]
        }
        """;

    private static readonly string[] Domains = [.. "policy a b c d e f g h".Split(' ').Select(name => $"{name}.example")];

    private readonly TemporaryFolder folder = new();
    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario);

    private SandboxDocument Sandbox => program.Document;

    private static string All => string.Join(", ", Domains.Select(domain => $"'{domain}'"));

    /// <inheritdoc/>
    public void Dispose()
    {
        program.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Two_processes_do_each_customer_once_and_one_report_has_all()
    {
        using RedisServer redis = new();
        string run = $"{All} | Test-PartnerCustomerAccess -Fleet nightly -ThrottleLimit 2 -AsResult -SummaryVariable went | ForEach-Object {{ \"did $($_.Tenant)\" }}; \"others $($went.DoneByOthers)\"";
        Process[] machines = [Start(redis, run), Start(redis, run)];
        string[] outputs = [.. machines.Select(End)];

        string[] did = [.. outputs.SelectMany(output => Lines(output, "did "))];
        Assert.Equal(Domains.Order(), did.Order());
        Assert.All(outputs, output => Assert.Equal(
            Domains.Length - Lines(output, "did ").Length, int.Parse(Assert.Single(Lines(output, "others ")))));

        string report = Path.Combine(folder.Path, "report.json");
        string read = End(Start(redis, $"$all = Get-PartnerFleetResult nightly; $all | ForEach-Object {{ \"is $($_.Tenant) $($_.Value.Outcome) $($_.Error.CategoryInfo.TargetName)\" }}; $all | Export-PartnerReport -AsJson -Path '{report}'"));
        Assert.Equal(Domains.Order(), Lines(read, "is ").Select(line => line.Split(' ')[0]).Order());
        Assert.Equal(8, Lines(read, "is ").Count(line => line.Contains("Working", StringComparison.Ordinal)));
        string text = File.ReadAllText(report);
        Assert.All(Domains, domain => Assert.Contains(domain, text));
    }

    [Fact]
    public void A_run_of_the_same_name_does_the_rest_and_a_new_name_begins_anew()
    {
        using RedisServer redis = new();
        string Did(string customers, string name) =>
            string.Join(' ', Lines(End(Start(redis, $"{customers} | Test-PartnerCustomerAccess -Fleet {name} | ForEach-Object {{ \"did $($_.Tenant)\" }}")), "did ").Order());

        Assert.Equal("a.example b.example", Did("'a.example', 'b.example'", "one"));
        Assert.Equal("c.example", Did("'a.example', 'b.example', 'c.example'", "one"));
        Assert.Equal("a.example", Did("'a.example'", "two"));
    }

    [Fact]
    public void Consents_are_brought_there_once_by_one_of_two_processes()
    {
        using RedisServer redis = new();
        string manifest = Path.Combine(folder.Path, "manifest.json");
        File.WriteAllText(manifest, $$"""{ "application": { "id": "{{Sandbox.ApplicationId}}" }, "grants": [{ "resource": "Graph", "delegated": ["User.Read"] }] }""");
        // One that fails is tried again by a process that comes when the other has ended.
        string[] good = [.. Domains.Skip(1)];
        string customers = string.Join(", ", good.Select(domain => $"'{domain}'"));
        string run = $"{customers} | Sync-PartnerCustomerApplicationConsent -Manifest '{manifest}' -Fleet consents -ThrottleLimit 2 -Confirm:$false | ForEach-Object {{ \"did $($_.Tenant)\" }}";
        Process[] machines = [Start(redis, run), Start(redis, run)];
        string[] did = [.. machines.Select(End).SelectMany(output => Lines(output, "did "))];
        Assert.Equal(good.Order(), did.Order());
    }

    [Fact]
    public void A_token_of_one_process_is_anothers_and_nothing_of_it_is_readable_on_the_server()
    {
        using RedisServer redis = new();
        const string Ask = "(New-PartnerAccessToken -Scopes Graph -Tenant a.example).AccessToken | ForEach-Object { \"token $_\" }";
        string first = Assert.Single(Lines(End(Start(redis, Ask)), "token "));
        string second = Assert.Single(Lines(End(Start(redis, Ask)), "token "));
        Assert.Equal(first, second);
        string keys = redis.Ask("KEYS *");
        foreach (string key in keys.Split("\r\n").Where(line => line.StartsWith("pa:", StringComparison.Ordinal)))
        {
            string kept = redis.Ask($"DUMP {key}");
            Assert.DoesNotContain(first[..20], kept);
            Assert.DoesNotContain(Sandbox.RefreshToken[..20], kept);
        }
    }

    [Fact]
    public void A_server_that_goes_is_one_warning_and_the_work_goes_on()
    {
        using RedisServer redis = new();
        Process machine = Start(
            redis,
            """
            $null = New-PartnerAccessToken -Scopes Graph -Tenant a.example
            'ready'
            $null = Read-Host
            $tokens = 'b.example', 'c.example', 'd.example' | New-PartnerAccessToken -Scopes Graph
            "tokens $($tokens.Count)"
            """);
        while (machine.StandardOutput.ReadLine() is { } line && line != "ready")
        {
        }

        redis.Kill();
        machine.StandardInput.WriteLine();
        string output = End(machine);
        Assert.Equal(["3"], Lines(output, "tokens "));
        Assert.Contains("goes on alone", Assert.Single(Lines(output, "WARNING: ")));
    }

    [Fact]
    public void The_page_runs_as_written()
    {
        using RedisServer redis = new("--requirepass", "letmein-canary");
        string scripts = string.Join('\n', DocsPage.Scripts("docs/fleet.md").Select(block => block.Text));
        string output = End(Start(
            redis,
            $$"""
            function Get-Secret { param($Name) if ($Name -eq 'RedisPassword') { [System.Net.NetworkCredential]::new('', 'letmein-canary').SecurePassword } else { '{{Key}}' } }
            $redisAddress = '{{redis.Address}}'
            $PSDefaultParameterValues = @{ 'Connect-PartnerCenter:Environment' = $place }
            $credential = [pscredential]::new('{{Sandbox.ApplicationId}}', [System.Net.NetworkCredential]::new('', '{{Sandbox.ClientSecret}}').SecurePassword)
            $refreshToken, $partnerTenantId = '{{Sandbox.RefreshToken}}', '{{Sandbox.TenantId}}'
            {{scripts}}
            "results $($all.Count)"
            """,
            isRegistered: false));
        Assert.Equal([$"{Domains.Length}"], Lines(output, "results "));
        Assert.True(File.Exists(Path.Combine(folder.Path, "nightly.html")), output);
        Assert.DoesNotContain("canary", output);
    }

    [Theory]
    [InlineData("Test-PartnerCustomerAccess a.example -Fleet nightly")]
    [InlineData("Get-PartnerFleetResult nightly")]
    public void Without_a_shared_cache_nothing_is_sent_and_the_error_names_the_command(string command)
    {
        using Session session = Connected();
        ErrorRecord error = session.Run(command).OneError;
        Assert.Contains("Register-PartnerTokenCache -Redis", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("nightly", error.ErrorDetails.Message);
    }

    [Theory]
    [InlineData("-ResumePath run.journal", "-ResumePath")]
    [InlineData("-WhatIf", "-WhatIf")]
    public void What_makes_no_sense_in_a_divided_run_is_refused(string beside, string named)
    {
        using Session session = Connected();
        string manifest = Path.Combine(folder.Path, "manifest.json");
        File.WriteAllText(manifest, $$"""{ "application": { "id": "{{Sandbox.ApplicationId}}" }, "grants": [{ "resource": "Graph", "delegated": ["User.Read"] }] }""");
        string message = session.Run($"Sync-PartnerCustomerApplicationConsent a.example -Manifest '{manifest}' -Fleet nightly {beside}").OneError.ToString();
        Assert.Contains(named, message);
    }

    [Fact]
    public void A_password_is_asked_for_taken_and_never_shown()
    {
        using RedisServer redis = new("--requirepass", "letmein-canary");
        string output = End(Start(
            redis,
            $$"""
            $key = @{ EncryptionKey = '{{Key}}' }
            Register-PartnerTokenCache -Redis {{redis.Address}} @key -Verbose -Debug
            $wrong = "redis://:wrong-can$('ary')@127.0.0.1:{{redis.Port}}"
            Register-PartnerTokenCache -Redis $wrong @key -Verbose -Debug
            $Error | ForEach-Object { "$($_ | Out-String)$($_.ErrorDetails)" }
            $password = [System.Net.NetworkCredential]::new('', "letmein-can$('ary')").SecurePassword
            Register-PartnerTokenCache -Redis {{redis.Address}} @key -Credential ([pscredential]::new('default', $password)) -ErrorAction Stop
            'registered'
            """,
            isRegistered: false));
        Assert.Contains("asks for a password", output);
        Assert.Contains("refuses the user or the password", output);
        Assert.Contains("registered", output);
        Assert.DoesNotContain("letmein", output);
        Assert.DoesNotContain("wrong-canary", output);
    }

    private Session Connected()
    {
        Session session = new("PartnerAuth");
        GdapPractice.Connect(session, Sandbox);
        return session;
    }

    private Process Start(RedisServer redis, string script, bool isRegistered = true) => ShellProcess.Start(
        [
            "-Command",
            $$"""
            Import-Module PartnerAuth
            $ErrorActionPreference = 'Continue'
            $place = @{ Name = 'Sandbox'; Login = '{{Sandbox.Environment.Login}}'; Graph = '{{Sandbox.Environment.Graph}}'; PartnerCenter = '{{Sandbox.Environment.PartnerCenter}}' }
            if (${{isRegistered}}) {
                Register-PartnerTokenCache -Redis {{redis.Address}} -EncryptionKey '{{Key}}'
                $null = Connect-PartnerCenter -ApplicationId {{Sandbox.ApplicationId}} -ClientSecret '{{Sandbox.ClientSecret}}' -RefreshToken '{{Sandbox.RefreshToken}}' -Environment $place -Tenant {{Sandbox.TenantId}}
            }
            {{script}}
            """,
        ],
        folder.Path);

    private static string End(Process machine)
    {
        using (machine)
        {
            Task<string> errors = machine.StandardError.ReadToEndAsync();
            machine.StandardInput.Close();
            string output = machine.StandardOutput.ReadToEnd();
            machine.WaitForExit();
            return output + errors.Result;
        }
    }

    private static string[] Lines(string output, string beginning) =>
        [.. output.Split(['\r', '\n']).Where(line => line.StartsWith(beginning, StringComparison.Ordinal)).Select(line => line[beginning.Length..])];
}
