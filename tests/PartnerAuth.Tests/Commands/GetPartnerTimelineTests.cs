using System.Globalization;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Get-PartnerTimeline: which dated changes break scripts, and which of them are in a script.</summary>
public sealed class GetPartnerTimelineTests(ModuleFixture module) : IClassFixture<ModuleFixture>, IDisposable
{
    private readonly Session session = module.Session;
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void All_entries_come_by_date_and_say_as_of_when()
    {
        IReadOnlyList<PSObject> all = session.Run("Get-PartnerTimeline").Output;
        Assert.True(all.Count >= 60);
        string[] days = [.. all.Select(FirstDay)];
        Assert.Equal(days.Order(StringComparer.Ordinal), days);
        Assert.All(all, entry =>
        {
            Assert.Equal("PartnerAuth.PartnerTimelineEntry", entry.BaseObject.GetType().FullName);
            Assert.Equal(new DateTime(2026, 11, 24), Value<DateTime>(entry, "AsOf"));
            Assert.Equal(new DateTime(2026, 11, 24), Value<DateTime>(entry, "CheckedOn"));
            Assert.NotEmpty(Value<IReadOnlyList<string>>(entry, "Sources"));
            Assert.NotEmpty(Value<string>(entry, "Remedy"));
        });
    }

    [Fact]
    public void The_status_counts_the_days_from_today()
    {
        PSObject end = session.Run("Get-PartnerTimeline powershell-7-6").One;
        long left = (long)(new DateTime(2028, 11, 14) - DateTime.Today).TotalDays;
        Assert.SkipUnless(left > 1, "PowerShell 7.6 has ended.");
        Assert.Equal((left, $"in {left} days"), (Value<long>(end, "DaysLeft"), Value<string>(end, "Status")));
        PSObject past = session.Run("Get-PartnerTimeline -Id AZURE-AD-GRAPH").One;
        Assert.Equal((null, "past"), (past.Properties["DaysLeft"].Value, Value<string>(past, "Status")));
        Assert.Equal("withdrawn", session.Run("(Get-PartnerTimeline dap-first-transition-plan).Status").One.ToString());
    }

    [Theory]
    [InlineData("-After 2028-11-14 -Before 2028-11-14", "powershell-7-6")]
    [InlineData("-After 2024-03-31 -Before 2024-04-30", "exchange-legacy-client")]
    [InlineData("-Before 2019-08-01", "secure-application-model")]
    [InlineData("-After 2028-11-15", "")]
    public void Days_restrict_and_a_month_is_of_every_day_in_it(string arguments, string ids) =>
        Assert.Equal(ids, string.Join(" ", Ids($"Get-PartnerTimeline {arguments}")));

    [Fact]
    public void Upcoming_leaves_out_what_is_over_postponed_or_withdrawn()
    {
        IReadOnlyList<PSObject> upcoming = session.Run("Get-PartnerTimeline -Upcoming").Output;
        Assert.All(upcoming, entry => Assert.NotNull(entry.Properties["DaysLeft"].Value));
        Assert.Equal(
            session.Run("Get-PartnerTimeline | Where-Object DaysLeft -ne $null | ForEach-Object Id").Output.Select(id => id.ToString()),
            upcoming.Select(entry => Value<string>(entry, "Id")));
    }

    [Fact]
    public void In_use_are_the_things_that_this_process_has_used_and_its_PowerShell()
    {
        string version = session.Run("'{0}.{1}' -f $PSVersionTable.PSVersion.Major, $PSVersionTable.PSVersion.Minor").One.ToString();
        IReadOnlyList<string> powershell = Ids("Get-PartnerTimeline -InUse | Where-Object { $_.Seen -contains \"powerShell " + version + "\" }");
        Assert.Equal(["powershell-" + version.Replace('.', '-')], powershell);

        session.Run("New-PartnerAccessToken -ApplicationId 11111111-aaaa-4aaa-8aaa-111111111111 -RefreshToken partner-sandbox.x -Environment AzureGermanCloud -Scopes https://graph.windows.net/.default");
        IReadOnlyList<string> used = Ids("Get-PartnerTimeline -InUse");
        Assert.Contains("german-cloud", used);
        Assert.Contains("azure-ad-graph", used);
        Assert.Contains("partner-center-aad-graph-tokens", used);
        Assert.DoesNotContain("mfa-exceptions-end", used);
        Assert.Equal("cloud AzureGermanCloud", session.Run("Get-PartnerTimeline -InUse | Where-Object Id -eq german-cloud | ForEach-Object Seen").One.ToString());
    }

