using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PartnerAuth.Tests.Folder;

/// <summary>What a module's folder holds. With no foreign assembly in it, there is none to conflict with other modules'.</summary>
public sealed class ModuleFolderTests
{
    [Theory]
    [InlineData("PartnerAuth")]
    [InlineData("PartnerAuth.Sandbox")]
    public void The_folder_holds_one_assembly_and_it_is_ours(string module)
    {
        string folder = Path.Combine(Folders.Modules, module);
        IEnumerable<string> assemblies = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(IsAssembly);
        Assert.Equal([module + ".dll"], assemblies.Select(file => Path.GetRelativePath(folder, file)));
    }

    [Theory]
    [InlineData("PartnerAuth")]
    [InlineData("PartnerAuth.Sandbox")]
    public void The_assembly_needs_only_PowerShell_and_the_runtime(string module)
    {
        using FileStream file = File.OpenRead(Path.Combine(Folders.Modules, module, module + ".dll"));
        using PEReader image = new(file);
        MetadataReader metadata = image.GetMetadataReader();
        IEnumerable<string> references = metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Order(StringComparer.Ordinal);
        Assert.Equal(["System.Management.Automation", "netstandard"], references);
    }

    [Theory]
    [InlineData("PartnerAuth")]
    [InlineData("PartnerAuth.Sandbox")]
    public void The_manifest_and_the_assembly_say_the_same_version(string module)
    {
        string assembly = Path.Combine(Folders.Modules, module, module + ".dll");
        Version compiled = AssemblyName.GetAssemblyName(assembly).Version!;
        string manifest = File.ReadAllText(Folders.Manifest(module));
        Assert.Contains($"ModuleVersion        = '{compiled.ToString(3)}'", manifest);
    }

    private static bool IsAssembly(string file)
    {
        using FileStream stream = File.OpenRead(file);
        try
        {
            using PEReader image = new(stream);
            return image.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
