using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Views;

/// <summary>What a console shows of the module's objects: never a token, and nothing that a hostile name could do.</summary>
public sealed class ViewTests(Practice practice) : IClassFixture<Practice>
{
    private const string Adatum = "adatum.onmicrosoft.example";
    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("$token")]
    [InlineData("$header")]
    [InlineData("$token, $header")]
    [InlineData("$context; $token; $header; $result")]
    [InlineData("Get-PartnerEnvironment; $header; $token")]
    [InlineData("$result")]
    [InlineData("$token | Format-List")]
    [InlineData("$token | Format-Table")]
    [InlineData("$header | Format-List")]
    [InlineData("$header | Format-Table")]
    [InlineData("$connect")]
    [InlineData("$connect | Format-List")]
    [InlineData("$connect | Format-Table")]
    [InlineData("[pscustomobject]@{ First = $connect }; @{ First = $connect }; $connect, $connect; $connectResult | Format-List *")]
    [InlineData("$token, $connect; \"$connect $($connectResult)\"; $connectResult")]
    [InlineData("$result | Format-List")]
    [InlineData("$result | Format-Table")]
    [InlineData("\"$token $header $result\"")]
    [InlineData("$context | Format-List *; $context | ConvertTo-Json -Depth 9; $context.Account | Format-List *; $context.Environment | Format-List *")]
    [InlineData("$result | Format-List *; $result | Format-Table *; $result | Select-Object Tenant, Value")]
    [InlineData("[pscustomobject]@{ First = $header; Second = $token; Third = $result }; @{ First = $header; Second = $token }")]
    [InlineData("$header, $header; $token, $header, $context, $result[0], 1, 'text'; ,@($header, $token)")]
    [InlineData("'{0} {1} {2}' -f $header, $token, $result[0]; [string]$header + [string]$token")]
    [InlineData("$result | ConvertTo-Json -Depth 1; $Error | Format-List * -Force")]
    [InlineData("$customer | Format-List *; $customer | ConvertTo-Json -Depth 9")]
    public void No_view_shows_a_secret(string shown)
    {
        session.Run(
            $"$token = New-PartnerAccessToken -Scopes Graph -Tenant {Adatum}; $header = Get-PartnerHeader -Scopes Graph -Tenant {Adatum}; "
            + $"$result = Get-PartnerHeader -Scopes Graph -Tenant {Adatum}, noaccess.onmicrosoft.example -AsResult; "
            + $"$connect = Get-PartnerConnectParameter -For ExchangeOnline -Tenant {Adatum}; $connectResult = Get-PartnerConnectParameter -For Azure -Tenant {Adatum} -AsResult; "
            + "$customer = @(Get-PartnerCustomer)[0]").AssertClean();
        PSObject token = session.Run("$token").One;
        string text = session.Show(shown);
        Assert.NotEmpty(text.Trim());
        foreach (string secret in practice.Secrets.Append((string)token.Properties["AccessToken"].Value).Append((string)token.Properties["RefreshToken"].Value))
        {
            Assert.DoesNotContain(secret, text.ReplaceLineEndings(string.Empty).Replace(" ", string.Empty));
        }

        Assert.DoesNotContain("eyJ", text);
    }

    [Fact]
    public void A_context_as_json_says_who_is_connected_and_holds_no_secret()
    {
        string json = session.Run("$context | ConvertTo-Json -Depth 9").One.ToString();
        Assert.Contains(practice.Sandbox.TenantId, json);
        Assert.Contains("ExtendedProperties", json);
        foreach (string secret in practice.Secrets)
        {
            Assert.DoesNotContain(secret, json);
        }
    }

    [Fact]
    public void The_views_say_whom_a_token_is_for_and_until_when()
    {
        foreach (string command in new[] { "New-PartnerAccessToken", "Get-PartnerHeader" })
        {
            string text = session.Show($"{command} -Scopes Graph -Tenant {Adatum}");
            Assert.Contains(Adatum, text);
            Assert.Contains(practice.TenantId("adatum"), text);
            Assert.Contains("ExpiresOn", text);
            Assert.Contains("***", text);
        }
    }

    [Theory]
    [InlineData("New-PartnerAccessToken -Scopes Graph")]
    [InlineData("Get-PartnerHeader -Scopes Graph")]
    [InlineData("Get-PartnerConnectParameter -For Graph")]
    public void What_ends_tells_the_time_that_is_left(string command)
    {
        Assert.Matches(@"TimeLeft\s+: (00|01):\d\d:\d\d\n", session.Show($"{command} -Tenant {Adatum}"));
        Assert.Matches(@"Tenant\s+TenantId\s+TimeLeft", session.Show($"{command} -Tenant {Adatum} | Format-Table"));
    }

    [Theory]
    [InlineData("Get-PartnerOrganizationProfile", @"CompanyName\s+TenantId\s+Domain\s+Email")]
    [InlineData("Get-PartnerCustomer | New-PartnerConsentUrl", @"Tenant\s+Scopes\s+Url")]
    [InlineData("(Test-PartnerApplication).Checks", @"Name\s+Outcome\s+Message\s+Remedy")]
    [InlineData("(Test-PartnerApplication).Credentials", @"Kind\s+Name\s+EndsOn\s+DaysLeft")]
    [InlineData("(Test-PartnerCustomerAccess adatum.onmicrosoft.example).Steps", @"Name\s+Workload\s+Outcome\s+Message")]
    [InlineData("(Get-PartnerCustomerApplicationConsent adatum.onmicrosoft.example).Services", @"Name\s+Scopes")]
    public void A_table_begins_with_what_matters(string command, string columns) =>
        Assert.Matches(columns, session.Show(command + " | Format-Table"));

    [Fact]
    public void The_status_of_a_refresh_token_begins_with_whose_it_is()
    {
        string shown = session.Show("Get-PartnerRefreshTokenStatus").Trim();
        Assert.StartsWith("UserPrincipalName", shown);
        Assert.DoesNotContain("Context", shown);
    }

    [Fact]
    public void The_views_of_old_types_have_their_old_columns()
    {
        Assert.Matches(@"Account\s+Environment\s+TenantId", session.Show("$context"));
        string customers = session.Show("Get-PartnerCustomer");
        Assert.Matches(@"CustomerId\s+Domain\s+Name", customers);
        Assert.DoesNotContain("Context", customers);
    }

    [Fact]
    public void A_hostile_name_reaches_the_console_without_its_controls()
    {
        using SandboxProcess many = new("--customers", "60", "--seed", "11");
        using Session other = new("PartnerAuth");
        string shown = other.Show(
            "$null = Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment; Get-PartnerCustomer",
            ("sandbox", many.Document));
        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain('\u202e', shown);
        HashSet<string> names = [.. other.Run("(Get-PartnerCustomer).Name").Output.Select(name => name.ToString())];
        IEnumerable<string> given = many.Document.Customers.Select(customer => customer.Name);
        Assert.Contains(given, name => name.Any(char.IsControl));
        Assert.DoesNotContain(names, name => name.Any(char.IsControl));

        // What is plain stays as it is, letter for letter.
        Assert.Superset(given.Where(name => !name.Any(one => char.IsControl(one) || char.GetUnicodeCategory(one) == System.Globalization.UnicodeCategory.Format)).ToHashSet(), names);
    }
}
