using System.Net;
using System.Net.Sockets;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Add-PartnerEnvironment and Remove-PartnerEnvironment. Names are the process's, so each test has its own.</summary>
public sealed class CustomEnvironmentTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Fact]
    public void An_environment_comes_with_its_addresses_and_a_warning_names_the_hosts()
    {
        RunResult run = session.Run(
            """
            Add-PartnerEnvironment Full -ActiveDirectoryAuthority https://login.sovcloud-identity.fr -GraphEndpoint https://graph.example.com:8443/ `
                -PartnerCenterEndpoint https://api.example.com -AzureEndpoint https://management.example.com
            """);
        PSObject added = run.One;
        Assert.Equal("Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication.PSPartnerEnvironment", added.BaseObject.GetType().FullName);
        Assert.Equal("https://login.sovcloud-identity.fr/", added.Properties["ActiveDirectoryAuthority"].Value);
        Assert.Equal("https://graph.example.com:8443", added.Properties["GraphEndpoint"].Value);
        Assert.Equal("https://api.example.com", added.Properties["PartnerCenterEndpoint"].Value);
        Assert.Equal("https://management.example.com", added.Properties["AzureEndpoint"].Value);
        Assert.Equal("Custom", added.Properties["Type"].Value.ToString());
        Assert.Contains(
            "will be sent to login.sovcloud-identity.fr, graph.example.com:8443, api.example.com, management.example.com",
            Assert.Single(run.Warnings));
        Assert.Equal("https://api.example.com", session.Run("(Get-PartnerEnvironment full).PartnerCenterEndpoint").One.ToString());
    }

    [Fact]
    public void Its_name_is_taken_by_every_environment_parameter_in_every_runspace_and_is_completed()
    {
        session.Run("$null = Add-PartnerEnvironment Everywhere -ActiveDirectoryAuthority https://localhost:1 -PartnerCenterEndpoint https://localhost:1").AssertClean();
        using Session other = new("PartnerAuth");
        foreach (string command in new[] { "Connect-PartnerCenter", "New-PartnerAccessToken -Scopes PartnerCenter", "Get-PartnerHeader -Scopes PartnerCenter" })
        {
            // The sandbox's secret is refused by the environment's name, and so nothing leaves the process.
            ErrorRecord error = other.Run(
                $"{command} -ApplicationId $sandbox.ApplicationId -RefreshToken $sandbox.RefreshToken -Environment everywhere",
                ("sandbox", practice.Sandbox)).OneError;
            Assert.Contains("the environment is Everywhere; nothing was sent", error.ToString());
        }

        Assert.Equal("Everywhere", Completed(other, "New-PartnerAccessToken -Environment Every"));
        Assert.Equal("Everywhere", Completed(other, "Remove-PartnerEnvironment Every"));
        Assert.Equal(string.Empty, Completed(other, "Remove-PartnerEnvironment Azure"));
    }

    [Fact]
    public async Task Real_secrets_go_to_its_host_over_https_alone()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task<byte> first = FirstByte(listener);
        RunResult run = session.Run(
            $"$null = Add-PartnerEnvironment Local -ActiveDirectoryAuthority https://127.0.0.1:{port} -WarningAction SilentlyContinue; "
            + "New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -RefreshToken real -Scopes 48ac35b8-9aa8-4d74-927d-1f4a14a0b239/.default "
            + "-Tenant 11111111-2222-3333-4444-555555555555 -Environment Local -TimeoutSec 20");
        Assert.StartsWith("Network,", run.OneError.FullyQualifiedErrorId);
        Assert.Equal(22, await first);
    }

    [Fact]
    public void Audiences_are_the_addresses_or_those_given_and_no_other_is_guessed()
    {
        session.Run("$null = Add-PartnerEnvironment Audiences -ActiveDirectoryAuthority https://localhost:1 -GraphEndpoint https://localhost:2 -Audience @{ ExchangeOnline = 'https://outlook.example.com' }").AssertClean();
        foreach ((string scope, string said) in new[]
        {
            ("ExchangeOnline", "localhost can't be reached"),
            ("Graph", "localhost can't be reached"),
            ("Azure", "audience of Azure in Audiences is not known"),
            ("SecurityCompliance", "audience of SecurityCompliance in Audiences is not known"),
        })
        {
            RunResult run = session.Run($"New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -RefreshToken real -Tenant 11111111-2222-3333-4444-555555555555 -TimeoutSec 1 -Environment Audiences -Scopes {scope}");
            Assert.Contains(said, run.OneError.ToString());
        }

        ErrorRecord error = session.Run("Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -RefreshToken x -Environment Audiences").OneError;
        Assert.Contains("names no address of Partner Center", error.ToString());
        Assert.Contains("-PartnerCenterEndpoint", error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("http://login.example.com")]
    [InlineData("https://login.example.com/common")]
    [InlineData("https://login.example.com?x")]
    [InlineData("https://login.example.com#x")]
    [InlineData("https://user@login.example.com")]
    [InlineData("https://login.example.com.")]
    [InlineData("https://Login.example.com")]
    [InlineData("https://login.microsoftonline.com.evil.example")]
    [InlineData("https://login.micros\u043eftonline.com")]
    [InlineData("https://xn--lgin-55d.example.com")]
    [InlineData("https://10.0.0.1")]
    [InlineData("https://login.example.com\r\nHost: evil.example", "line break")]
    [InlineData("login.example.com")]
    [InlineData(" ", "blank")]
    public void A_hostile_address_is_refused_in_every_place(string address, string said = "is no address")
    {
        foreach (string parameter in new[] { "GraphEndpoint", "PartnerCenterEndpoint", "AzureEndpoint", "ActiveDirectoryAuthority" })
        {
            string rest = parameter == "ActiveDirectoryAuthority" ? string.Empty : "-ActiveDirectoryAuthority https://login.example.com";
            RunResult run = session.Run($"Add-PartnerEnvironment Hostile {rest} -{parameter} $address", ("address", address));
            Assert.Contains(said, run.OneError.ToString());
            Assert.Empty(run.Warnings);
        }

        Assert.Single(session.Run("Get-PartnerEnvironment Hostile").Errors);
    }

    [Theory]
    [InlineData("AzureCloud")]
    [InlineData("azureppe")]
    [InlineData("Sandbox")]
    [InlineData("4")]
    [InlineData("a b")]
    public void A_name_that_means_something_else_is_refused(string name)
    {
        ErrorRecord error = session.Run($"Add-PartnerEnvironment '{name}' -ActiveDirectoryAuthority https://login.example.com").OneError;
        Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId);
        Assert.Equal(name, error.TargetObject);
        Assert.DoesNotContain("Tenant", error.ToString());
    }

    [Theory]
    [InlineData("Get-PartnerEnvironment Elsewhere")]
    [InlineData("Remove-PartnerEnvironment Elsewhere")]
    public void A_name_that_is_none_is_no_tenant(string call)
    {
        ErrorRecord error = session.Run(call).OneError;
        Assert.Equal("'Elsewhere' is the name of no environment.", error.ToString());
        Assert.Equal("Elsewhere", error.TargetObject);
    }

    [Theory]
    [InlineData("@{ Mars = 'https://x.example' }", "'Mars' is no resource")]
    [InlineData("@{ ExchangeOnline = '' }", "no audience of ExchangeOnline")]
    [InlineData("@{ ExchangeOnline = @(1, 2) }", "no audience of ExchangeOnline")]
    [InlineData("@{ ExchangeOnline = 'https://x.example/.default' }", "it is a scope")]
    [InlineData("@{ SharePoint = 'https://x.example' }", "each tenant's own host")]
    public void An_audience_that_is_none_is_refused(string audience, string said)
    {
        RunResult run = session.Run($"Add-PartnerEnvironment Wrong -ActiveDirectoryAuthority https://login.example.com -Audience {audience}");
        Assert.Contains(said, run.OneError.ToString());
    }

    [Fact]
    public void The_hosts_behind_a_name_do_not_change_until_it_is_removed()
    {
        session.Run("$null = Add-PartnerEnvironment Twice -ActiveDirectoryAuthority https://a.example.com").AssertClean();
        RunResult again = session.Run("Add-PartnerEnvironment twice -ActiveDirectoryAuthority https://b.example.com");
        Assert.Contains("was added already", again.OneError.ToString());
        Assert.Equal("https://a.example.com/", session.Run("(Get-PartnerEnvironment Twice).ActiveDirectoryAuthority").One.ToString());

        session.Run("Get-PartnerEnvironment Twice | Remove-PartnerEnvironment; $null = Add-PartnerEnvironment Twice -ActiveDirectoryAuthority https://b.example.com").AssertClean();
        Assert.Equal("https://b.example.com/", session.Run("(Get-PartnerEnvironment Twice).ActiveDirectoryAuthority").One.ToString());
    }

    [Fact]
    public void WhatIf_adds_and_removes_nothing()
    {
        RunResult run = session.Run("Add-PartnerEnvironment Idea -ActiveDirectoryAuthority https://a.example.com -WhatIf");
        run.AssertClean();
        Assert.Empty(run.Output);
        Assert.Empty(run.Warnings);
        Assert.Single(session.Run("Get-PartnerEnvironment Idea").Errors);

        session.Run("$null = Add-PartnerEnvironment Idea -ActiveDirectoryAuthority https://a.example.com; Remove-PartnerEnvironment Idea -WhatIf").AssertClean();
        session.Run("Get-PartnerEnvironment Idea").AssertClean();
    }

    [Fact]
    public void Only_what_was_added_can_be_removed_and_the_others_of_a_list_go()
    {
        session.Run("$null = Add-PartnerEnvironment Going -ActiveDirectoryAuthority https://a.example.com").AssertClean();
        RunResult run = session.Run("Remove-PartnerEnvironment AzureCloud, Nowhere, Going");
        Assert.Equal(2, run.Errors.Count);
        Assert.Contains("built in", run.Errors[0].ToString());
        Assert.Contains("'Nowhere'", run.Errors[1].ToString());
        Assert.Single(session.Run("Get-PartnerEnvironment Going").Errors);
        session.Run("Get-PartnerEnvironment AzureCloud").AssertClean();
    }

    /// <summary>The first byte that a client sends: 22 begins a TLS handshake (RFC 8446 section 5.1).</summary>
    private static async Task<byte> FirstByte(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        byte[] buffer = new byte[1];
        await client.GetStream().ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
        listener.Stop();
        return buffer[0];
    }

    private static string Completed(Session session, string line)
    {
        using PowerShell shell = PowerShell.Create(session.Runspace);
        CommandCompletion completion = CommandCompletion.CompleteInput(line, line.Length, null, shell);
        return string.Join(' ', completion.CompletionMatches.Select(match => match.CompletionText));
    }
}
