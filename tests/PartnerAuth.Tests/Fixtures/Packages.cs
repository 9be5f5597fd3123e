using System.IO.Compression;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>The packages of both modules: <c>target/test-package</c>, or what PARTNERAUTH_PACKAGES says.</summary>
public static class Packages
{
    /// <summary>Names of the modules.</summary>
    public static TheoryData<string> Modules => new("PartnerAuth", "PartnerAuth.Sandbox");

    private static string Folder => Environment.GetEnvironmentVariable("PARTNERAUTH_PACKAGES") is { Length: > 0 } told
        ? told
        : Path.Combine(Folders.Target, "test-package");

    /// <summary>The one package of a module.</summary>
    public static string Find(string module) => Assert.Single(Directory.GetFiles(Folder, "*.nupkg"), file => IsOf(file, module));

    /// <summary>Opens it.</summary>
    public static ZipArchive Open(string module) => ZipFile.OpenRead(Find(module));

    /// <summary>
    /// Puts it into <c>FOLDER/MODULE</c> as PSResourceGet does: empty entries are passed over, and what belongs to the
    /// package's form goes.
    /// </summary>
    public static string Install(string module, string folder)
    {
        string target = Path.Combine(folder, module);
        using ZipArchive package = Open(module);
        foreach (ZipArchiveEntry entry in package.Entries.Where(entry => entry.CompressedLength > 0))
        {
            string file = Path.GetFullPath(Path.Combine(target, entry.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            entry.ExtractToFile(file);
        }

        File.Delete(Path.Combine(target, module + ".nuspec"));
        File.Delete(Path.Combine(target, "[Content_Types].xml"));
        Directory.Delete(Path.Combine(target, "_rels"), recursive: true);
        Directory.Delete(Path.Combine(target, "package"), recursive: true);
        return target;
    }

    /// <summary>The text of a file in a package.</summary>
    public static string Read(string module, string file)
    {
        using ZipArchive package = Open(module);
        using StreamReader reader = new(package.GetEntry(file)?.Open() ?? throw new FileNotFoundException($"{module} has no {file}."));
        return reader.ReadToEnd();
    }

    private static bool IsOf(string file, string module)
    {
        string name = Path.GetFileName(file);
        return name.StartsWith(module + ".", StringComparison.Ordinal) && char.IsAsciiDigit(name[module.Length + 1]);
    }
}
