using System.IO;
using System.Text;

namespace PartnerAuth.Parameters;

/// <summary>Reads files of text that a parameter names.</summary>
internal static class TextFile
{
    /// <summary>The most bytes of one file: what the native library takes.</summary>
    private const int Most = 1024 * 1024;

    /// <summary>The text of a file, UTF-8 unless it begins with the mark of another encoding.</summary>
    /// <exception cref="IOException">It is a folder, larger than 1 MiB, no text, or can't be read.</exception>
    internal static string Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("It is a folder.");
        }

        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using MemoryStream bytes = new();
        byte[] part = new byte[64 * 1024];
        for (int count = file.Read(part, 0, part.Length); count > 0; count = file.Read(part, 0, part.Length))
        {
            bytes.Write(part, 0, count);
            TooLarge(bytes.Length);
        }

        bytes.Position = 0;
        using StreamReader reader = new(bytes, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        string text = reader.ReadToEnd();
        TooLarge(Encoding.UTF8.GetByteCount(text));
        return text.IndexOf('\0') < 0 ? text : throw new IOException("It is no text.");
    }

    private static void TooLarge(long bytes)
    {
        if (bytes > Most)
        {
            throw new IOException("It is larger than 1 MiB.");
        }
    }
}
