using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Views;

/// <summary>Colours of words that say how something stands.</summary>
[Collection(nameof(Alone))]
public sealed class ColourTests(Practice practice) : IClassFixture<Practice>, IDisposable
{
    private const string Broken = "\u001b[31mBroken\u001b[0m";
    private const string Command =
        "'contoso.onmicrosoft.example', 'fabrikam.onmicrosoft.example' | Test-PartnerCustomerAccess";

    private readonly Session session = practice.Session;

    [Fact]
    public void A_console_that_shows_colours_gets_them()
    {
        session.Host.ShowsColours = true;
        string shown = session.Show(Command);
        Assert.Contains(Broken, shown);
        Assert.Contains("\u001b[32mWorking\u001b[0m", shown);
    }

    [Fact]
    public void A_console_without_colours_gets_the_words_alone()
    {
        string shown = session.Show(Command);
        Assert.Contains("Broken", shown);
        Assert.DoesNotContain('\u001b', shown);
    }

    [Fact]
    public void Who_wants_plain_text_gets_it()
    {
        session.Host.ShowsColours = true;
        session.Run("$PSStyle.OutputRendering = 'PlainText'").AssertClean();
        Assert.Equal("Broken", session.Run("[PartnerAuth.PartnerConsole]::Status('Broken', $Host)").One.ToString());
    }

    [Fact]
    public void A_word_that_says_nothing_of_good_or_bad_has_no_colour()
    {
        session.Host.ShowsColours = true;
        Assert.Equal("Unchanged", session.Run("[PartnerAuth.PartnerConsole]::Status('Unchanged', $Host)").One.ToString());
    }

    public void Dispose()
    {
        session.Host.ShowsColours = false;
        session.Run("$PSStyle.OutputRendering = 'Host'").AssertClean();
    }
}
