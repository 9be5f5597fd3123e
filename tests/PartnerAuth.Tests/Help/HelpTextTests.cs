using System.Diagnostics;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Help;

/// <summary>What the pages say is there: commands, parameters, topics and links.</summary>
public sealed partial class HelpTextTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    /// <summary>What looks like a command of ours and is a header, or of another module.</summary>
    private static readonly string[] Elsewhere = ["Content-Type", "Retry-After", "Install-Module", "Install-PSResource", "Export-Clixml"];

    /// <summary>Commands of the PartnerCenter module that are not here, and whose requests the migration topic tells.</summary>
    private static readonly string[] Commerce =
    [
        "Get-PartnerAuditRecord", "Get-PartnerCustomerAgreement", "Get-PartnerCustomerBillingProfile", "Get-PartnerCustomerOrder",
        "Get-PartnerCustomerQualification", "Get-PartnerCustomerSubscribedSku", "Get-PartnerCustomerSubscription",
        "Get-PartnerCustomerSubscriptionAddOn", "Get-PartnerCustomerUser", "Get-PartnerCustomerUserLicense", "Get-PartnerIndirectReseller",
        "Get-PartnerInvoice", "Get-PartnerInvoiceLineItem", "Get-PartnerInvoiceSummary", "Get-PartnerOffer", "Get-PartnerProduct",
        "Get-PartnerProductSku", "New-PartnerCustomerCart", "New-PartnerCustomerOrder", "Set-PartnerCustomerSubscription",
        "Submit-PartnerCustomerCart",
    ];

    private Dictionary<string, CommandInfo>? known;

    /// <summary>All pages.</summary>
    public static TheoryData<string> Pages => [.. HelpPages.Commands, .. HelpPages.Topics];

    /// <summary>The pages of commands.</summary>
    public static TheoryData<string> Commands => [.. HelpPages.Commands];

    [Fact]
    public void The_facts_on_the_pages_are_what_the_builder_writes()
    {
        OtherPrograms.Need("dotnet");
        string builder = Path.Combine(Folders.Target, "dotnet", "bin", "Help", "release", "Help.dll");
        string docs = Path.Combine(Folders.Repository, "powershell", "docs", "en-US");
        IEnumerable<string> assemblies = new[] { "PartnerAuth", "PartnerAuth.Sandbox" }.Select(name => Path.ChangeExtension(Folders.Manifest(name), "dll"));
        using Process check = Process.Start(new ProcessStartInfo("dotnet", [builder, "check", docs, "-", .. assemblies]) { RedirectStandardError = true })!;
        string differences = check.StandardError.ReadToEnd();
        check.WaitForExit();
        Assert.Equal(string.Empty, differences);
        Assert.Equal(0, check.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Scripts_call_commands_and_parameters_that_there_are(string name)
    {
        foreach ((string script, _) in HelpPages.Scripts(name))
        {
            ScriptBlockAst tree = Parser.ParseInput(script, out _, out ParseError[] errors);
            Assert.Empty(errors.Select(error => $"{name}: {error.Message}"));
            IEnumerable<CommandAst> calls = tree.FindAll(part => part is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>();
            Assert.All(calls.Where(call => call.GetCommandName() is not null), call => Check(call, script));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_that_a_text_names_are_there(string name)
    {
        IEnumerable<string> others = name == "about_PartnerAuth_Migration" ? Elsewhere.Concat(Commerce) : Elsewhere;
        Assert.Empty(CommandName().Matches(HelpPages.Text(name)).Select(match => match.Value).Distinct().Except(Known.Keys).Except(others));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_has_no_text_that_waits_to_be_written(string name)
    {
        string text = HelpPages.Text(name);
        Assert.DoesNotContain("{{", text);
        Assert.DoesNotMatch(@"(?i)\b(tbd|lorem|fill in)\b|\{\{", text);
        Assert.All(Link().Matches(text), link => Assert.Contains(link.Groups["page"].Value, HelpPages.Commands.Concat(HelpPages.Topics)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Properties_that_a_page_tells_of_an_output_are_there(string name)
    {
        CmdletInfo command = (CmdletInfo)module.Session.Run($"Get-Command {name}").One.BaseObject;
        string outputs = HelpPages.Text(name).Split("\n## OUTPUTS\n")[1].Split("\n## NOTES\n")[0];
        foreach (PSTypeName output in command.OutputType.Where(type => outputs.Contains($"### {type.Name}\n")))
        {
            string told = outputs.Split($"### {output.Name}\n")[1].Split("###")[0];
            Assert.All(Property().Matches(told), property => Assert.NotNull(output.Type.GetProperty(property.Groups["name"].Value)));
        }
    }

    [Theory]
    [InlineData("Connect-PartnerCenter")]
    [InlineData("Disconnect-PartnerCenter")]
    [InlineData("Get-PartnerContext")]
    [InlineData("Get-PartnerCustomer")]
    [InlineData("Get-PartnerEnvironment")]
    [InlineData("Get-PartnerOrganizationProfile")]
    [InlineData("New-PartnerAccessToken")]
    [InlineData("New-PartnerCustomerApplicationConsent")]
    [InlineData("Register-PartnerTokenCache")]
    [InlineData("Resolve-PartnerError")]
    [InlineData("Test-PartnerSecurityRequirement")]
    public void Each_old_command_for_authentication_consent_and_customers_has_its_twin_in_the_migration_topic(string name) =>
        Assert.Contains($"| `{name}", HelpPages.Text("about_PartnerAuth_Migration"));

    [Theory]
    [InlineData("about_PartnerAuth", "AdminAgents")]
    [InlineData("about_PartnerAuth_Gdap", "Cloud Application Administrator")]
    [InlineData("about_PartnerAuth_Migration", "#Requires -Modules PartnerCenter")]
    [InlineData("about_PartnerAuth_Secrets", "transcript")]
    [InlineData("about_PartnerAuth_Troubleshooting", "AADSTS65001")]
    public void A_topic_is_found_and_says_what_it_is_for(string topic, string content)
    {
        string text = module.Session.Run($"Get-Help {topic}").One.ToString();
        Assert.Contains($"    {topic}", text);
        Assert.Contains(content, Whitespace().Replace(text, " "));
        // Scripts stand deeper, and are as long as they are.
        Assert.All(text.Split('\n').Where(line => line.Length > 80 && !line.StartsWith("        ")), line => Assert.DoesNotContain(' ', line.Trim()));
        Assert.Contains(topic, HelpPages.Topics);
    }

    /// <summary>What can be called: both modules, the stand-ins and the engine.</summary>
    private Dictionary<string, CommandInfo> Known => known ??= module.Session
        .Run("Import-Module StandIns; Get-Command -CommandType Cmdlet, Function").OutputOf<CommandInfo>()
        .DistinctBy(command => command.Name).ToDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Fails when a command, or a parameter that a call names, is not there.</summary>
    private void Check(CommandAst call, string script)
    {
        Assert.True(Known.TryGetValue(call.GetCommandName(), out CommandInfo? command), $"There is no {call.GetCommandName()}: {script}");
        foreach (CommandParameterAst parameter in call.CommandElements.OfType<CommandParameterAst>())
        {
            bool isKnown = command.Parameters.ContainsKey(parameter.ParameterName)
                || command.Parameters.Values.Any(one => one.Aliases.Contains(parameter.ParameterName, StringComparer.OrdinalIgnoreCase));
            Assert.True(isKnown, $"{command.Name} has no -{parameter.ParameterName}: {script}");
        }
    }

    [GeneratedRegex(@"\b[A-Z][a-z]+-[A-Z][A-Za-z]+\b")]
    private static partial Regex CommandName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+)`")]
    private static partial Regex Property();

    [GeneratedRegex(@"\]\((?<page>[^):/]+)\.md\)")]
    private static partial Regex Link();
}
