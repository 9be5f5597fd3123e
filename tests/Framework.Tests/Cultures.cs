using System;
using System.Globalization;

namespace PartnerAuth.Framework;

/// <summary>A thread of another language, until it is disposed of.</summary>
internal sealed class Cultures : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentCulture;
    private readonly CultureInfo beforeTexts = CultureInfo.CurrentUICulture;

    internal Cultures(string name) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);

    public void Dispose()
    {
        CultureInfo.CurrentCulture = before;
        CultureInfo.CurrentUICulture = beforeTexts;
    }
}
