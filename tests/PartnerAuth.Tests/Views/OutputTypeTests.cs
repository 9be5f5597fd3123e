using System.Text.RegularExpressions;
using System.Xml.Linq;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Views;

/// <summary>Every type that a command writes has a table and a list of its own, and neither shows a secret.</summary>
public sealed partial class OutputTypeTests(Practice practice) : IClassFixture<Practice>
{
    private const string Models = "Microsoft.Store.PartnerCenter.PowerShell.Models.";
    private const string Consents = "Microsoft.Store.PartnerCenter.Models.ApplicationConsents.ApplicationConsent";
    private const string Grant = "@{ EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'; Scope = 'User.Read' }";

    /// <summary>Types of PowerShell's own, and a text.</summary>
    private static readonly HashSet<string> Others = ["System.Void", "System.String", "System.Security.SecureString", "System.IO.FileInfo"];

    /// <summary>All of whose properties are shown, in a list: what is there is plain and holds no secret.</summary>
    private static readonly HashSet<string> WholeInLists =
    [
        Models + "Authentication.PartnerContext", Models + "Authentication.PSPartnerEnvironment",
    ];

    private static readonly XElement[] Views =
        [.. XDocument.Load(Path.Combine(Folders.Modules, "PartnerAuth", "PartnerAuth.format.ps1xml")).Descendants("View")];

    /// <summary>The types that hold a token as text, as the topic on secrets lists them.</summary>
    private static readonly string[] TokenTypes =
        [.. TokenType().Matches(File.ReadAllText(Path.Combine(Folders.Repository, "powershell", "docs", "en-US", "about_PartnerAuth_Secrets.md"))).Select(found => found.Groups[1].Value)];

    private readonly Session session = practice.Session;

    /// <summary>Who writes it, the type, and how its table and its list begin.</summary>
    public static TheoryData<string, string, string, string> Written => new()
    {
        { "New-PartnerAccessToken -Scopes Graph -Tenant adatum.onmicrosoft.example", Models + "Authentication.AuthResult", @"Tenant\s+TenantId\s+TimeLeft", "Tenant" },
        { "Get-PartnerHeader -Scopes Graph -Tenant adatum.onmicrosoft.example", "PartnerAuth.PartnerHeader", @"Tenant\s+TenantId\s+TimeLeft", "Tenant" },
        { "Get-PartnerHeader -Scopes Graph -Tenant adatum.onmicrosoft.example, noaccess.onmicrosoft.example -AsResult", "PartnerAuth.PartnerResult", @"Tenant\s+Succeeded\s+Seconds\s+Outcome", "Tenant" },
        { "Get-PartnerConnectParameter -For ExchangeOnline -Tenant adatum.onmicrosoft.example", "PartnerAuth.PartnerConnectParameter", @"Tenant\s+TenantId\s+TimeLeft", "Tenant" },
        { "Get-PartnerContext", Models + "Authentication.PartnerContext", @"Account\s+Environment\s+TenantId", "Account" },
        { "Get-PartnerEnvironment", Models + "Authentication.PSPartnerEnvironment", @"Name\s+Type\s+ActiveDirectoryAuthority", "ActiveDirectoryAuthority" },
        { "Get-PartnerCustomer", Models + "Customers.PSCustomer", @"CustomerId\s+Domain\s+Name", "CustomerId" },
        { "Get-PartnerOrganizationProfile", Models + "Partners.PSOrganizationProfile", @"CompanyName\s+TenantId\s+Domain\s+Email", "CompanyName" },
        { "Get-PartnerDelegatedAdminRelationship", "PartnerAuth.PartnerDelegatedAdminRelationship", @"Customer\s+Name\s+Status\s+DaysLeft", "Name" },
        { "Get-PartnerRefreshTokenStatus", "PartnerAuth.PartnerRefreshTokenStatus", "UserPrincipalName", "UserPrincipalName" },
        { "Get-PartnerTimeline", "PartnerAuth.PartnerTimelineEntry", @"Date\s+Status\s+Title\s+What to do", "Id" },
        { "Get-PartnerCustomerApplicationConsent adatum.onmicrosoft.example", "PartnerAuth.PartnerApplicationConsent", @"Tenant\s+Consented\s+Services", "Tenant" },
        { $"New-PartnerCustomerApplicationConsent -CustomerId fabrikam.onmicrosoft.example -ApplicationId $sandbox.ApplicationId -ApplicationGrants {Grant} -DisplayName Views", Consents, @"TenantId\s+ApplicationId\s+Verified\s+DisplayName", "TenantId" },
        { "Sync-PartnerCustomerApplicationConsent wingtip.onmicrosoft.example -Manifest $manifest -WhatIf", "PartnerAuth.PartnerConsentSync", @"Tenant\s+Outcome\s+Details", "Tenant" },
        { "Remove-PartnerCustomerApplicationConsent contoso.onmicrosoft.example -Confirm:$false", "PartnerAuth.PartnerConsentRemoval", @"Tenant\s+Consent\s+ServicePrincipal", "Tenant" },
        { "New-PartnerConsentUrl adatum.onmicrosoft.example", "PartnerAuth.PartnerConsentUrl", @"Tenant\s+Scopes\s+Url", "Tenant" },
        { "Test-PartnerApplication", "PartnerAuth.PartnerApplicationTest", @"ApplicationId\s+DisplayName\s+Outcome", "ApplicationId" },
        { "New-PartnerApplication -Manifest $manifest -WhatIf", "PartnerAuth.PartnerApplication", @"ApplicationId\s+DisplayName\s+Outcome", "ApplicationId" },
        { "Test-PartnerCustomerAccess adatum.onmicrosoft.example", "PartnerAuth.PartnerCustomerAccess", @"Tenant\s+Outcome\s+Details", "Tenant" },
        { "Repair-PartnerCustomerAccess wingtip.onmicrosoft.example -Manifest $manifest -WhatIf", "PartnerAuth.PartnerCustomerRepair", @"Tenant\s+Outcome\s+Details", "Tenant" },
        { "Resolve-PartnerError -Error AADSTS65001", Models + "Errors.PartnerErrorRecord", @"Code\s+Kind\s+Meaning\s+Remedy", "Code" },
        { "Resolve-PartnerError -Error ([System.Exception]::new('AADSTS65001'))", Models + "Errors.PartnerExceptionRecord", @"Code\s+Kind\s+Meaning\s+Remedy", "Code" },
        { "Resolve-PartnerError -Error $refused", Models + "Errors.PartnerRestExceptionRecord", @"Code\s+Kind\s+Meaning\s+Remedy", "Code" },
    };

