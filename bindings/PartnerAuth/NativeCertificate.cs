namespace PartnerAuth.Interop;

/// <summary>A certificate in the native library's memory, with its key or with the number of a key that is kept here.</summary>
internal sealed class NativeCertificate : NativeHandle
{
    private NativeCertificate(CertificateDocument document)
        : base(document.Id) => Document = document;

    /// <summary>What it says of itself.</summary>
    internal CertificateDocument Document { get; }

    /// <summary>Reads a certificate; null, and why, when it can't be used.</summary>
    internal static NativeCertificate? Open(CertificateStart start, out ErrorDocument? error)
    {
        using NativeOperation operation = NativeOperation.Start(NativeMethods.CertificateOpen, start);
        _ = operation.Next(0, out OperationEvent? answer);
        error = answer?.Error;
        return answer?.Certificate is null ? null : new NativeCertificate(answer.Certificate);
    }

    private protected override void Close(ulong id) => _ = NativeMethods.CertificateClose(id);
}
