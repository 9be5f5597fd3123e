namespace PartnerAuth.Testing;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("partnerauth-").FullName;

    /// <summary>Copies a staged module into this folder and returns the path of its manifest.</summary>
    public string CopyModule(string name)
    {
        string target = System.IO.Path.Combine(Path, name);
        Copy(System.IO.Path.Combine(Folders.Modules, name), target);
        return System.IO.Path.Combine(target, name + ".psd1");
    }

    /// <summary>Copies a folder with all that is in it.</summary>
    public static void Copy(string source, string target)
    {
        foreach (string file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
