using NuGet.Packaging;
using NuGet.Versioning;

namespace PartnerAuth.Packaging;

/// <summary>Packs a module folder as Publish-PSResource does, into the same bytes each time.</summary>
internal static class Nupkg
{
    /// <summary>The earliest moment that a zip archive can name: files have no other.</summary>
    private const string Timestamp = "1980-01-01T00:00:00Z";

    /// <summary>Writes <c>NAME.VERSION.nupkg</c> and returns its path.</summary>
    /// <exception cref="InvalidDataException">The manifest lacks what a package needs.</exception>
    public static string Write(string module, string output)
    {
        ModuleManifest manifest = new(module);
        PackageBuilder package = new(deterministic: true)
        {
            DeterministicTimestamp = Timestamp,
            Id = manifest.Name,
            Version = NuGetVersion.Parse(manifest.Version),
            Description = manifest.Description,
            Copyright = manifest.Copyright,
            ReleaseNotes = manifest.ReleaseNotes,
            LicenseUrl = manifest.License,
            ProjectUrl = manifest.Project,
            IconUrl = manifest.Icon,
        };
        package.Authors.Add(manifest.Author);
        package.Owners.Add(manifest.Company);
        package.Tags.AddRange(Tags(manifest));
        foreach (string file in Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            package.Files.Add(new PhysicalPackageFile { SourcePath = file, TargetPath = Path.GetRelativePath(module, file) });
        }

        Directory.CreateDirectory(output);
        string path = Path.Combine(output, $"{manifest.Name}.{package.Version.ToNormalizedString()}.nupkg");
        using FileStream stream = File.Create(path);
        package.Save(stream);
        return path;
    }

    /// <summary>PSModule makes it a module; the tags of commands are what Find-PSResource -CommandName looks for.</summary>
    private static IEnumerable<string> Tags(ModuleManifest manifest) =>
    [
        "PSModule",
        "PSIncludes_Cmdlet",
        .. manifest.Tags,
        .. manifest.Cmdlets.SelectMany(cmdlet => new[] { "PSCmdlet_" + cmdlet, "PSCommand_" + cmdlet }),
    ];
}
