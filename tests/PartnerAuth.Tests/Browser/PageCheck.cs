using System.Text.Json.Nodes;

namespace PartnerAuth.Tests.Browser;

/// <summary>What every page keeps to, measured in the browser: WCAG 2.2 where it can be measured.</summary>
internal static class PageCheck
{
    /// <summary>
    /// Finds what is wrong with a page as it is shown: language, title, one heading, labels, contrast (1.4.3, 1.4.11),
    /// a visible focus (2.4.7), and in a form a cursor in a field and buttons that can be told apart.
    /// </summary>
    private const string Faults = """
        ((isDark, width) => {
          const faults = [], say = (fine, fault) => fine || faults.push(fault);
          const numbers = color => color.match(/[\d.]+/g).map(Number);
          const light = color => numbers(color).slice(0, 3).map(c => c / 255)
            .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
          const isClear = color => numbers(color)[3] === 0;
          const back = element => {
            for (; element; element = element.parentElement) {
              const color = getComputedStyle(element).backgroundColor;
              if (!isClear(color)) return color;
            }
            return 'rgb(255, 255, 255)';
          };
          const all = selector => [...document.querySelectorAll(selector)];

          say(document.documentElement.lang === 'en', 'it names no language');
          say(document.title.trim(), 'it has no title');
          say(all('h1').length === 1 && all('main').length === 1, 'it has not one heading in one main part');
          say(isDark ? light(back(document.body)) < 0.1 : light(back(document.body)) > 0.8, 'its background does not follow the scheme');
          say(document.documentElement.clientWidth <= width, 'it is laid out for another window');
          say(document.documentElement.scrollWidth <= width, 'it is wider than the window');
          for (const element of all('body *')) {
            const own = [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim());
            const style = getComputedStyle(element);
            if (own || element.matches('input:not([type=hidden])')) {
              say(contrast(style.color, back(element)) >= 4.5, `the text of ${element.tagName} ${element.id} has too little contrast`);
            }
          }
          for (const input of all('input:not([type=hidden])')) {
            say(input.labels.length === 1 && input.labels[0].innerText.trim(), `${input.id} has no label`);
            say(input.autocomplete, `${input.id} says nothing to password managers`);
          }
          const isForm = document.forms.length > 0;
          const open = document.querySelector('dialog:modal') ?? document.body;
          const controls = all('input:not([type=hidden]), button:enabled').filter(control => control.checkVisibility() && open.contains(control));
          const before = document.activeElement;
          say(!isForm || !all('input:not([type=hidden])').length || before.matches('input'), 'the cursor is in no field');
          for (const control of controls) {
            control.focus({ focusVisible: true });
            const style = getComputedStyle(control), around = back(control.parentElement);
            say(contrast(style.borderTopColor, around) >= 3, `the border of ${control.id} has too little contrast`);
            say(style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2 && contrast(style.outlineColor, around) >= 3,
              `the focus on ${control.id} can't be seen`);
            control.blur();
          }
          before.focus();
          const buttons = all('button').map(b => getComputedStyle(b).backgroundColor);
          say(!isForm || new Set(buttons).size === buttons.length, 'its buttons look alike');
          return faults;
        })
        """;

    /// <summary>Looks at the page in light and in dark, in a window and on a small telephone.</summary>
    public static async Task AssertReadsWellAsync(this Tab tab, string title)
    {
        Assert.Equal(title, await tab.TitleAsync());
        Assert.Empty(await tab.FaultsAsync());
    }

    /// <summary>What is wrong with the page.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(this Tab tab)
    {
        List<string> found = [];
        foreach (string scheme in (string[])["light", "dark"])
        {
            foreach (int width in (int[])[1280, 320])
            {
                JsonObject feature = new() { ["name"] = "prefers-color-scheme", ["value"] = scheme };
                await tab.SendAsync("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(feature) });
                JsonObject size = new() { ["width"] = width, ["height"] = 720, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 };
                await tab.SendAsync("Emulation.setDeviceMetricsOverride", size);
                JsonNode faults = await tab.EvaluateAsync($"{Faults}({(scheme == "dark" ? "true" : "false")}, {width})");
                found.AddRange(faults.AsArray().Select(fault => $"{scheme}, {width} wide: {fault}"));
            }
        }

        await tab.SendAsync("Emulation.clearDeviceMetricsOverride");
        return found;
    }

    /// <summary>
    /// The browser had nothing to complain about but the status of a page that is an error, and asked nobody but this
    /// machine.
    /// </summary>
    public static void AssertQuiet(this Tab tab)
    {
        Assert.DoesNotContain(tab.Complaints, complaint => !complaint.Contains("status of 400"));
        Assert.DoesNotContain(tab.Requests, request => request.Scheme != "data" && !request.IsLoopback);
        Assert.NotEmpty(tab.Requests);
    }
}