    [Fact]
    public void A_script_is_told_what_breaks_it_and_in_which_lines()
    {
        string script = Write("old.ps1", "# Connect-MsolService\n\nConnect-MsolService -Credential $c\n<#\nGet-MsolUser\n#>\nGet-MsolUser; exit 7\nConnect-AzureAD\n");
        PSObject found = session.Run("Get-PartnerTimeline -ScriptPath $script", ("script", script)).One;
        Assert.Equal("msonline-azuread-modules", Value<string>(found, "Id"));
        Assert.Equal([3u, 7u, 8u], Value<IReadOnlyList<uint>>(found, "Line"));
        Assert.Equal(script, Value<string>(found, "ScriptPath"));
        Assert.Matches(@"old\.ps1\s+3, 7, 8\s+2025-05-30", session.Show("Get-PartnerTimeline -ScriptPath $script", ("script", script)));
    }

    [Fact]
    public void A_script_is_read_and_never_run()
    {
        string trace = Path.Combine(folder.Path, "trace");
        Write("run.psm1", $"Set-Content '{trace}' 1; Connect-AzureAD\nusing module ./missing.psm1\n");
        Assert.Equal(["msonline-azuread-modules"], Ids("Get-PartnerTimeline -ScriptPath $script", Path.Combine(folder.Path, "run.psm1")));
        Assert.False(File.Exists(trace));
    }

