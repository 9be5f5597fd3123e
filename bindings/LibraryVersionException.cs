using System;

namespace PartnerAuth.Interop;

/// <summary>The native library beside the assembly is of another version.</summary>
internal sealed class LibraryVersionException : Exception
{
    internal LibraryVersionException(string path, uint expected, uint? found, Exception? inner = null)
        : base(
            $"The module's files are of two versions: the assembly speaks version {expected} of the boundary and the native library "
            + $"'{path}' speaks {(found is null ? "none that it can tell" : $"version {found}")}. Remove the module's folder, install the module again and start a new PowerShell.",
            inner)
    {
        Expected = expected;
        Found = found;
    }

    /// <summary>The version that the assembly speaks.</summary>
    internal uint Expected { get; }

    /// <summary>The version that the library speaks; null when it is too old to say.</summary>
    internal uint? Found { get; }
}
