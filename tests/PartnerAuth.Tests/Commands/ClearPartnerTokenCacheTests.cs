using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Clear-PartnerTokenCache. The cache is the process's: what other tests cached would be gone.</summary>
[Collection(nameof(Alone))]
public sealed class ClearPartnerTokenCacheTests(Practice practice) : IClassFixture<Practice>
{
    private const string Both = "'adatum.onmicrosoft.example', 'contoso.onmicrosoft.example'";

    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("Clear-PartnerTokenCache", 2)]
    [InlineData("Clear-PartnerTokenCache -Tenant adatum.onmicrosoft.example", 1)]
    [InlineData("Clear-PartnerTokenCache $id", 1)]
    [InlineData("$customer | Clear-PartnerTokenCache", 1)]
    [InlineData("Clear-PartnerTokenCache -WhatIf", 0)]
    [InlineData("@() | Clear-PartnerTokenCache", 0)]
    [InlineData("Clear-PartnerTokenCache stranger.onmicrosoft.example", 0)]
    public void Dropped_tokens_are_asked_for_anew_and_others_stay(string command, int asked)
    {
        session.Run($"{Both} | Get-PartnerHeader -Scopes Graph").AssertClean();
        RunResult run = session.Run(
            command, ("id", practice.TenantId("adatum")), ("customer", new { TenantId = practice.TenantId("adatum") }));
        run.AssertClean();
        Assert.Empty(run.Output);
        RunResult again = session.Run($"{Both} | Get-PartnerHeader -Scopes Graph -Verbose");
        Assert.Equal(asked, again.Verbose.Count(line => line.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_credential_that_failed_is_asked_with_again_once_everything_is_dropped()
    {
        const string Wrong = "New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -Credential $wrong -RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment -Scopes Graph -Verbose";
        session.Run("$wrong = [pscredential]::new($sandbox.ApplicationId, $sandbox.Credential.Password.Copy()); $wrong.Password.AppendChar('x')").AssertClean();
        foreach ((string before, int asked) in new[] { (string.Empty, 1), (string.Empty, 0), ("Clear-PartnerTokenCache adatum.onmicrosoft.example; ", 0), ("Clear-PartnerTokenCache; ", 1) })
        {
            RunResult run = session.Run(before + Wrong);
            Assert.StartsWith("CredentialInvalid,", run.OneError.FullyQualifiedErrorId);
            Assert.Equal(asked, run.Verbose.Count(line => line.StartsWith("POST", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void What_is_no_tenant_is_an_error_and_harms_no_other()
    {
        RunResult run = session.Run("'no tenant', 'adatum.onmicrosoft.example' | Clear-PartnerTokenCache");
        Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
    }
}
