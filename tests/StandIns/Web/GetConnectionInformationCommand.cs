using System.Collections.Concurrent;
using System.Management.Automation;

namespace PartnerAuth.StandIns.Web;

/// <summary>What Connect-ExchangeOnline was given in this process, without the token.</summary>
internal static class Connections
{
    private static readonly ConcurrentQueue<PSObject> Made = new();

    public static IReadOnlyCollection<PSObject> All => Made;

    public static void Add(PSObject connection) => Made.Enqueue(connection);
}

/// <summary>Lists the connections to Exchange.</summary>
[Cmdlet(VerbsCommon.Get, "ConnectionInformation")]
public sealed class GetConnectionInformationCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(Connections.All, enumerateCollection: true);
}
