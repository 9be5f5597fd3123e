using System.Collections;
using System.Runtime.CompilerServices;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Connect-PartnerCenter, Disconnect-PartnerCenter and Get-PartnerContext.</summary>
public sealed class ConnectPartnerCenterTests : IClassFixture<Practice>, IDisposable
{
    private readonly Practice practice;
    private readonly Session session = new("PartnerAuth");

    public ConnectPartnerCenterTests(Practice practice)
    {
        this.practice = practice;
        practice.Connect(session);
    }

    public void Dispose() => session.Dispose();

    [Fact]
    public void A_context_says_who_is_connected_to_what()
    {
        PSObject context = session.Run("Get-PartnerContext").One;
        Assert.Equal("Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication.PartnerContext", context.BaseObject.GetType().FullName);
        Assert.Equal(
            ["Account", "CountryCode", "Environment", "ExtendedProperties", "Locale"],
            context.Properties.Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal(practice.Sandbox.TenantId, session.Run("$context.Account.Tenant").One.ToString());
        Assert.Equal("User", session.Run("$context.Account.Type").One.ToString());
        Assert.NotNull(context.Properties["CountryCode"].Value);
        Assert.NotNull(context.Properties["Locale"].Value);
        Assert.True((bool)session.Run("$context.Environment.EnvironmentName -eq 'Sandbox'").One.BaseObject);
    }

    [Fact]
    public void The_extended_properties_hold_no_key_that_carried_a_secret()
    {
        IDictionary properties = (IDictionary)session.Run("$context.Account.ExtendedProperties").One.BaseObject;
        Assert.Equal(["ApplicationId", "Scope"], properties.Keys.Cast<string>().Order(StringComparer.Ordinal));
        Assert.Empty((IEnumerable)session.Run("$context").One.Properties["ExtendedProperties"].Value);
    }

    [Fact]
    public void An_application_connects_with_what_is_consented_for_Partner_Center()
    {
        PSObject context = session.Run("Connect-PartnerCenter -ServicePrincipal -Credential $sandbox.Credential -Tenant $sandbox.TenantId -Environment $sandbox.Environment").One;
        Assert.Equal("ServicePrincipal", session.Run("(Get-PartnerContext).Account.Type").One.ToString());
        Assert.Equal(
            "https://api.partnercenter.microsoft.com/.default",
            session.Run("(Get-PartnerContext).Account.ExtendedProperties['Scope']").One.ToString());
        Assert.Same(context.BaseObject, session.Run("Get-PartnerContext").One.BaseObject);
    }

    [Fact]
    public void The_last_one_connected_is_the_default_and_all_stay_available()
    {
        session.Run("$second = Connect-PartnerCenter @partner").AssertClean();
        Assert.Same(session.Run("$second").One.BaseObject, session.Run("Get-PartnerContext").One.BaseObject);
        Assert.Equal(2, session.Run("Get-PartnerContext -ListAvailable").Output.Count);

        session.Run("Disconnect-PartnerCenter -Context $context").AssertClean();
        Assert.Same(session.Run("$second").One.BaseObject, session.Run("Get-PartnerContext -ListAvailable").One.BaseObject);
        Assert.Same(session.Run("$second").One.BaseObject, session.Run("Get-PartnerContext").One.BaseObject);
    }

    [Fact]
    public void Disconnecting_closes_the_default_writes_nothing_and_may_be_repeated()
    {
        Assert.Empty(session.Run("Disconnect-PartnerCenter -WhatIf").Output);
        Assert.Single(session.Run("Get-PartnerContext").Output);

        RunResult run = session.Run("Disconnect-PartnerCenter; Disconnect-PartnerCenter; Get-PartnerContext; Get-PartnerContext -ListAvailable");
        run.AssertClean();
        Assert.Empty(run.Output);
        AssertNotConnected(session.Run("Get-PartnerCustomer"));
        AssertNotConnected(session.Run("Get-PartnerHeader -Scopes Graph -Context $context"));
    }

    [Theory]
    [InlineData("Get-PartnerCustomer")]
    [InlineData("Get-PartnerHeader -Scopes Graph")]
    [InlineData("'a.example', 'b.example' | Get-PartnerHeader -Scopes Graph")]
    [InlineData("New-PartnerAccessToken -Scopes Graph -Tenant a.example")]
    [InlineData("New-PartnerCustomerApplicationConsent -ApplicationId 22222222-2222-2222-2222-222222222222 -CustomerId a.example -ApplicationGrants @{ EnterpriseApplicationId = 'x'; Scope = 'y' } -WhatIf")]
    public void A_new_runspace_is_not_connected_and_says_so_with_the_old_text(string command)
    {
        using Session other = new("PartnerAuth");
        AssertNotConnected(other.Run(command));
        Assert.Empty(other.Run("Get-PartnerContext").Output);
    }

    [Fact]
    public void A_context_works_in_a_parallel_runspace_that_is_itself_not_connected()
    {
        RunResult run = session.Run(
            """
            'adatum.onmicrosoft.example', 'contoso.onmicrosoft.example' | ForEach-Object -Parallel {
                $header = $_ | Get-PartnerHeader -Scopes Graph -Context $using:context
                "$($header.Tenant) $(@(Get-PartnerContext).Count)"
            }
            """);
        run.AssertClean();
        Assert.Equal(
            ["adatum.onmicrosoft.example 0", "contoso.onmicrosoft.example 0"],
            run.Output.Select(line => line.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatIf_connects_nothing()
    {
        using Session other = new("PartnerAuth");
        other.Runspace.SessionStateProxy.SetVariable("partner", session.Run("$partner").One.BaseObject);
        RunResult run = other.Run("Connect-PartnerCenter @partner -WhatIf -Verbose");
        run.AssertClean();
        Assert.Empty(run.Output);
        Assert.Empty(other.Run("Get-PartnerContext").Output);
    }

    [Fact]
    public void A_credential_that_is_refused_connects_nothing_and_keeps_the_default()
    {
        RunResult run = session.Run(
            "$wrong = [pscredential]::new($sandbox.ApplicationId, (ConvertTo-SecureString 'partner-sandbox.wrong' -AsPlainText -Force)); "
            + "Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Credential $wrong -RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment");
        Assert.StartsWith("CredentialInvalid,", run.OneError.FullyQualifiedErrorId);
        Assert.Empty(run.Output);
        Assert.Same(session.Run("$context").One.BaseObject, session.Run("Get-PartnerContext").One.BaseObject);
    }

    [Fact]
    public void An_application_id_that_is_no_guid_is_refused()
    {
        ErrorRecord error = session.Run("Connect-PartnerCenter -ApplicationId app -RefreshToken secret").OneError;
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
    }

    [Fact]
    public void A_runspace_that_closed_keeps_no_context()
    {
        WeakReference context = ContextOfAClosedRunspace();
        for (int attempt = 0; context.IsAlive && attempt < 10; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference ContextOfAClosedRunspace()
    {
        using Session other = new("PartnerAuth");
        practice.Connect(other);
        return new WeakReference(other.Run("$context").One.BaseObject);
    }

    private static void AssertNotConnected(RunResult run)
    {
        ErrorRecord error = run.OneError;
        Assert.IsType<PSInvalidOperationException>(error.Exception);
        Assert.Equal("Run Connect-PartnerCenter to login.", error.Exception.Message);
        Assert.Equal("Run Connect-PartnerCenter to login.", error.ToString());
        Assert.StartsWith("NotConnected,", error.FullyQualifiedErrorId);
        Assert.Contains("-Context", error.ErrorDetails.RecommendedAction);
        Assert.Contains("$using:ctx", error.ErrorDetails.RecommendedAction);
    }
}
