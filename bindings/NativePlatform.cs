using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace PartnerAuth.Interop;

/// <summary>The system and processor that a native library is for, and what to do where there is none.</summary>
internal static class NativePlatform
{
    /// <summary>What the module is published for.</summary>
    internal const string Supported = "win-x64, win-x86, win-arm64, linux-x64, linux-musl-x64, linux-arm64, osx-arm64, osx-x64";

    /// <summary>The oldest glibc that the libraries for Linux run on.</summary>
    internal const string GlibcFloor = "2.28";

    /// <summary>This process's, such as <c>linux-x64</c>.</summary>
    internal static string Name => NameFor(RuntimeInformation.ProcessArchitecture);

    /// <summary>What libraries are called after their name.</summary>
    internal static string Extension =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? ".dll" : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? ".dylib" : ".so";

    private static string SystemName =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "win" : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "osx" : IsMusl ? "linux-musl" : "linux";

    /// <summary>Whether the runtime was built for musl, as on Alpine, where libraries for glibc can't be loaded.</summary>
    private static bool IsMusl =>
        AppDomain.CurrentDomain.GetData("RUNTIME_IDENTIFIER") is string runtime
        && (runtime.Contains("musl") || runtime.StartsWith("alpine", StringComparison.Ordinal));

    /// <summary>What to say where a library's file is missing.</summary>
    /// <param name="moduleFolder">The module.</param>
    /// <param name="path">The file.</param>
    internal static string Missing(string moduleFolder, string path)
    {
        string extension = Path.GetExtension(path);
        string library = Path.GetFileNameWithoutExtension(path);
        string[] present = Directory.GetDirectories(moduleFolder)
            .Where(folder => Directory.GetFiles(folder, library + ".*").Length > 0)
            .Select(folder => Path.GetFileName(folder)!)
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToArray();
        return Missing(Name, NameFor(RuntimeInformation.OSArchitecture), present, library + extension);
    }

    /// <summary>The same, of a process and a system.</summary>
    /// <param name="process">The platform of the process.</param>
    /// <param name="system">The platform of a process that has the system's own processor.</param>
    /// <param name="present">The platforms that this copy of the module has libraries for.</param>
    /// <param name="library">The file's name.</param>
    internal static string Missing(string process, string system, string[] present, string library)
    {
        string text = $"This copy of the module has no native library for {process} ({library}).";
        text += present.Length == 0 ? " It has none at all." : $" It has those for {string.Join(", ", present)}.";
        if (process != system && present.Contains(system))
        {
            bool has32Bits = process.EndsWith("-x86", StringComparison.Ordinal) || process.EndsWith("-arm", StringComparison.Ordinal);
            string way = process == "win-x86" ? "64-bit PowerShell, the one without (x86) in its name" : has32Bits ? "64-bit PowerShell" : $"PowerShell for {system}";
            return $"{text} It works on this system in another PowerShell: start {way}.";
        }

        string remedy = Supported.Split(',').Any(name => name.Trim() == process)
            ? "Install the module again."
            : "Run PowerShell on one of those.";
        return $"{text} The module is published for {Supported}; on Linux for glibc {GlibcFloor} and later, and for musl. {remedy}";
    }

    /// <summary>What to say where a library's file is there and the system does not load it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">What the system says.</param>
    internal static string Unloadable(string path, string reason)
    {
        string remedy = reason.Contains("GLIBC_")
            ? $" This system's glibc is older than the library wants; published libraries want {GlibcFloor}, as in Debian 10, Ubuntu 18.10 and Red Hat Enterprise Linux 8, or later."
            : string.Empty;
        return $"The native library '{path}' can't be loaded: {reason.Trim()}{remedy}";
    }

    private static string NameFor(Architecture processor) => SystemName + "-" + processor.ToString().ToLowerInvariant();
}
