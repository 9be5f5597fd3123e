using System;
using System.ComponentModel;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;

namespace PartnerAuth.Interop;

/// <summary>Loads the native library from the module's own folder and from nowhere else.</summary>
/// <remarks>Loading starts nothing: no thread, no connection.</remarks>
internal static class NativeLoader
{
    /// <summary>Look for what the library itself needs in its folder and in the system's, not in PATH or the current folder.</summary>
    private const uint LoadLibrarySearchDllLoadDirAndDefaultDirs = 0x1100;

    private static readonly object Gate = new();
    private static bool bound;
    private static bool loaded;

    /// <summary>Where the library of this system and processor is.</summary>
    internal static string LibraryPath =>
        Path.Combine(ModuleFolder, NativePlatform.Name, NativeMethods.Library + NativePlatform.Extension);

    private static string ModuleFolder =>
        Path.GetDirectoryName(typeof(NativeLoader).Assembly.Location) ?? string.Empty;

    /// <summary>Loads the library, once, and checks that it is of this assembly's version.</summary>
    /// <exception cref="DllNotFoundException">There is none for this system and processor, or it can't be loaded.</exception>
    /// <exception cref="LibraryVersionException">It is of another version.</exception>
    internal static void Load()
    {
        lock (Gate)
        {
            if (loaded)
            {
                return;
            }

            string path = LibraryPath;
            if (ModuleFolder.Length == 0)
            {
                // A relative path would be looked for in the current folder, which anybody may have written to.
                throw new DllNotFoundException("The module was loaded from memory and has no folder. Import it from its folder.");
            }

            if (!File.Exists(path))
            {
                throw new DllNotFoundException(NativePlatform.Missing(ModuleFolder, path));
            }

            if (!bound)
            {
                Bind(path);
                bound = true;
            }

            CheckVersion(path);
            loaded = true;
        }
    }

    /// <summary>Refuses a library of another version.</summary>
    private static void CheckVersion(string path)
    {
        uint found;
        try
        {
            found = NativeMethods.AbiVersion();
        }
        catch (EntryPointNotFoundException e)
        {
            throw new LibraryVersionException(path, NativeMethods.ExpectedAbiVersion, null, e);
        }

        if (found != NativeMethods.ExpectedAbiVersion)
        {
            throw new LibraryVersionException(path, NativeMethods.ExpectedAbiVersion, found);
        }
    }

    /// <summary>Sees to it that the imports find this file.</summary>
    private static void Bind(string path)
    {
        if (SetResolver(path))
        {
            return;
        }

        // .NET Framework has no resolvers; there an import by base name binds to what is loaded already.
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            && LoadLibraryExW(path, IntPtr.Zero, LoadLibrarySearchDllLoadDirAndDefaultDirs) == IntPtr.Zero)
        {
            string reason = new Win32Exception(Marshal.GetLastWin32Error()).Message;
            throw new DllNotFoundException(NativePlatform.Unloadable(path, reason));
        }
    }

    /// <summary>Answers the imports of this assembly before any search, where the runtime can do that (.NET 5 and later).</summary>
    /// <remarks>By reflection: netstandard2.0 does not know the types. Without this, .NET 8 would search LD_LIBRARY_PATH.</remarks>
    private static bool SetResolver(string path)
    {
        const string Interop = "System.Runtime.InteropServices.";
        Assembly runtime = typeof(object).Assembly;
        Type? library = runtime.GetType(Interop + "NativeLibrary");
        Type? resolver = runtime.GetType(Interop + "DllImportResolver");
        MethodInfo? load = library?.GetMethod("Load", [typeof(string)]);
        MethodInfo? set = resolver is null ? null : library?.GetMethod("SetDllImportResolver", [typeof(Assembly), resolver]);
        if (load is null || set is null || resolver is null)
        {
            return false;
        }

        var open = (Func<string, IntPtr>)load.CreateDelegate(typeof(Func<string, IntPtr>));
        IntPtr opened;
        try
        {
            opened = open(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new DllNotFoundException(NativePlatform.Unloadable(path, e.Message), e);
        }

        Func<string, Assembly, DllImportSearchPath?, IntPtr> resolve =
            (name, _, _) => name == NativeMethods.Library ? opened : IntPtr.Zero;
        set.Invoke(null, [typeof(NativeLoader).Assembly, Delegate.CreateDelegate(resolver, resolve.Target!, resolve.Method)]);
        return true;
    }

    [DllImport("kernel32", CharSet = CharSet.Unicode, SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr LoadLibraryExW(string path, IntPtr file, uint flags);
}
