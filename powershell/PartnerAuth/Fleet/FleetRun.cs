using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>A run that this process has joined, and that several machines divide.</summary>
internal sealed class FleetRun(FleetRunDocument run) : NativeHandle(run.Id)
{
    private protected override void Close(ulong id) => _ = NativeMethods.FleetClose(id);
}
