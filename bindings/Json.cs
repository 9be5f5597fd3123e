using System;
using System.Globalization;
using System.IO;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Text;

namespace PartnerAuth.Interop;

/// <summary>Documents as UTF-8 JSON, with what both .NET Framework and .NET have in-box.</summary>
internal static class Json
{
    private const int EscapeLength = 6;

    private static readonly byte[] Replacement = Encoding.ASCII.GetBytes(@"\ufffd");

    /// <summary>Writes a document.</summary>
    internal static byte[] Write<T>(T document)
    {
        using MemoryStream stream = new();
        Of<T>.Serializer.WriteObject(stream, document);
        byte[] bytes = stream.ToArray();
        ReplaceHalves(bytes);
        return bytes;
    }

    /// <summary>Reads a document from the first <paramref name="length"/> bytes.</summary>
    /// <exception cref="SerializationException">It is another document.</exception>
    internal static T Read<T>(byte[] bytes, int length)
    {
        using MemoryStream stream = new(bytes, 0, length, writable: false);
        return (T?)Of<T>.Serializer.ReadObject(stream) ?? throw new SerializationException("The document is empty.");
    }

    /// <summary>
    /// Makes each half of a surrogate pair that has no other half U+FFFD, as UTF-8 has it: the serializer writes all halves
    /// as escapes, and no other JSON reader takes one alone (RFC 8259, section 8.2).
    /// </summary>
    private static void ReplaceHalves(byte[] json)
    {
        for (int at = Array.IndexOf(json, (byte)'\\'); at >= 0; at = Array.IndexOf(json, (byte)'\\', at))
        {
            int half = Surrogate(json, at);
            if (half == 0)
            {
                // What follows a backslash belongs to it, another backslash too.
                at += 2;
            }
            else if (char.IsHighSurrogate((char)half) && char.IsLowSurrogate((char)Surrogate(json, at + EscapeLength)))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                Replacement.CopyTo(json, at);
                at += EscapeLength;
            }
        }
    }

    /// <summary>The half of a surrogate pair that is written as an escape there; 0 for anything else.</summary>
    private static int Surrogate(byte[] json, int at)
    {
        if (at + EscapeLength > json.Length || json[at] != '\\' || json[at + 1] != 'u')
        {
            return 0;
        }

        string digits = Encoding.ASCII.GetString(json, at + 2, EscapeLength - 2);
        int one = int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return char.IsSurrogate((char)one) ? one : 0;
    }

    /// <summary>One serializer per type: making one costs more than using it.</summary>
    private static class Of<T>
    {
        internal static readonly DataContractJsonSerializer Serializer = new(typeof(T));
    }
}
