using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Parameters;

/// <summary>Every parameter about relationships and sources gets what can't be right: an error, and nobody is asked.</summary>
public sealed class RelationshipBadInputTests(GdapPractice practice) : IClassFixture<GdapPractice>
{
    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("Get-PartnerDelegatedAdminRelationship", "Tenant", "RelationshipId", "Status", "ThrottleLimit", "TimeoutSec")]
    [InlineData("Get-PartnerCustomer", "Source")]
    public void What_cannot_be_right_is_an_error_and_nobody_is_asked(string command, params string[] parameters)
    {
        RunResult run = session.Run(
            """
            $bad = @{
                null = $null; empty = ''; space = '  '; line = "a`r`nHost: evil"; slash = 'a/b'; quote = "a' or 1 eq 1"
                path = '11111111-2222-3333-4444-555555555555/../x'; megabyte = 'x' * 1100000; many = @('x y') * 1000
            }
            foreach ($parameter in $parameters) {
                foreach ($kind in $bad.Keys) {
                    $call = @{ $parameter = $bad[$kind] }
                    $failed = $null
                    $told = @()
                    try { $told = & $command @call -Verbose -ErrorAction SilentlyContinue -ErrorVariable failed 4>&1 } catch { $failed = $_ }
                    if (-not $failed) { "$parameter $kind is taken" }
                    if ($told) { "$parameter ${kind}: $told" }
                }
            }
            """,
            ("command", command),
            ("parameters", parameters));
        run.AssertClean();
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("-Status actve", "approvalPending")]
    [InlineData("-RelationshipId 11111111-2222-3333-4444-555555555555", "11111111-2222-3333-4444-555555555555")]
    [InlineData("-Tenant organizations", "organizations")]
    [InlineData("-Tenant 11111111-2222-3333-4444-555555555555 -RelationshipId x", "Parameter set")]
    public void A_slip_is_named(string arguments, string named)
    {
        ErrorRecord error = session.Run($"Get-PartnerDelegatedAdminRelationship {arguments}").OneError;
        Assert.Contains(named, error.ErrorDetails?.Message ?? error.ToString());
    }

    [Fact]
    public void A_tenant_that_is_none_costs_the_others_nothing()
    {
        RunResult run = session.Run("'a b', @{ id = 'contract' }, 'led.onmicrosoft.example' | Get-PartnerDelegatedAdminRelationship");
        Assert.Equal(2, run.Output.Count);
        Assert.Equal(2, run.Errors.Count);
        Assert.All(run.Errors, error => Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId));
    }
}
