using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.SandboxModule;

/// <summary>The program partner-sandbox, for tools that are not PowerShell.</summary>
public sealed class SandboxProgramTests
{
    [Fact]
    public void The_program_says_the_same_as_the_cmdlet_and_ends_when_its_input_closes()
    {
        SandboxDocument document;
        using (SandboxProcess program = new("--customers", "3", "--seed", "7"))
        {
            document = program.Document;
        }

        using Session session = new("PartnerAuth.Sandbox");
        PSObject sandbox = session.Run("$sandbox = Start-PartnerSandbox -Customers 3 -Seed 7; $sandbox; Stop-PartnerSandbox $sandbox").One;
        Assert.Equal(document.TenantId, sandbox.Properties["TenantId"].Value);
        Assert.Equal(document.UserPrincipalName, sandbox.Properties["UserPrincipalName"].Value);
        Assert.Equal(
            document.Customers.Select(customer => customer.TenantId),
            session.Run("$sandbox.Customers.TenantId").Output.Select(id => id.ToString()));
    }
}
