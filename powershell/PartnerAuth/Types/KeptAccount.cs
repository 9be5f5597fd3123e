namespace PartnerAuth;

/// <summary>
/// An account of credentials given, which lives as long as a header that renews itself with it. The secrets are zeroed
/// when the last such header is gone.
/// </summary>
internal sealed class KeptAccount(NativeAccount account)
{
    /// <summary>Zeroes the secrets. Nobody disposes of a header, so that this is the only way.</summary>
    ~KeptAccount() => account.Dispose();

    /// <summary>The account.</summary>
    internal NativeAccount Account => account;
}
