using System;

namespace PartnerAuth;

/// <summary>A credential that can't be used. Nothing was sent.</summary>
internal sealed class CredentialException(string message, string remedy) : Exception(message)
{
    /// <summary>What to do.</summary>
    internal string Remedy { get; } = remedy;
}
