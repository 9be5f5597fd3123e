using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Whether a sign-in had multifactor authentication, told by a token or a context without a second sign-in.</summary>
public sealed class TestPartnerSecurityRequirementTests(Practice practice) : IClassFixture<Practice>
{
    [Fact]
    public void A_context_whose_user_signed_in_with_it_passes()
    {
        RunResult run = practice.Session.Run("Test-PartnerSecurityRequirement");
        Assert.Equal("pass", run.One.BaseObject);
        Assert.Empty(run.Warnings);
    }

    [Theory]
    [InlineData("\"amr\":[\"pwd\",\"mfa\"],", "pass", 0)]
    [InlineData("\"amr\":[\"pwd\"],", "fail", 1)]
    [InlineData("", "fail", 1)]
    public void A_given_token_tells_it_and_nobody_is_asked(string methods, string outcome, int warnings)
    {
        string claims = $"{{{methods}\"tid\":\"t\",\"exp\":4000000000}}";
        string token = "e30." + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(claims)).TrimEnd('=').Replace('+', '-').Replace('/', '_') + ".c2ln";
        using Session session = new("PartnerAuth");
        RunResult run = session.Run("Test-PartnerSecurityRequirement -AccessToken $given", ("given", token));
        Assert.Equal(outcome, run.One.BaseObject);
        Assert.Equal(warnings, run.Warnings.Count);
    }

    [Fact]
    public void What_is_no_token_is_an_error()
    {
        using Session session = new("PartnerAuth");
        Assert.Equal("InvalidInput", session.Run("Test-PartnerSecurityRequirement -AccessToken x").OneError.FullyQualifiedErrorId.Split(',')[0]);
    }
}
