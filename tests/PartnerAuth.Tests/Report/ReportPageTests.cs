using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PartnerAuth.Tests.Browser;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Report;

/// <summary>The page of a report in a browser, with a person in front of it.</summary>
public sealed class ReportPageTests(ReportObjects objects, Chromium chromium) : IClassFixture<ReportObjects>, IClassFixture<Chromium>, IDisposable
{
    private const string Names = "[...document.querySelectorAll('#rows tr:not([hidden]) .name')].map(e => e.textContent).join()";
    private const string Focused = "document.activeElement.closest('th, td')?.innerText.trim().split('\\n')[0]";

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task The_page_reads_well_and_asks_nobody()
    {
        await using Tab tab = await OpenAsync(
            "-Title 'Customers of Contoso'", objects.Working(1), objects.Broken(2), objects.Working(3, daysLeft: 3), objects.Credential("nightly", 3));
        await tab.AssertReadsWellAsync("Customers of Contoso");
        tab.AssertQuiet();
        Assert.Single(tab.Requests);
        string text = await tab.TextAsync();
        Assert.Matches(@"Made on \d{4}-\d\d-\d\d \d\d:\d\d UTC by PartnerAuth \d+\.\d+\.\d+", text);
        Assert.Contains("2 of 3 customers are in good order (66.6 %)", text);
        Assert.Contains("3 days left", text);
        Assert.Equal("Customer 2,Customer 1,Customer 3", await Value(tab, Names));
    }

    [Fact]
    public async Task The_details_and_an_empty_report_read_well_too()
    {
        await using Tab tab = await OpenAsync(string.Empty);
        await tab.AssertReadsWellAsync("Customer access");
        Assert.Contains("There is nothing to show", await tab.TextAsync());
        tab.AssertQuiet();
        await using Tab other = await OpenAsync(string.Empty, objects.Broken(2));
        await other.PointAsync("#rows .name");
        await other.AssertReadsWellAsync("Customer access");
        other.AssertQuiet();
    }

    [Fact]
    public async Task The_policy_lets_nothing_in_but_the_pages_own_style_and_script()
    {
        await using Tab tab = await OpenAsync(string.Empty, objects.Working(1));
        string policy = await Value(tab, "document.querySelector('meta[http-equiv=Content-Security-Policy]').content");
        Assert.Matches(@"^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; script-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'$", policy);
        await tab.EvaluateAsync("document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.taken = 1' }))");
        await tab.EvaluateAsync("document.body.append(Object.assign(document.createElement('img'), { src: 'https://contoso.example/x.png' }))");
        Assert.Equal("undefined", await Value(tab, "typeof window.taken"));
        Assert.Contains(tab.Complaints, complaint => complaint.Contains("Content Security Policy"));
    }

    [Theory]
    [InlineData(ReportObjects.Hostile)]
    [InlineData("<!--<script>")]
    [InlineData("\" onclick=\"window.taken=1\" x=\"")]
    [InlineData("javascript:window.taken=1")]
    [InlineData("{{script}}")]
    [InlineData("&lt;b&gt;")]
    public async Task What_a_customer_or_a_service_wrote_stays_text(string hostile)
    {
        string clean = hostile.Replace('\u202e', ' ').Replace('\u001b', ' ');
        string title = hostile.Replace("\u001b", string.Empty);
        objects.Session.Runspace.SessionStateProxy.SetVariable("title", title);
        string path = objects.Export(
            folder,
            "-Title $title",
            objects.Access(1, hostile, 20, ReportObjects.Failed(hostile, hostile, text: hostile)),
            objects.Relationship(2, "active", 9, name: hostile),
            objects.Credential(hostile, 3));
        await using Tab tab = await OpenFileAsync(path);
        await tab.PointAsync("#rows .name");
        Assert.Equal("undefined", await Value(tab, "typeof window.taken"));
        Assert.Equal("2", await Value(tab, "String(document.scripts.length)"));
        Assert.Equal("0", await Value(tab, "String(document.querySelectorAll('img, a:not(.skip), iframe, [onclick], [onerror], b').length)"));
        Assert.Equal(Regex.Replace(title.Replace('\u202e', ' '), " +", " "), await tab.TitleAsync());
        Assert.Equal(clean, await Value(tab, "document.querySelector('#details-title').textContent"));
        Assert.Equal(clean, await Value(tab, "document.querySelector('#details pre').textContent"));
        tab.AssertQuiet();
    }

