using System.Management.Automation;
using PartnerAuth.Errors;

namespace PartnerAuth.Commands;

/// <summary>Says where tokens are kept. They are kept in memory, and nowhere else so far.</summary>
[Cmdlet(VerbsLifecycle.Register, "PartnerTokenCache", DefaultParameterSetName = ByPersistentSet)]
[OutputType(typeof(void))]
public sealed class RegisterPartnerTokenCacheCommand : PSCmdlet
{
    private const string ByInMemorySet = "ByInMemory";
    private const string ByPersistentSet = "ByPersistent";

    /// <summary>Keeps tokens in memory, which they always are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByInMemorySet, HelpMessage = "Keep tokens in memory.")]
    public SwitchParameter InMemory { get; set; }

    /// <summary>Keeps tokens on disk, which this version can't do.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPersistentSet, HelpMessage = "Keep tokens on disk.")]
    public SwitchParameter Persistent { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Persistent)
        {
            WriteError(ErrorRecordFactory.NoPersistentCache());
        }
    }
}
