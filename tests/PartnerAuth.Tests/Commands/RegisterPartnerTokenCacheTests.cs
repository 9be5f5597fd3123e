using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Register-PartnerTokenCache; what it does is in KeptTokenTests.</summary>
public sealed class RegisterPartnerTokenCacheTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Fact]
    public void Memory_is_accepted_quietly()
    {
        RunResult run = session.Run("Register-PartnerTokenCache -InMemory");
        run.AssertClean();
        Assert.Empty(run.Output);
        Assert.Empty(run.Everything());
    }

    [Fact]
    public void Its_sets_are_the_old_ones_and_that_of_a_server()
    {
        CmdletInfo command = (CmdletInfo)session.Run("Get-Command Register-PartnerTokenCache").One.BaseObject;
        Assert.Equal("ByPersistent", command.DefaultParameterSet);
        Assert.Equal(["ByInMemory", "ByPersistent", "ByRedis"], command.ParameterSets.Select(set => set.Name).Order(StringComparer.Ordinal));
        Assert.All(
            command.ParameterSets,
            set => Assert.True(set.Parameters.Single(parameter => set.Name == "By" + parameter.Name).IsMandatory));
        Assert.Contains("Parameter set", session.Run("Register-PartnerTokenCache -InMemory -Persistent").OneError.ToString());
    }
}
