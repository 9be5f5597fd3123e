using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Folder;

/// <summary>What the module offers as a whole.</summary>
public sealed class ModuleContractTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private const string OldTypes = "Microsoft.Store.PartnerCenter.";

    private IEnumerable<CmdletInfo> Commands =>
        module.Session.Run("Get-Command -Module PartnerAuth").Output.Select(command => (CmdletInfo)command.BaseObject);

    [Fact]
    public void The_module_exports_these_commands_and_nothing_else()
    {
        Assert.Equal(
            [
                "Add-PartnerEnvironment", "Clear-PartnerTokenCache", "Connect-PartnerCenter", "Disconnect-PartnerCenter", "Export-PartnerReport", "Get-PartnerConnectParameter", "Get-PartnerContext",
                "Get-PartnerCustomer", "Get-PartnerCustomerApplicationConsent", "Get-PartnerDelegatedAdminRelationship", "Get-PartnerEnvironment",
                "Get-PartnerFleetResult", "Get-PartnerHeader", "Get-PartnerOrganizationProfile", "Get-PartnerRefreshTokenStatus", "Get-PartnerTimeline", "New-PartnerAccessToken",
                "New-PartnerApplication", "New-PartnerConsentUrl", "New-PartnerCustomerApplicationConsent", "Register-PartnerTokenCache",
                "Remove-PartnerCustomerApplicationConsent", "Remove-PartnerEnvironment", "Repair-PartnerCustomerAccess", "Resolve-PartnerError",
                "Sync-PartnerCustomerApplicationConsent", "Test-PartnerApplication", "Test-PartnerCustomerAccess", "Test-PartnerSecurityRequirement",
            ],
            Commands.Select(command => command.Name).Order(StringComparer.Ordinal));
        Assert.All(Commands, command => Assert.Equal(CommandTypes.Cmdlet, command.CommandType));
    }

    [Fact]
    public void Every_parameter_has_a_help_message_and_every_command_says_what_it_writes()
    {
        foreach (CmdletInfo command in Commands)
        {
            Assert.NotEmpty(command.OutputType);
            IEnumerable<CommandParameterInfo> own = command.ParameterSets
                .SelectMany(set => set.Parameters)
                .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name) && !Cmdlet.OptionalCommonParameters.Contains(parameter.Name));
            Assert.All(own, parameter => Assert.False(string.IsNullOrEmpty(parameter.HelpMessage), $"{command.Name} -{parameter.Name}"));
        }
    }

    [Fact]
    public void Public_types_are_ours_or_have_the_full_names_that_old_scripts_know()
    {
        Type[] types = Commands.First().ImplementingType.Assembly.GetExportedTypes();
        Assert.All(
            types,
            type => Assert.True(type.Namespace is "PartnerAuth" or "PartnerAuth.Commands" || type.FullName!.StartsWith(OldTypes, StringComparison.Ordinal), type.FullName));
        Assert.Superset(
            new HashSet<string>
            {
                OldTypes + "Exceptions.PartnerErrorCategory",
                OldTypes + "Exceptions.PartnerException",
                OldTypes + "Models.ApplicationConsents.ApplicationConsent",
                OldTypes + "Models.ApplicationConsents.ApplicationGrant",
                OldTypes + "PowerShell.Models.Authentication.AuthResult",
                OldTypes + "PowerShell.Models.Authentication.EnvironmentName",
                OldTypes + "PowerShell.Models.Authentication.ModuleName",
                OldTypes + "PowerShell.Models.Authentication.PartnerContext",
                OldTypes + "PowerShell.Models.Authentication.PartnerEnvironment",
                OldTypes + "PowerShell.Models.Authentication.PSPartnerEnvironment",
                OldTypes + "PowerShell.Models.Customers.PSCustomer",
                OldTypes + "PowerShell.Models.Errors.PartnerErrorRecord",
                OldTypes + "PowerShell.Models.Errors.PartnerExceptionRecord",
                OldTypes + "PowerShell.Models.Errors.PartnerRestExceptionRecord",
                OldTypes + "PowerShell.Models.Partners.PSOrganizationProfile",
            },
            types.Select(type => type.FullName!).ToHashSet());
    }

    [Fact]
    public void A_prefix_renames_every_command()
    {
        using Session session = new();
        session.Run("Import-Module -Name $path -Prefix My", ("path", Folders.Manifest("PartnerAuth"))).AssertClean();
        Assert.Single(session.Run("Get-Command New-MyPartnerAccessToken").Output);
    }
}
