using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>Where the services of a sandbox are: what <c>-Environment</c> takes.</summary>
public sealed class PartnerSandboxEnvironment
{
    internal PartnerSandboxEnvironment(SandboxEnvironment document)
    {
        Name = document.Name;
        Login = document.Login;
        Graph = document.Graph;
        PartnerCenter = document.PartnerCenter;
        CaCertificate = document.CaCertificate;
    }

    /// <summary>The name of the environment.</summary>
    public string Name { get; }

    /// <summary>Base address of the sign-in service.</summary>
    public string Login { get; }

    /// <summary>Base address of Microsoft Graph, without version.</summary>
    public string Graph { get; }

    /// <summary>Base address of Partner Center, without version.</summary>
    public string PartnerCenter { get; }

    /// <summary>The certificate authority in PEM form; null over http.</summary>
    public string? CaCertificate { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
