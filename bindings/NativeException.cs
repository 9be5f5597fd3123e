using System;

namespace PartnerAuth.Interop;

/// <summary>The native library refused a call or had a defect. It is never what a service said: that comes as an event.</summary>
internal sealed class NativeException : Exception
{
    internal NativeException(int status)
        : base(MessageFor(status)) => Status = status;

    /// <summary>The status, one of <see cref="NativeStatus"/>.</summary>
    internal int Status { get; }

    /// <summary>Turns every status that is a failure into its exception.</summary>
    /// <exception cref="ObjectDisposedException">The operation or secret was closed.</exception>
    /// <exception cref="NativeException">Any other failure.</exception>
    internal static void Check(int status, string what)
    {
        if (status == NativeStatus.BadHandle)
        {
            throw new ObjectDisposedException(what);
        }

        if (status < NativeStatus.Ok)
        {
            throw new NativeException(status);
        }
    }

    private static string MessageFor(int status) => status switch
    {
        NativeStatus.BadArgument => "The native library could not read the request: it is over 1 MiB, or this is a defect of the module. Ask for less at once.",
        NativeStatus.Panicked => "The native library had a defect and the call was given up. Run the command again; if it stays so, please report it.",
        NativeStatus.NotOpen => "The operation takes no more input. This is a defect of the module: please report it.",
        _ => $"The native library answered with the unknown status {status}. Install the module again: its files may be of two versions.",
    };
}
