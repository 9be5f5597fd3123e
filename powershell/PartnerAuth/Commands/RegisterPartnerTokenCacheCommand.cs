using System;
using System.Management.Automation;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Says where tokens are kept: in the memory of this process alone, as at first, or in an encrypted file as well, which all
/// processes of the user share.
/// </summary>
[Cmdlet(VerbsLifecycle.Register, "PartnerTokenCache", DefaultParameterSetName = ByPersistentSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(void))]
public sealed class RegisterPartnerTokenCacheCommand : PartnerCmdlet
{
    private const string ByInMemorySet = "ByInMemory";
    private const string ByPersistentSet = "ByPersistent";

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

    /// <summary>What the file's key is made from; a key in this system's keyring when left out.</summary>
    [Parameter(ParameterSetName = ByPersistentSet, HelpMessage = "What the file's key is made from, as string or SecureString: a long random text from a vault, the same for all who share the file.")]
    [SecretTransformation]
    public PartnerSecret? EncryptionKey { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
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

    private void Keep(string? path, NativeSecret? key)
    {
        using NativeOperation operation = Start(NativeMethods.TokenCacheKeep, new CacheKeepStart { Path = path, EncryptionKey = key?.Id });
        Pump(operation, answer =>
        {
            if (answer.Error is { } error)
            {
                WriteError(ErrorRecordFactory.From(error, path));
            }
        });
    }
}