    [Fact]
    public async Task States_causes_and_words_filter_and_the_page_says_how_many_are_left()
    {
        await using Tab tab = await OpenAsync(string.Empty, objects.Working(1), objects.Broken(2), objects.Broken(3, "Söhne"), objects.Working(4));
        Assert.Equal("4 customers", await Value(tab, "document.querySelector('#shown').textContent"));
        await tab.PointAsync("[data-state=Failed]");
        Assert.Equal("Customer 2,Söhne", await Value(tab, Names));
        Assert.Equal("true", await Value(tab, "document.querySelector('[data-state=Failed]').ariaPressed"));
        await tab.PointAsync("#search");
        await tab.TypeAsync("SÖHNE");
        Assert.Equal("Söhne", await Value(tab, Names));
        Assert.Equal("1 of 4 customers shown", await Value(tab, "document.querySelector('#shown').textContent"));
        await tab.PointAsync("#clear");
        Assert.Equal("4 customers", await Value(tab, "document.querySelector('#shown').textContent"));
        Assert.Equal("search", await Value(tab, "document.activeElement.id"));
        await tab.PointAsync("[data-cause=ConsentMissing]");
        Assert.Equal("Customer 2,Söhne", await Value(tab, Names));
        Assert.Equal("2", await Value(tab, "document.querySelector('[data-cause=ConsentMissing] .count').textContent"));
    }

    [Fact]
    public async Task A_heading_sorts_and_says_so()
    {
        await using Tab tab = await OpenAsync(string.Empty, objects.Working(10), objects.Broken(9), objects.Working(2, daysLeft: 90));
        Assert.Equal("ascending", await Value(tab, "document.querySelector('th[data-key=state]').ariaSort"));
        await tab.PointAsync("th[data-key=customer] button");
        Assert.Equal("Customer 2,Customer 9,Customer 10", await Value(tab, Names));
        await tab.PointAsync("th[data-key=customer] button");
        Assert.Equal("Customer 10,Customer 9,Customer 2", await Value(tab, Names));
        Assert.Equal("descending", await Value(tab, "document.querySelector('th[data-key=customer]').ariaSort"));
        Assert.Equal("none", await Value(tab, "document.querySelector('th[data-key=state]').ariaSort"));
        await tab.PointAsync("th[data-key^='Access Consent'] button");
        Assert.Equal("Customer 9,Customer 2,Customer 10", await Value(tab, Names));
        await tab.PointAsync("th[data-key=ends] button");
        Assert.Equal("Customer 2,Customer 9,Customer 10", await Value(tab, Names));
    }

