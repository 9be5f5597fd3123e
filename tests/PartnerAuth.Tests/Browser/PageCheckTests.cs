namespace PartnerAuth.Tests.Browser;

/// <summary>The check of pages: what it does not find, no test of a page would.</summary>
public sealed class PageCheckTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Poor = """
        <!DOCTYPE html><style>* { outline: none !important } input { border: 1px solid #eee } p { color: #999 } div { width: 2000px; height: 1px }</style>
        <p>Grey</p><div></div><form><input id=name><button id=a>A</button><button id=b>B</button></form>
        <script>console.error('broken')</script><img src=https://contoso.example/x.png>
        """;

    [Theory]
    [InlineData("light", "it names no language")]
    [InlineData("light", "it has no title")]
    [InlineData("light", "it has not one heading in one main part")]
    [InlineData("light", "it is laid out for another window")]
    [InlineData("light", "it is wider than the window")]
    [InlineData("light", "the text of P  has too little contrast")]
    [InlineData("light", "name has no label")]
    [InlineData("light", "name says nothing to password managers")]
    [InlineData("light", "the cursor is in no field")]
    [InlineData("light", "the border of name has too little contrast")]
    [InlineData("light", "the focus on name can't be seen")]
    [InlineData("light", "its buttons look alike")]
    [InlineData("dark", "its background does not follow the scheme")]
    public async Task A_poor_page_is_found_out(string scheme, string fault)
    {
        await using Tab tab = await chromium.OpenAsync();
        await tab.GoAsync(new Uri("data:text/html," + Uri.EscapeDataString(Poor)));
        Assert.Contains(await tab.FaultsAsync(), found => found.StartsWith(scheme) && found.EndsWith(fault));
    }

    [Fact]
    public async Task A_complaint_of_the_console_and_a_request_to_another_host_are_found_out()
    {
        await using Tab tab = await chromium.OpenAsync();
        await tab.GoAsync(new Uri("data:text/html," + Uri.EscapeDataString(Poor)));
        Assert.Contains(tab.Complaints, complaint => complaint.Contains("broken"));
        Assert.Contains(tab.Requests, request => request.Host == "contoso.example");
        Assert.ThrowsAny<Exception>(tab.AssertQuiet);
    }
}
