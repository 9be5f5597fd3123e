using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace PartnerAuth.Parameters;

/// <summary>
/// Text as it was given. PowerShell's own errors repeat what they can't convert, so what can't be right is refused before.
/// </summary>
internal static class GivenText
{
    /// <summary>Longer than any name, id, address or path that a parameter takes, in characters.</summary>
    internal const int Longest = 4096;

    /// <summary>Longer than any token, secret or claims challenge, in characters.</summary>
    internal const int LongestDocument = 65536;

    /// <summary>The most of a text that an error repeats.</summary>
    private const int Shown = 256;

    /// <summary>Refuses a text, also one in a list, that is white space, has several lines, half a character, or is longer than any.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">The reason, without the text.</exception>
    internal static void Check(object? given, int longest = Longest, bool isOne = false)
    {
        object? value = PlainObject.Unwrap(given);
        if (isOne && value is (string { Length: 0 } or IList))
        {
            throw new ArgumentTransformationMetadataException("One value is expected here, and there is none or a list.");
        }

        if (value is string text)
        {
            if (text.Length > longest)
            {
                throw new ArgumentTransformationMetadataException(
                    $"The text has {text.Length} characters; {longest} are the most that can be right.");
            }

            if (text.Length > 0 && string.IsNullOrWhiteSpace(text))
            {
                throw new ArgumentTransformationMetadataException("The text is blank.");
            }

            if (Flaw(text) is { } flaw)
            {
                throw new ArgumentTransformationMetadataException($"The text holds {flaw}.");
            }
        }
        else if (value is IList list)
        {
            foreach (object? one in list)
            {
                if (PlainObject.Unwrap(one) is string)
                {
                    Check(one, longest);
                }
            }
        }
    }

    /// <summary>What a text or a secret holds that none can hold; null for nothing.</summary>
    internal static string? Flaw(IEnumerable<char> text) =>
        text.Any(char.IsControl) ? "a line break or another control character"
        : HasHalf(text) ? "half of a character: it was cut in two, or read in another encoding"
        : null;

    /// <summary>True when a half of a surrogate pair stands without the other one, which no encoding can write.</summary>
    private static bool HasHalf(IEnumerable<char> text)
    {
        bool isOpen = false;
        foreach (char one in text)
        {
            if (char.IsLowSurrogate(one) != isOpen)
            {
                return true;
            }

            isOpen = char.IsHighSurrogate(one);
        }

        return isOpen;
    }

    /// <summary>A text for an error: in one line, and no longer than a person reads.</summary>
    internal static string OneLine(string text)
    {
        string start = text.Length > Shown ? text.Substring(0, Shown) + "..." : text;
        return Regex.Replace(start, @"[\p{C}\s]+", " ").Trim();
    }
}