    [Fact]
    public void A_folder_of_scripts_goes_through_the_pipeline_or_a_wildcard()
    {
        Write("a.ps1", "Connect-AzureAD");
        Write("b[1].ps1", "#requires -Modules PartnerCenter\n");
        Write("good.ps1", "Connect-ExchangeOnline @parameters");
        Write("blank.ps1", "\r\n");
        Directory.CreateDirectory(Path.Combine(folder.Path, "deep"));
        Write("deep/c.txt", "# https://graph.windows.net in a text has no comments");
        foreach (string call in new[]
        {
            // What Get-ChildItem gives: the engine of these tests has no Get-ChildItem.
            "[IO.DirectoryInfo]::new($script).GetFileSystemInfos('*', 'AllDirectories') | Get-PartnerTimeline",
            "[IO.Directory]::GetFiles($script, '*', 'AllDirectories') | Get-PartnerTimeline",
            "Get-PartnerTimeline -ScriptPath $script/*.ps1, $script/deep/c.*",
        })
        {
            RunResult run = session.Run(call, ("script", folder.Path));
            run.AssertClean();
            Assert.Equal(
                ["a.ps1 msonline-azuread-modules", "b[1].ps1 partnercenter-module", "c.txt azure-ad-graph", "c.txt partner-center-aad-graph-tokens"],
                run.Output.Select(found => $"{Path.GetFileName(Value<string>(found, "ScriptPath"))} {Value<string>(found, "Id")}").Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_newer_timeline_takes_the_place_of_the_modules_and_says_its_own_day()
    {
        string newer = Write("newer.json", GetPartnerTimelineInputTests.Timeline(GetPartnerTimelineInputTests.Entry("new-thing")));
        PSObject entry = session.Run("Get-PartnerTimeline -Path $newer", ("newer", newer)).One;
        Assert.Equal(("new-thing", new DateTime(2027, 1, 31)), (Value<string>(entry, "Id"), Value<DateTime>(entry, "AsOf")));
        string script = Write("new.ps1", "Get-Thing\n");
        Assert.Equal(["new-thing"], Ids($"Get-PartnerTimeline -ScriptPath $script -Path '{newer}'", script));
        Assert.Equal("InvalidInput", session.Run($"Get-PartnerTimeline azure-ad-graph -Path '{newer}'").OneError.FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void The_views_say_the_date_what_and_what_to_do()
    {
        Assert.Matches(@"Date\s+Status\s+Title\s+What to do", session.Show("Get-PartnerTimeline"));
        string list = session.Show("Get-PartnerTimeline partner-center-api-mfa | Format-List");
        Assert.Matches(@"AsOf\s+: 2026-11-24\s", list);
        foreach (string part in new[] { "Sources", "2026-04-01 (was planned)", "Confidence" })
        {
            Assert.Contains(part, list);
        }
    }

    [Theory]
    [InlineData("New-PartnerAccessToken -RefreshToken partner-sandbox.x -Scopes https://graph.windows.net/.default", "azure-ad-graph")]
    [InlineData("Get-PartnerHeader -RefreshToken partner-sandbox.x -Scopes https://graph.windows.net//User.Read,https://graph.windows.net/.default", "azure-ad-graph")]
    [InlineData("New-PartnerAccessToken -RefreshToken partner-sandbox.x -Scopes 00000002-0000-0000-C000-000000000000/.default", "azure-ad-graph")]
    [InlineData("New-PartnerAccessToken -RefreshToken partner-sandbox.x -Resource https://graph.windows.net/", "azure-ad-graph")]
    [InlineData("New-PartnerAccessToken -RefreshToken partner-sandbox.x -Scopes Graph -Environment AzureGermanCloud", "german-cloud")]
    [InlineData("Connect-PartnerCenter -RefreshToken partner-sandbox.x -ApplicationId '{A0C73C16-a7e3-4564-9a95-2bdf47383716}'", "exchange-legacy-client")]
    public void What_is_retired_brings_one_warning_with_its_day_and_its_entry(string call, string id)
    {
        string application = call.Contains("-ApplicationId") ? string.Empty : " -ApplicationId 11111111-aaaa-4aaa-8aaa-111111111111";
        RunResult run = session.Run(call + application);
        PSObject entry = session.Run($"Get-PartnerTimeline {id}").One;
        Assert.Contains($"(since {Value<string>(entry, "Date")}, Get-PartnerTimeline -Id {id})", Assert.Single(run.Warnings));
        Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_consent_to_Azure_AD_Graph_brings_the_warning_too() =>
        Assert.Contains(
            "-Id azure-ad-graph)",
            Assert.Single(session.Run(
                "New-PartnerCustomerApplicationConsent -CustomerId a.example -ApplicationId 11111111-aaaa-4aaa-8aaa-111111111111 "
                + "-ApplicationGrants @{ EnterpriseApplicationId = '00000002-0000-0000-c000-000000000000'; Scope = 'User.Read' }").Warnings));

    [Fact]
    public void The_refusal_of_the_old_Exchange_application_names_its_entry()
    {
        using Session other = new("PartnerAuth");
        Assert.Contains("Get-PartnerTimeline -Id exchange-legacy-client)", other.Run("New-PartnerAccessToken -Module ExchangeOnline").OneError.ToString());
    }

    [Fact]
    public void Ids_complete()
    {
        CommandCompletion offered = CommandCompletion.CompleteInput("Get-PartnerTimeline azure-ad", 28, null, PowerShell.Create(session.Runspace));
        Assert.Equal("azure-ad-graph", Assert.Single(offered.CompletionMatches).CompletionText);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private static T Value<T>(PSObject item, string property) => (T)item.Properties[property].Value;

    private static string FirstDay(PSObject entry) => Value<string>(entry, "Date").Length switch
    {
        4 => Value<string>(entry, "Date") + "-01-01",
        7 => Value<string>(entry, "Date") + "-01",
        _ => DateTime.ParseExact(Value<string>(entry, "Date"), "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    private IReadOnlyList<string> Ids(string call, string? script = null) =>
        [.. session.Run(call, ("script", script)).Output.Select(entry => Value<string>(entry, "Id"))];

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
