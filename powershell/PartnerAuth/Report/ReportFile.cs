using System;
using System.IO;
using System.Text;

namespace PartnerAuth.Report;

/// <summary>
/// A file that is there as a whole or stays as it was: written beside its place, and moved there at the end.
/// </summary>
internal sealed class ReportFile : IDisposable
{
    private readonly string path;
    private readonly string beside;
    private readonly FileStream stream;
    private readonly bool isForced;

    /// <summary>Opens the file beside, so that a folder which can't be written to is known before anything is read.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="isForced">True to replace a file that is read-only.</param>
    /// <exception cref="IOException">There is no such folder, the path is one, or it can't be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file there may not be written to.</exception>
    internal ReportFile(string path, bool isForced)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("It is a folder.");
        }

        string folder = Path.GetDirectoryName(path) ?? string.Empty;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        }

        if (IsReadOnly(path) && !isForced)
        {
            throw new UnauthorizedAccessException("The file there is read-only.");
        }

        this.path = path;
        this.isForced = isForced;
        beside = Path.Combine(folder, $".{Guid.NewGuid():n}.tmp");
        stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>Writes the text and moves the file to its place.</summary>
    internal void Write(string text, bool hasMark)
    {
        using (StreamWriter writer = new(stream, new UTF8Encoding(hasMark)))
        {
            writer.Write(text);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        if (!File.Exists(path))
        {
            File.Move(beside, path);
            return;
        }

        if (isForced && IsReadOnly(path))
        {
            File.SetAttributes(path, File.GetAttributes(path) & ~FileAttributes.ReadOnly);
        }

        File.Replace(beside, path, destinationBackupFileName: null);
    }

    /// <summary>Leaves nothing beside.</summary>
    public void Dispose()
    {
        stream.Dispose();
        File.Delete(beside);
    }

    private static bool IsReadOnly(string path) =>
        File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0;
}