    [Fact]
    public async Task The_keyboard_goes_through_the_matrix_and_opens_the_details()
    {
        await using Tab tab = await OpenAsync(string.Empty, objects.Working(1), objects.Broken(2), objects.Working(3));
        await tab.EvaluateAsync("document.querySelector('#search').focus()");
        await tab.NextAsync();
        Assert.Equal("Customer", await Value(tab, Focused));
        await tab.PressAsync("ArrowDown", 40);
        Assert.Equal("Customer 2", await Value(tab, Focused));
        await tab.PressAsync("ArrowRight", 39);
        Assert.Equal("Broken", await Value(tab, Focused));
        await tab.PressAsync("End", 35);
        Assert.Matches(@"^\d{4}-\d\d-\d\d$", await Value(tab, Focused));
        await tab.PressAsync("Home", 36);
        await tab.PressAsync("PageDown", 34);
        Assert.Equal("Customer 3", await Value(tab, Focused));
        await tab.PressAsync("ArrowUp", 38);
        await tab.PressAsync("Enter", 13, "\r");
        Assert.Equal("true", await Value(tab, "String(document.querySelector('#details').open)"));
        Assert.Equal("Customer 1", await Value(tab, "document.querySelector('#details-title').textContent"));
        await tab.PressAsync("Escape", 27);
        Assert.Equal("false", await Value(tab, "String(document.querySelector('#details').open)"));
        Assert.Equal("Customer 1", await Value(tab, Focused));
        // One cell alone is in the order of the Tab key.
        Assert.Equal("1", await Value(tab, "String(document.querySelectorAll('#matrix table [tabindex=\"0\"]').length)"));
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Details_tell_everything_and_the_command_is_copied_as_text()
    {
        await using Tab tab = await OpenAsync(string.Empty, objects.Working(1), objects.Broken(2));
        await tab.PointAsync("#rows td.step.Failed");
        string details = await Value(tab, "document.querySelector('#details').innerText");
        foreach (string told in new[]
        {
            "Customer 2", "customer2.onmicrosoft.example", ReportObjects.Id(2), "Consent missing", "The application is not consented.", "Consent to it.",
            "Sync-PartnerCustomerApplicationConsent -CustomerId " + ReportObjects.Id(2), "POST https://graph.microsoft.com/v1.0/oauth2PermissionGrants",
            "AADSTS65001: The user or administrator has not consented.", "22222222-0000-4000-8000-000000000000",
        })
        {
            Assert.Contains(told, details);
        }

        await tab.EvaluateAsync("navigator.clipboard.writeText = async text => { window.copied = text; }; 1");
        await tab.PointAsync("#details .copy");
        Assert.Equal("Sync-PartnerCustomerApplicationConsent -CustomerId " + ReportObjects.Id(2), await Value(tab, "window.copied"));
        Assert.Equal("Copied", await Value(tab, "document.querySelector('#details .copy').textContent"));
        await tab.EvaluateAsync("navigator.clipboard.writeText = async () => { throw new Error('no'); }; 1");
        await tab.PointAsync("#details .copy");
        Assert.Equal("Sync-PartnerCustomerApplicationConsent -CustomerId " + ReportObjects.Id(2), await Value(tab, "String(getSelection())"));
        await tab.PointAsync("#details .bar button:nth-child(2)");
        Assert.Equal("Customer 1", await Value(tab, "document.querySelector('#details-title').textContent"));
        tab.AssertQuiet();
    }

    [Fact]
    public async Task Every_state_has_a_sign_and_a_word()
    {
        object[] steps = [ReportObjects.Step("A"), ReportObjects.Step("B", "Failed"), ReportObjects.Step("C", "Unknown"), ReportObjects.Step("D", "Skipped"), ReportObjects.Step("E", cause: "Soon")];
        await using Tab tab = await OpenAsync(string.Empty, objects.Access(1, "One", 300, steps), objects.Access(2, "Two", 300, ReportObjects.Step("F")));
        const string Cells = "[...document.querySelectorAll('#rows tr:first-child td.step')]";
        Assert.Equal("Passed,Failed,Unknown,Skipped,Ends soon,Not looked at", await Value(tab, $"{Cells}.map(e => e.textContent).join()"));
        Assert.Equal("6", await Value(tab, $"String(new Set({Cells}.map(e => getComputedStyle(e, '::before').content)).size)"));
    }

    [Fact]
    public async Task The_theme_follows_the_system_until_it_is_switched()
    {
        await using Tab tab = await OpenAsync(string.Empty, objects.Working(1));
        const string Back = "getComputedStyle(document.body).backgroundColor";
        string light = await Value(tab, Back);
        const string Changed = "new Promise(done => matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => done('changed')))";
        await Value(tab, $"window.changed = {Changed}, 'listens'");
        await tab.SendAsync("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = "dark" }) });
        Assert.Equal("changed", await Value(tab, "window.changed"));
        string dark = await Value(tab, Back);
        Assert.NotEqual(light, dark);
        Assert.Equal("Light theme", await Value(tab, "document.querySelector('#theme').textContent"));
        await tab.PointAsync("#theme");
        Assert.Equal(light, await Value(tab, Back));
        Assert.Equal("Dark theme", await Value(tab, "document.querySelector('#theme').textContent"));
    }

    [Fact]
    public async Task Two_thousand_customers_are_all_there_and_found()
    {
        object[] many = [.. Enumerable.Range(1, 2000).Select(number => number % 10 == 0 ? objects.Broken(number) : objects.Working(number))];
        await using Tab tab = await OpenAsync(string.Empty, many);
        Assert.Equal("2000", await Value(tab, "String(document.querySelectorAll('#rows tr').length)"));
        Assert.Contains("1,800 of 2,000 customers are in good order (90.0 %)", await tab.TextAsync());
        // A row that is out of sight is not laid out.
        Assert.Equal("auto", await Value(tab, "getComputedStyle(document.querySelector('#rows tr')).contentVisibility"));
        Assert.Equal("false", await Value(tab, "String(document.querySelector('#rows tr:last-child td').checkVisibility({ contentVisibilityAuto: true }))"));
        await tab.EvaluateAsync("window.row = document.querySelector('#rows tr'); 1");
        await tab.PointAsync("#search");
        await tab.TypeAsync("customer 1990");
        Assert.Equal("Customer 1990", await Value(tab, Names));
        await tab.PointAsync("#clear");
        await tab.PointAsync("th[data-key=customer] button");
        Assert.Equal("Customer 1", await Value(tab, "document.querySelector('#rows .name').textContent"));
        // Rows are moved and hidden, and not made anew.
        Assert.Equal("true", await Value(tab, "String(window.row.isConnected)"));
        Assert.Equal("8", await Value(tab, "String(document.querySelectorAll('#end-rows tr:not([hidden])').length)"));
        await tab.PointAsync("#more-ends");
        Assert.Equal("2000", await Value(tab, "String(document.querySelectorAll('#end-rows tr:not([hidden])').length)"));
        tab.AssertQuiet();
    }

    [Fact]
    public async Task The_page_prints_in_light_without_its_controls_and_in_its_whole_length()
    {
        await using Tab tab = await OpenAsync(string.Empty, [.. Enumerable.Range(1, 200).Select(number => objects.Working(number))]);
        await tab.PointAsync("#theme");
        await tab.SendAsync("Emulation.setEmulatedMedia", new() { ["media"] = "print" });
        Assert.Equal("none,none", await Value(tab, "[...document.querySelectorAll('#theme, #search')].map(e => getComputedStyle(e).display).join()"));
        Assert.Equal("visible", await Value(tab, "getComputedStyle(document.querySelector('#matrix')).overflow"));
        Assert.Equal("rgb(25, 29, 36)", await Value(tab, "getComputedStyle(document.body).color"));
        Assert.Equal("table-header-group", await Value(tab, "getComputedStyle(document.querySelector('#matrix thead')).display"));
        JsonNode pdf = await tab.SendAsync("Page.printToPDF", new() { ["preferCSSPageSize"] = true });
        Assert.StartsWith("%PDF", System.Text.Encoding.ASCII.GetString(Convert.FromBase64String((string)pdf["data"]!), 0, 4));
        tab.AssertQuiet();
    }

    [Fact]
    public async Task The_page_has_landmarks_and_a_table_that_readers_know()
    {
        await using Tab tab = await OpenAsync(string.Empty, objects.Working(1), objects.Broken(2), objects.Credential("nightly", 3));
        await tab.SendAsync("Accessibility.enable");
        JsonNode tree = await tab.SendAsync("Accessibility.getFullAXTree");
        ILookup<string, string> roles = tree["nodes"]!.AsArray()
            .Where(node => node!["ignored"]?.GetValue<bool>() != true)
            .ToLookup(node => (string)node!["role"]!["value"]!, node => (string?)node!["name"]?["value"] ?? string.Empty);
        Assert.Single(roles["main"]);
        Assert.Single(roles["banner"]);
        Assert.Superset(new HashSet<string> { "Overview", "What is wrong", "Partner", "What ends when", "Customers" }, roles["region"].ToHashSet());
        Assert.Equal(["Customers"], roles["grid"]);
        Assert.Contains("Customer 1 customer1.onmicrosoft.example", roles["rowheader"]);
        Assert.Contains("Relationship", roles["columnheader"]);
        Assert.Contains("Failed", roles["gridcell"]);
        Assert.Contains("Search", roles["searchbox"]);
        Assert.DoesNotContain(string.Empty, roles["button"]);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private static async Task<string> Value(Tab tab, string expression) => (await tab.EvaluateAsync(expression)).GetValue<string>();

    private Task<Tab> OpenAsync(string arguments, params object[] given) => OpenFileAsync(objects.Export(folder, arguments, given));

    private async Task<Tab> OpenFileAsync(string path)
    {
        string page = path + ".html";
        File.Move(path, page, overwrite: true);
        Tab tab = await chromium.OpenAsync();
        await tab.SendAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = 1280, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await tab.GoAsync(new Uri(page));
        return tab;
    }
}
