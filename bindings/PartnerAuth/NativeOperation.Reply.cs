using System;
using System.Text;

namespace PartnerAuth.Interop;

/// <content>Replies to what the library asks.</content>
internal sealed partial class NativeOperation
{
    /// <summary>Replies to a question. One that nobody waits for any more is no failure: its item was cancelled.</summary>
    /// <exception cref="ObjectDisposedException">The operation was disposed of.</exception>
    internal void Reply(ulong question, byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            Refuse(question, "The answer is empty.");
            return;
        }

        Check(NativeMethods.OperationReply(id, question, ref bytes[0], (ulong)bytes.Length));
    }

    /// <summary>Says why a question has no answer. The reason is shown to the user: it holds no secret.</summary>
    /// <exception cref="ObjectDisposedException">The operation was disposed of.</exception>
    internal void Refuse(ulong question, string reason)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.IsNullOrWhiteSpace(reason) ? "There is no answer." : reason);
        Check(NativeMethods.OperationRefuse(id, question, ref bytes[0], (ulong)bytes.Length));
    }

    private void Check(int status)
    {
        GC.KeepAlive(this);
        if (status != NativeStatus.NotOpen)
        {
            NativeException.Check(status, nameof(NativeOperation));
        }
    }
}
