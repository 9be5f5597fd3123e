using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Parameters;

/// <summary>Secrets go in as string and as SecureString, and never come out.</summary>
public sealed class SecretTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("$sandbox.RefreshToken")]
    [InlineData("(ConvertTo-SecureString $sandbox.RefreshToken -AsPlainText -Force)")]
    [InlineData("([psobject]$sandbox.RefreshToken)")]
    public void A_refresh_token_is_taken_as_string_and_as_SecureString(string secret)
    {
        RunResult run = session.Run(
            $"New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken {secret} -Environment $sandbox.Environment -Scopes PartnerCenter");
        Assert.Equal(practice.Sandbox.TenantId, run.One.Properties["TenantId"].Value);
    }

    [Fact]
    public void An_access_token_is_taken_as_SecureString()
    {
        string token = AccessTokens.Ending(DateTimeOffset.UtcNow.AddHours(1), practice.Sandbox.TenantId);
        RunResult run = session.Run(
            "New-PartnerAccessToken -AccessToken (ConvertTo-SecureString $given -AsPlainText -Force) -ApplicationId app -Scopes Graph", ("given", token));
        Assert.Equal(token, run.One.Properties["AccessToken"].Value);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("' '")]
    [InlineData("$null")]
    [InlineData("([securestring]::new())")]
    [InlineData("@{ secret = 1 }")]
    [InlineData("$sandbox.Credential")]
    public void What_is_no_secret_is_refused(string value)
    {
        RunResult run = session.Run($"New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -RefreshToken {value} -Environment $sandbox.Environment -Scopes Graph -Verbose");
        Assert.Empty(run.Output);
        Assert.Empty(run.Verbose);
        Assert.Contains("RefreshToken", run.OneError.ToString());
    }

    [Theory]
    [InlineData("-AccessToken ('x' * 65537)")]
    [InlineData("-RefreshToken ('x' * 65537)")]
    [InlineData("-RefreshToken \"token`r`n\"")]
    [InlineData("-RefreshToken (ConvertTo-SecureString \"token`n\" -AsPlainText -Force)")]
    [InlineData("-AccessToken (ConvertTo-SecureString '  ' -AsPlainText -Force)")]
    [InlineData("-RefreshToken (ConvertTo-SecureString '  ' -AsPlainText -Force)")]
    [InlineData("-RefreshToken $sandbox.RefreshToken -Credential ([pscredential]::new($sandbox.ApplicationId, (ConvertTo-SecureString '  ' -AsPlainText -Force)))")]
    public void A_secret_that_is_blank_too_long_or_of_several_lines_is_one_terminating_error(string secret)
    {
        RunResult run = session.Run(
            $"try {{ New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId {secret} -Scopes Graph -Tenant adatum.onmicrosoft.example -Verbose }} catch {{ $_ }}");
        string id = ((ErrorRecord)run.One.BaseObject).FullyQualifiedErrorId.Split(',')[0];
        Assert.Contains(id, new[] { "InvalidInput", "ParameterArgumentTransformationError" });
        Assert.Empty(run.Verbose);
    }

    [Fact]
    public void An_empty_password_is_an_error_that_says_so()
    {
        ErrorRecord error = session.Run(
            "New-PartnerAccessToken -RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment -Scopes Graph -Credential ([pscredential]::new($sandbox.ApplicationId, [securestring]::new()))").OneError;
        Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId);
    }
}
