using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>What repairs a step: a command, or a request of Microsoft Graph.</summary>
public sealed class PartnerAccessRepair
{
    internal PartnerAccessRepair(RepairDocument document)
    {
        Body = document.Body;
        Command = document.Command;
        Method = document.Method;
        Uri = document.Uri;
    }

    /// <summary>The request's body, JSON.</summary>
    public string? Body { get; }

    /// <summary>The command line.</summary>
    public string? Command { get; }

    /// <summary>The request's method.</summary>
    public string? Method { get; }

    /// <summary>The request's address.</summary>
    public string? Uri { get; }

    /// <summary>The command, or the request's first line.</summary>
    public override string ToString() => Command ?? $"{Method} {Uri}";
}
