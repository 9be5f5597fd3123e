using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Package;

/// <summary>The form of a package: what NuGet and the PowerShell Gallery read of it.</summary>
public sealed class NupkgTests
{
    [Theory]
    [MemberData(nameof(Packages.Modules), MemberType = typeof(Packages))]
    public void The_nuspec_says_that_it_is_a_module_and_names_its_commands(string module)
    {
        XElement metadata = XDocument.Parse(Packages.Read(module, module + ".nuspec")).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        string Text(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        using Session session = new(module);
        string[] commands = [.. session.Run("(Get-Command -Module $module).Name", ("module", module)).Output.Select(name => name.ToString()!)];
        string[] tags = Text("tags").Split(' ');
        Assert.Equal(module, Text("id"));
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$", Text("version"));
        Assert.NotEmpty(Text("releaseNotes"));
        Assert.NotEmpty(Text("licenseUrl"));
        Assert.Contains("PSModule", tags);
        Assert.Equal(commands.Select(name => "PSCmdlet_" + name).Order(), tags.Where(tag => tag.StartsWith("PSCmdlet_")).Order());
        Assert.Equal(commands.Select(name => "PSCommand_" + name).Order(), tags.Where(tag => tag.StartsWith("PSCommand_")).Order());
    }

    [Theory]
    [MemberData(nameof(Packages.Modules), MemberType = typeof(Packages))]
    public void Each_part_of_the_package_has_a_content_type(string module)
    {
        XElement types = XDocument.Parse(Packages.Read(module, "[Content_Types].xml")).Root!;
        HashSet<string?> extensions = [.. types.Elements().Select(type => type.Attribute("Extension")?.Value)];
        HashSet<string?> parts = [.. types.Elements().Select(type => type.Attribute("PartName")?.Value)];
        using ZipArchive package = Packages.Open(module);

        Assert.Contains("LICENSE", package.Entries.Select(entry => entry.FullName));
        Assert.All(
            package.Entries.Where(entry => entry.FullName != "[Content_Types].xml"),
            entry => Assert.True(
                extensions.Contains(Path.GetExtension(entry.FullName).TrimStart('.')) || parts.Contains("/" + entry.FullName),
                $"{entry.FullName} has no content type"));
    }

    [Theory]
    [MemberData(nameof(Packages.Modules), MemberType = typeof(Packages))]
    public void The_same_module_is_packed_into_the_same_bytes(string module)
    {
        using TemporaryFolder folder = new();
        string installed = Packages.Install(module, folder.Path);
        byte[] first = Pack(installed, Path.Combine(folder.Path, "first"));
        foreach (string file in Directory.GetFiles(installed, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        }

        byte[] second = Pack(installed, Path.Combine(folder.Path, "second"));

        Assert.Equal(File.ReadAllBytes(Packages.Find(module)), first);
        Assert.Equal(first, second);
    }

    [Fact]
    public void A_folder_without_a_manifest_is_not_packed_and_the_file_is_named()
    {
        using TemporaryFolder folder = new();
        using Process packer = StartPacker(folder.Path, folder.Path);
        string error = packer.StandardError.ReadToEnd();
        packer.WaitForExit();
        Assert.Equal(1, packer.ExitCode);
        Assert.Contains(Path.GetFileName(folder.Path) + ".psd1", error);
    }

    private static byte[] Pack(string module, string output)
    {
        using Process packer = StartPacker(module, output);
        string path = packer.StandardOutput.ReadToEnd().Trim();
        packer.WaitForExit();
        Assert.Equal(0, packer.ExitCode);
        return File.ReadAllBytes(path);
    }

    private static Process StartPacker(string module, string output)
    {
        OtherPrograms.Need("dotnet");
        string packer = Path.Combine(Folders.Target, "dotnet", "bin", "Packer", "release", "Packer.dll");
        ProcessStartInfo start = new("dotnet", [packer, module, output]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }
}
