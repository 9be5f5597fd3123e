namespace PartnerAuth.Testing;

/// <summary>Where the built things are. One place, so that the shell and the tests look at the same files.</summary>
internal static class Folders
{
    private static readonly Lazy<string> KnownRepository = new(FindRepository);

    /// <summary>Holds one folder per module of ours: <c>target/module</c>, or what PARTNERAUTH_MODULES says.</summary>
    public static string Modules { get; } = FindModules();

    /// <summary>The repository. Found when it is asked for: modules may be somewhere else.</summary>
    public static string Repository => KnownRepository.Value;

    /// <summary>The module of stand-ins for commands that the bare engine lacks; its parent goes on the module path.</summary>
    public static string StandIns => Path.Combine(Target, "test-modules", "StandIns");

    /// <summary>The programs that tests start.</summary>
    public static string Programs => Path.Combine(Path.GetDirectoryName(Modules)!, "program");

    /// <summary>The build output of cargo and dotnet: above the modules, which may lie in a folder of their own there.</summary>
    public static string Target { get; } = FindTarget();

    /// <summary>The manifest of a module of ours.</summary>
    public static string Manifest(string module) => Path.Combine(Modules, module, module + ".psd1");

    /// <summary>
    /// Puts our modules first on the module path of this process, and the engine's cache of what modules hold into the
    /// target folder: a cache in the home folder would be written by tests and could be stale.
    /// </summary>
    public static void AddToModulePath(bool withStandIns)
    {
        List<string> folders = [Modules];
        if (withStandIns)
        {
            folders.Add(Path.GetDirectoryName(StandIns)!);
        }

        string? present = Environment.GetEnvironmentVariable("PSModulePath");
        if (!string.IsNullOrEmpty(present))
        {
            folders.Add(present);
        }

        Environment.SetEnvironmentVariable("PSModulePath", string.Join(Path.PathSeparator, folders));
        Environment.SetEnvironmentVariable("PSModuleAnalysisCachePath", Path.Combine(Target, "test-modules", "analysis-cache"));
    }

    private static string FindRepository()
    {
        DirectoryInfo folder = Directory.GetParent(Target)!;
        while (!File.Exists(Path.Combine(folder.FullName, "Cargo.toml")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("There is no Cargo.toml above " + Target);
        }

        return folder.FullName;
    }

    private static string FindTarget()
    {
        DirectoryInfo parent = Directory.GetParent(Modules)!;
        for (DirectoryInfo? folder = parent; folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "dotnet", "bin")))
            {
                return folder.FullName;
            }
        }

        return parent.FullName;
    }

    private static string FindModules()
    {
        string? told = Environment.GetEnvironmentVariable("PARTNERAUTH_MODULES");
        if (!string.IsNullOrEmpty(told))
        {
            return Path.GetFullPath(told);
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "target", "module");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException(
            "The modules are not built: no folder target/module above " + AppContext.BaseDirectory + ". Run `cargo xtask build`.");
    }
}
