using System.Globalization;
using System.Text;

namespace PartnerAuth.Interop;

/// <summary>Texts that services, customers and users wrote, fit to be shown.</summary>
internal static class CleanText
{
    /// <summary>
    /// A text in one line, with a blank for each control character and each mark that turns the direction of text, with
    /// which a name can pose as another; null for nothing.
    /// </summary>
    internal static string? Of(string? text)
    {
        if (text is null)
        {
            return null;
        }

        StringBuilder clean = new(text.Length);
        for (int at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
            {
                clean.Append(text, at++, 2);
            }
            else
            {
                clean.Append(IsBad(text[at]) ? ' ' : text[at]);
            }
        }

        string trimmed = clean.ToString().Trim();
        return trimmed.Length == 0 ? null : trimmed;
    }

    /// <summary>True for what can't be seen; two marks are left, as they are part of how words are written.</summary>
    private static bool IsBad(char one) => char.GetUnicodeCategory(one) switch
    {
        UnicodeCategory.Format => one is not ('\u200c' or '\u200d'),
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate => true,
        _ => false,
    };
}
