using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.Serialization;
using System.Text;
using PartnerAuth.Interop;

namespace PartnerAuth.Framework;

/// <summary>The program partner-sandbox, until it is disposed of, and an account that it accepts.</summary>
public sealed class Sandbox : IDisposable
{
    private const string Scenario = """
        { "tenants": [
            { "domain": "initech.example", "consented": true },
            { "domain": "istanbul.example", "consented": true },
            { "domain": "island.example", "consented": true }
        ] }
        """;

    private readonly NativeRefreshToken refreshToken;
    private readonly NativeSecret secret;
    private readonly Process process;

    /// <summary>Starts it.</summary>
    public Sandbox()
    {
        string name = Environment.OSVersion.Platform == PlatformID.Win32NT ? "partner-sandbox.exe" : "partner-sandbox";
        string scenario = Path.GetTempFileName();
        File.WriteAllText(scenario, Scenario);
        ProcessStartInfo start = new(Path.Combine(Path.GetDirectoryName(Modules()), "program", name), $"--scenario \"{scenario}\"")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        process = Process.Start(start)!;
        byte[] line = Encoding.UTF8.GetBytes(process.StandardOutput.ReadLine()!);
        File.Delete(scenario);
        Document = Json.Read<SandboxDocument>(line, line.Length);
        secret = NativeSecret.From(SecureText.Of(Document.ClientSecret));
        refreshToken = NativeRefreshToken.From(SecureText.Of(Document.RefreshToken));
    }

    internal SandboxDocument Document { get; }

    /// <summary>Who asks.</summary>
    internal AccountDocument Account => new()
    {
        ClientId = Document.ApplicationId,
        ClientSecret = secret.Id,
        Environment = Document.Environment,
        RefreshToken = refreshToken.Id,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        refreshToken.Dispose();
        secret.Dispose();
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private static string Modules()
    {
        string? told = Environment.GetEnvironmentVariable("PARTNERAUTH_MODULES");
        if (!string.IsNullOrEmpty(told))
        {
            return Path.GetFullPath(told);
        }

        DirectoryInfo? folder = new(AppDomain.CurrentDomain.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "module")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("There is no folder target/module. Run `cargo xtask build`.");
        }

        return Path.Combine(folder.FullName, "module");
    }
}

[DataContract]
internal sealed class SandboxDocument
{
    [DataMember(Name = "applicationId")]
    public string ApplicationId { get; set; } = "";

    [DataMember(Name = "clientSecret")]
    public string ClientSecret { get; set; } = "";

    [DataMember(Name = "customers")]
    public List<SandboxCustomer> Customers { get; set; } = new();

    [DataMember(Name = "environment")]
    public EnvironmentDocument Environment { get; set; } = new();

    [DataMember(Name = "refreshToken")]
    public string RefreshToken { get; set; } = "";
}

[DataContract]
internal sealed class SandboxCustomer
{
    [DataMember(Name = "domain")]
    public string Domain { get; set; } = "";

    [DataMember(Name = "tenantId")]
    public string TenantId { get; set; } = "";
}
