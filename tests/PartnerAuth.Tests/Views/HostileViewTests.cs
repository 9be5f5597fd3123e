using System.Text.RegularExpressions;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Views;

/// <summary>Texts that customers write, on a console that acts on escape codes: in no table and in no list do they act.</summary>
public sealed partial class HostileViewTests : IDisposable
{
    private const string Scenario = """
        {
          "consented": true,
          "tenants": [{
            "domain": "hostile.onmicrosoft.example", "name": "\u001b[31mred\r\nline \u202egnp",
            "relationships": [{ "name": "\u001b[5mblink" }, { "name": "\u001b]0;title\u0007", "status": "approvalPending" }]
          }]
        }
        """;

    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario);
    private readonly Session session = new("PartnerAuth", "PartnerAuth.Sandbox");

    public HostileViewTests()
    {
        GdapPractice.Connect(session, program.Document);
        session.Host.ShowsColours = true;
    }

    [Theory]
    [InlineData("Get-PartnerCustomer")]
    [InlineData("Get-PartnerCustomer -Source PartnerCenter, Gdap, Contracts")]
    [InlineData("Get-PartnerDelegatedAdminRelationship")]
    [InlineData("(Get-PartnerDelegatedAdminRelationship).Assignments")]
    [InlineData("Get-PartnerCustomer | Test-PartnerCustomerAccess")]
    [InlineData("Get-PartnerCustomer | Test-PartnerCustomerAccess -AsResult")]
    [InlineData("(Get-PartnerCustomer | Test-PartnerCustomerAccess).Steps")]
    [InlineData("Get-PartnerCustomer | Get-PartnerCustomerApplicationConsent")]
    [InlineData("Get-PartnerCustomer | Get-PartnerHeader -Scopes Graph -AsResult")]
    public void No_view_lets_an_escape_code_act(string command)
    {
        foreach (string view in new[] { string.Empty, " | Format-List", " | Format-Table", " | Format-List *", " | Format-Table *" })
        {
            string shown = Own().Replace(session.Show($"({command}){view}"), string.Empty);
            Assert.NotEmpty(shown.Trim());
            Assert.DoesNotContain('\u001b', shown);
            Assert.DoesNotContain('\u0007', shown);
            Assert.DoesNotContain('\u202e', shown);

            // What PowerShell itself takes out for this console is not what keeps another one safe.
            Assert.DoesNotMatch(@"(?<!\[31m)red|(?<!\[5m)blink", shown);
        }
    }

    [Fact]
    public void No_view_of_a_customer_of_the_sandbox_lets_an_escape_code_act()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, Scenario);
        session.Run("$own = Start-PartnerSandbox -Scenario $file", ("file", file)).AssertClean();
        string shown = Own().Replace(session.Show("$own.Customers; $own.Customers | Format-List; $own.Customers | Format-Table; $own.Customers | Format-List *"), string.Empty);
        session.Run("Stop-PartnerSandbox -Sandbox $own").AssertClean();
        File.Delete(file);
        Assert.Contains("hostile", shown);
        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain('\u202e', shown);
    }

    public void Dispose()
    {
        session.Dispose();
        program.Dispose();
    }

    // The colours of PowerShell's own headers (green, bold, and back) and of our words.
    [GeneratedRegex(@"\x1b\[(0|1|3|32;1|32;1;3|31|32|33)?m(?!red|line|blink)")]
    private static partial Regex Own();
}
