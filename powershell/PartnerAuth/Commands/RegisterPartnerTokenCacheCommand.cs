using System;
using System.Management.Automation;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Says where tokens are kept: in the memory of this process alone, as at first, or as well in an encrypted file, which all
/// processes of the user share, or on a Redis server, which all machines of a fleet share.
/// </summary>
[Cmdlet(VerbsLifecycle.Register, "PartnerTokenCache", DefaultParameterSetName = ByPersistentSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(void))]
public sealed class RegisterPartnerTokenCacheCommand : PartnerCmdlet
{
    private const string ByInMemorySet = "ByInMemory";
    private const string ByPersistentSet = "ByPersistent";
    private const string ByRedisSet = "ByRedis";

    /// <summary>The server's user and password; 'default' is the user of a server without users.</summary>
    [Parameter(ParameterSetName = ByRedisSet, HelpMessage = "The user and password of the Redis server; 'default' is the user where there are no others.")]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Keeps tokens in memory alone. What is in a file stays there.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByInMemorySet, HelpMessage = "Keep tokens in the memory of this process alone.")]
    public SwitchParameter InMemory { get; set; }

    /// <summary>Keeps tokens in an encrypted file as well.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPersistentSet, HelpMessage = "Keep tokens in an encrypted file as well, for later processes and those beside this one.")]
    public SwitchParameter Persistent { get; set; }

    /// <summary>The file; one in the user's own folder for data of applications when left out.</summary>
    [Parameter(ParameterSetName = ByPersistentSet, HelpMessage = "The file of kept tokens.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string? Path { get; set; }

    /// <summary>What the key is made from; for a file, one in this system's keyring when left out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRedisSet, HelpMessage = HelpText.EncryptionKey)]
    [Parameter(ParameterSetName = ByPersistentSet, HelpMessage = HelpText.EncryptionKey)]
    [SecretTransformation]
    public PartnerSecret? EncryptionKey { get; set; }

    /// <summary>The Redis server that a fleet shares: rediss://host:port, or redis://localhost:port on this machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRedisSet, HelpMessage = "The address of a Redis server that several machines share: rediss://host:port, or redis://localhost:port for one on this machine.")]
    [SecretTransformation]
    public PartnerSecret? Redis { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Redis is not null)
        {
            if (this.May("Keep tokens on a Redis server, sealed, for every machine that has the same encryption key"))
            {
                Share();
            }

            return;
        }

        if (InMemory)
        {
            if (this.May("Keep tokens in memory alone"))
            {
                Keep(path: null, key: null);
            }

            return;
        }

        string? path = Path is null ? DefaultPath() : FullPath(Path);
        if (path is null)
        {
            WriteWarning("This user has no folder for data of applications, so that tokens are kept in memory alone. Name a file with -Path.");
        }
        else if (this.May($"Keep tokens in {GivenText.OneLine(path)}"))
        {
            using NativeSecret? key = EncryptionKey?.ToNative();
            Keep(path, key);
        }
    }

    /// <summary>Where the file is when none is named; null for a user without a home.</summary>
    private static string? DefaultPath()
    {
        string folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length == 0 ? null : System.IO.Path.Combine(folder, "PartnerAuth", "tokens.kept");
    }

    private void Share()
    {
        using NativeSecret address = Redis!.ToNative();
        using NativeSecret key = EncryptionKey!.ToNative();
        using NativeSecret? user = Credential is null ? null : NativeSecret.From(Credential.UserName);
        using NativeSecret? password = Credential is null ? null : NativeSecret.From(Credential.Password);
        Keep(
            new CacheKeepStart
            {
                EncryptionKey = key.Id,
                Redis = new RedisDocument { Address = address.Id, Password = password?.Id, User = user?.Id },
            },
            target: null);
    }

    private void Keep(string? path, NativeSecret? key) => Keep(new CacheKeepStart { Path = path, EncryptionKey = key?.Id }, path);

    private void Keep(CacheKeepStart start, string? target)
    {
        using NativeOperation operation = Start(NativeMethods.TokenCacheKeep, start);
        Pump(operation, answer =>
        {
            if (answer.Error is { } error)
            {
                WriteError(ErrorRecordFactory.OfNoTenant(error, target));
            }
        });
    }
}
