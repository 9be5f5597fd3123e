using System.Buffers.Text;
using System.Collections;
using System.Diagnostics;
using System.Text.Json;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>
/// Get-PartnerHeader -AutoRenew. A life that no cached token has makes the native library ask the service each time, so
/// that a renewal shows as another token; the header's own clock says when it is due.
/// </summary>
public sealed class AutoRenewTests(Practice practice) : IClassFixture<Practice>
{
    private const string Get = "Get-PartnerHeader -AutoRenew -Scopes Graph -Tenant adatum.onmicrosoft.example -MinimumLifetime 1439 -WarningAction Ignore";
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Past = TimeSpan.FromMinutes(-1);
    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("$header['authorization']")]
    [InlineData("$header.Authorization")]
    [InlineData("foreach ($entry in $header.GetEnumerator()) { if ($entry.Key -eq 'Authorization') { $entry.Value } }")]
    [InlineData("$header.GetEnumerator() | Where-Object Key -EQ Authorization | ForEach-Object Value")]
    [InlineData("$header.Values | Where-Object { $_ -like 'Bearer*' }")]
    [InlineData("$entries = [System.Collections.DictionaryEntry[]]::new(3); $header.CopyTo($entries, 0); ($entries | Where-Object Key -EQ Authorization).Value")]
    [InlineData("(@{} + $header)['Authorization']")]
    [InlineData("$header.Clone()['Authorization']")]
    public void Near_its_end_every_way_of_reading_gives_another_token(string reading)
    {
        (Hashtable header, string old) = Header();
        Assert.Equal(old, session.Run(reading).One.ToString());

        HeaderClock.TurnToBeforeTheEnd(header, Near);
        string renewed = session.Run(reading).One.ToString();
        Assert.StartsWith("Bearer ", renewed);
        Assert.NotEqual(old, renewed);
        Assert.Equal(renewed, header["Authorization"]);
    }

    [Fact]
    public void A_search_for_a_value_renews_too_and_what_a_view_enumerates_has_no_token()
    {
        (Hashtable header, string old) = Header();
        HeaderClock.TurnToBeforeTheEnd(header, Near);
        Assert.Contains("Bearer ***", ((IEnumerable)header).Cast<DictionaryEntry>().Select(entry => entry.Value));
        Assert.False(header.ContainsValue(old));
        Assert.True(header.ContainsValue(header["Authorization"]));
    }

    [Fact]
    public void Keys_other_values_and_properties_ask_nobody()
    {
        (Hashtable header, string old) = Header();
        HeaderClock.TurnToBeforeTheEnd(header, Near);
        session.Run("$header.Keys; $header.Count; $header.ContainsKey('Authorization'); $header['Accept']; $header.Tenant; $header.TenantId; $header.Scopes; \"$header\"").AssertClean();
        HeaderClock.TurnToBeforeTheEnd(header, TimeSpan.FromMinutes(59));
        Assert.Equal(old, header["Authorization"]);
    }

    [Fact]
    public void Invoke_RestMethod_is_sent_a_token_that_is_valid_and_the_end_of_life_is_the_new_ones()
    {
        (Hashtable header, string old) = Header();
        HeaderClock.TurnToBeforeTheEnd(header, Near);
        RunResult run = session.Run("(Invoke-RestMethod -Uri \"$($sandbox.Environment.Graph)/v1.0/organization\" -Headers $header).value[0].id");
        Assert.Equal(practice.TenantId("adatum"), run.One.ToString());
        string renewed = (string)header["Authorization"]!;
        Assert.NotEqual(old, renewed);

        byte[] claims = Base64Url.DecodeFromChars(renewed.Split('.')[1]);
        long end = JsonDocument.Parse(claims).RootElement.GetProperty("exp").GetInt64();
        DateTimeOffset told = (DateTimeOffset)PSObject.AsPSObject(header).Properties["ExpiresOn"].Value;
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(end), told, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_copy_stays_as_it_is_and_so_does_a_value_that_a_script_put_in_the_tokens_place()
    {
        (Hashtable header, string old) = Header();
        Hashtable copy = (Hashtable)header.Clone();
        header["Authorization"] = "Bearer mine";
        HeaderClock.TurnToBeforeTheEnd(header, Past);
        Assert.Equal(old, copy["Authorization"]);
        Assert.Equal("Bearer mine", header["Authorization"]);
    }

    [Fact]
    public void Readers_on_many_threads_make_one_renewal()
    {
        (Hashtable header, string old) = Header();
        HeaderClock.TurnToBeforeTheEnd(header, Past);
        string[] read = [.. Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(16).Select(_ => (string)header["Authorization"]!)];
        Assert.Single(read.Distinct());
        Assert.NotEqual(old, read[0]);
    }

    [Fact]
    public void Credentials_that_were_given_live_as_long_as_the_header()
    {
        Hashtable header = (Hashtable)session.Run(Get + " @partner").One.BaseObject;
        string old = (string)header["Authorization"]!;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        HeaderClock.TurnToBeforeTheEnd(header, Past);
        Assert.NotEqual(old, header["Authorization"]);
    }

    [Fact]
    public void After_a_disconnect_the_token_serves_to_its_end_and_then_it_says_to_connect_again()
    {
        using Session own = new("PartnerAuth");
        practice.Connect(own);
        Hashtable header = (Hashtable)own.Run("($header = " + Get + ")").One.BaseObject;
        string old = (string)header["Authorization"]!;
        own.Run("Disconnect-PartnerCenter").AssertClean();
        HeaderClock.TurnToBeforeTheEnd(header, Near);
        Assert.Equal(old, header["Authorization"]);

        HeaderClock.TurnToBeforeTheEnd(header, Past);
        ErrorRecord error = own.Run("foreach ($entry in $header.GetEnumerator()) { $entry.Value }").OneError;
        Assert.Contains("Connect-PartnerCenter", error.ToString());
        Assert.Contains("adatum.onmicrosoft.example", error.ToString());
        Assert.StartsWith("TokenExpired", error.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_renewal_that_fails_keeps_the_valid_token_and_explains_an_ended_one_within_its_time()
    {
        Hashtable header;
        using Session own = new("PartnerAuth");
        using (SandboxProcess program = new("--customers", "1"))
        {
            own.Run(
                """
                $null = Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment
                function Grant($resource, $scope) {
                    $null = $sandbox.Customers | New-PartnerCustomerApplicationConsent -ApplicationId $sandbox.ApplicationId -ApplicationGrants @{ EnterpriseApplicationId = $resource; Scope = $scope }
                }
                Grant 00000003-0000-0000-c000-000000000000 User.Read.All
                $header = $sandbox.Customers | Get-PartnerHeader -AutoRenew -Scopes Graph -TimeoutSec 2
                """,
                ("sandbox", program.Document)).AssertClean();
            header = (Hashtable)own.Run("$header").One.BaseObject;

            // A new consent makes the native library forget the token, which it would give again as long as it is valid.
            own.Run("Grant 00000002-0000-0ff1-ce00-000000000000 Exchange.Manage").AssertClean();
        }

        string old = (string)header["Authorization"]!;
        Stopwatch clock = Stopwatch.StartNew();
        HeaderClock.TurnToBeforeTheEnd(header, Near);
        Assert.Equal(old, header["Authorization"]);
        HeaderClock.TurnToBeforeTheEnd(header, Past);
        ErrorRecord error = own.Run("Invoke-RestMethod -Uri \"$($sandbox.Environment.Graph)/v1.0/organization\" -Headers $header").OneError;
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(6), $"It took {clock.Elapsed}.");
        Assert.Contains("can't be renewed", error.ToString());
        Assert.Contains("127.0.0.1", error.ToString());

        // Without strict mode PowerShell itself makes $null of what an index throws; the ended token is never read.
        Assert.Null(Assert.Single(own.Run("$header['Authorization']").Output));
        Assert.Contains("can't be renewed", own.Run("Set-StrictMode -Version Latest; $header['Authorization']").OneError.ToString());
    }

    [Fact]
    public void A_token_that_was_given_cannot_renew_itself()
    {
        string token = AccessTokens.Ending(DateTimeOffset.UtcNow.AddHours(1), practice.TenantId("adatum"));
        ErrorRecord error = session.Run("Get-PartnerHeader -AutoRenew -AccessToken $given -ApplicationId app -Scopes Graph", ("given", token)).OneError;
        Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId);
    }

    private (Hashtable Header, string Authorization) Header()
    {
        Hashtable header = (Hashtable)session.Run("($header = " + Get + ")").One.BaseObject;
        return (header, (string)header["Authorization"]!);
    }
}
