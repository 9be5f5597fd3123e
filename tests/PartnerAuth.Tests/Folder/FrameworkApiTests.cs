using System.Reflection;
using Mono.Cecil;

namespace PartnerAuth.Tests.Folder;

/// <summary>
/// What ships is one netstandard2.0 assembly. Everything that it uses is looked up in the reference assemblies of .NET Framework
/// 4.7.2 and of PowerShell Standard 5.1, through .NET Framework's own netstandard.dll: what Windows PowerShell 5.1 would do.
/// </summary>
public sealed class FrameworkApiTests
{
    [Theory]
    [InlineData("PartnerAuth")]
    [InlineData("PartnerAuth.Sandbox")]
    public void Every_type_and_member_that_a_module_uses_is_in_Windows_PowerShell(string module) =>
        Assert.Empty(Missing(Path.Combine(Folders.Modules, module, module + ".dll")));

    [Fact]
    public void What_Windows_PowerShell_lacks_is_found()
    {
        IReadOnlyList<string> missing = Missing(typeof(FrameworkApiTests).Assembly.Location);
        Assert.Contains(missing, name => name.Contains("System.String::Contains(System.String,System.StringComparison)", StringComparison.Ordinal));
        Assert.Contains(missing, name => name.StartsWith("System.OperatingSystem", StringComparison.Ordinal));
        Assert.DoesNotContain(missing, name => name.Contains("System.Object::.ctor()", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Missing(string assembly)
    {
        string framework = Folder("NetFramework");
        Assert.SkipUnless(Directory.Exists(framework), "The reference assemblies of .NET Framework are not on this machine.");
        using OnlyTheseFolders resolver = new(framework, Path.Combine(framework, "Facades"), Folder("PowerShell"));
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly, new ReaderParameters { AssemblyResolver = resolver });
        IEnumerable<string> types = module.GetTypeReferences().Where(type => !Exists(type.Resolve)).Select(type => type.FullName);
        IEnumerable<string> members = module.GetMemberReferences().Where(member => !Exists(member.Resolve)).Select(member => member.FullName);
        return [.. types, .. members];
    }

    private static bool Exists(Func<object?> resolve)
    {
        try
        {
            return resolve() is not null;
        }
        catch (AssemblyResolutionException)
        {
            return false;
        }
    }

    private static string Folder(string key) => typeof(FrameworkApiTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;

    /// <summary>Cecil's own resolver looks at the assembly's folder and at the runtime's, too.</summary>
    private sealed class OnlyTheseFolders(params string[] folders) : IAssemblyResolver
    {
        private readonly Dictionary<string, AssemblyDefinition> read = [];

        public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters { AssemblyResolver = this });

        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
        {
            if (!read.TryGetValue(name.Name, out AssemblyDefinition? found))
            {
                string file = folders.Select(folder => Path.Combine(folder, name.Name + ".dll")).FirstOrDefault(File.Exists)
                    ?? throw new AssemblyResolutionException(name);
                found = AssemblyDefinition.ReadAssembly(file, new ReaderParameters { AssemblyResolver = this });
                read.Add(name.Name, found);
            }

            return found;
        }

        public void Dispose()
        {
            foreach (AssemblyDefinition assembly in read.Values)
            {
                assembly.Dispose();
            }
        }
    }
}
