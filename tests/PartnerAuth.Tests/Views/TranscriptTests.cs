using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Views;

/// <summary>
/// A transcript. Start-Transcript is a command of the console and not of the engine; what it calls is, and is called here.
/// </summary>
public sealed class TranscriptTests(Practice practice) : IClassFixture<Practice>
{
    private const string Reach = "[System.Management.Automation.Host.PSHostUserInterface].GetMethod('{0}', [System.Reflection.BindingFlags]'NonPublic, Instance').Invoke($Host.UI, {1})";
    private readonly Session session = practice.Session;

    [Fact]
    public void A_transcript_has_commands_what_was_bound_and_what_was_shown_and_no_secret()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "transcript.txt");
        session.Run("$null = " + string.Format(Reach, "StartTranscribing", "@($file, $null, $true, $false)"), ("file", file)).AssertClean();
        foreach (string command in new[]
        {
            "Connect-PartnerCenter @partner",
            "New-PartnerAccessToken @partner -Scopes Graph -Tenant adatum.onmicrosoft.example, noaccess.onmicrosoft.example -ForceRefresh -Verbose",
            "New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -ClientSecret $sandbox.ClientSecret -RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment -Scopes Graph -Tenant policy.onmicrosoft.example",
            "Get-PartnerHeader -Scopes Graph -Tenant adatum.onmicrosoft.example | Format-List",
            "Get-PartnerConnectParameter -For ExchangeOnline -Tenant adatum.onmicrosoft.example",
            "New-PartnerAccessToken -AccessToken $sandbox.RefreshToken -ApplicationId app -Scopes Graph",
            "Get-PartnerContext; Get-PartnerCustomer; Get-PartnerRefreshTokenStatus; $Error[0]",
        })
        {
            session.Show(command);
        }

        session.Run("$null = " + string.Format(Reach, "StopTranscribing", "@()")).AssertClean();
        string written = File.ReadAllText(file);
        foreach (string kept in new[] { "Get-PartnerConnectParameter", "adatum.onmicrosoft.example", "TimeLeft", "policy.onmicrosoft.example" })
        {
            Assert.Contains(kept, written);
        }

        string whole = written.ReplaceLineEndings(string.Empty).Replace(" ", string.Empty);
        Assert.All(practice.Secrets, secret => Assert.DoesNotContain(secret, whole));
        Assert.DoesNotContain("eyJ", whole);
    }
}