    /// <summary>Who writes it, and the type.</summary>
    public static TheoryData<string, string> Types => new(Written.Select(row => (row.Data.Item1, row.Data.Item2)));

    [Fact]
    public void Every_type_that_a_command_says_it_writes_is_looked_at()
    {
        IEnumerable<string> told = session.Run("(Get-Command -Module PartnerAuth).OutputType.Name").Output.Select(name => name.ToString()).Distinct();

        // An answer of a browser is written alone where somebody listens.
        Assert.Equal(
            Written.Select(row => row.Data.Item2).Append("PartnerAuth.PartnerConsentAnswer").Order(StringComparer.Ordinal),
            told.Except(Others).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void What_a_command_writes_has_a_table_and_a_list_without_a_secret(string command, string type, string table, string list)
    {
        Make(command);
        PSObject made = session.Run("$made[0]").One;
        Assert.Equal(type, made.BaseObject.GetType().FullName);
        bool isLimited = made.Members["PSStandardMembers"] is not null;
        Assert.True(isLimited || HasView(made, "TableControl"), "no table");
        Assert.True(isLimited || HasView(made, "ListControl") || WholeInLists.Contains(type), "no list");

        string rows = session.Show("$made | Format-Table"), items = session.Show("$made | Format-List");
        Assert.Matches(table, rows);
        Assert.StartsWith(list, items.TrimStart());
        foreach (string shown in new[] { rows, items })
        {
            string whole = shown.ReplaceLineEndings(string.Empty).Replace(" ", string.Empty);
            Assert.All(practice.Secrets, secret => Assert.DoesNotContain(secret, whole));
            Assert.DoesNotContain("eyJ", whole);
            Assert.DoesNotMatch("PartnerAuth\\.Partner|System\\.Collections", shown);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Json_of_what_a_command_writes_holds_a_token_where_the_page_says_so_and_nowhere_else(string command, string type)
    {
        Make(command);

        // An error leads to all of .NET, as deep as one goes.
        int depth = type.Contains(".Errors.", StringComparison.Ordinal) ? 1 : 4;
        string json = session.Run($"ConvertTo-Json -InputObject $made.Where({{ $null -eq $_.Error }}) -Depth {depth}").One.ToString();
        Assert.NotEqual("[]", json);
        bool holdsToken = json.Contains("eyJ", StringComparison.Ordinal) || practice.Secrets.Any(json.Contains);
        Assert.Equal(TokenTypes.Contains(type.Split('.')[^1]), holdsToken);
    }

    [Fact]
    public void The_page_names_five_types_that_hold_a_token_at_most()
    {
        IEnumerable<string> written = Written.Select(row => row.Data.Item2.Split('.')[^1]);
        Assert.InRange(TokenTypes.Length, 1, 5);
        Assert.Subset(written.ToHashSet(), TokenTypes.ToHashSet());
    }

    private void Make(string command)
    {
        using TemporaryFolder folder = new();
        string manifest = Path.Combine(folder.Path, "partner.json");
        File.WriteAllText(manifest, $$"""
            { "application": { "id": "{{practice.Sandbox.ApplicationId}}", "displayName": "Views" }, "grants": [{ "resource": "Graph", "delegated": ["User.Read"] }] }
            """);
        session.Run(
            $"try {{ $null = New-PartnerAccessToken -Scopes Graph -Tenant noaccess.onmicrosoft.example -ForceRefresh -ErrorAction Stop }} catch {{ $refused = $_ }}; $Error.Clear(); "
            + $"$made = @({command})",
            ("manifest", manifest)).AssertClean();
    }

    /// <summary>A row of the table, such as <c>| AuthResult | New-PartnerAccessToken | ... |</c>.</summary>
    [GeneratedRegex(@"^\| (\w+) \| \w+-Partner", RegexOptions.Multiline)]
    private static partial Regex TokenType();

    private static bool HasView(PSObject made, string control) => Views.Any(view =>
        view.Element(control) is not null && view.Descendants("TypeName").Any(name => made.TypeNames.Contains(name.Value)));
}
