using System;
using System.Security;
using System.Threading;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>Who asks: an application in a cloud, with its secrets in native memory.</summary>
internal sealed class NativeAccount : IDisposable
{
    private readonly NativeSecret? clientSecret;
    private readonly NativeSecret? refreshToken;
    private int closed;

    /// <summary>Takes copies of the secrets; the caller's stay as they are.</summary>
    /// <exception cref="ArgumentException">A secret is empty or over 1 MiB.</exception>
    internal NativeAccount(
        PartnerEnvironment environment,
        string clientId,
        SecureString? clientSecret,
        PartnerSecret? refreshToken,
        string? homeTenant)
        : this(
            environment,
            clientId,
            clientSecret is null ? null : NativeSecret.From(clientSecret),
            refreshToken?.ToNative(),
            homeTenant)
    {
    }

    private NativeAccount(
        PartnerEnvironment environment,
        string clientId,
        NativeSecret? clientSecret,
        NativeSecret? refreshToken,
        string? homeTenant)
    {
        Environment = environment;
        this.clientSecret = clientSecret;
        this.refreshToken = refreshToken;
        Document = new AccountDocument
        {
            ClientId = clientId,
            ClientSecret = clientSecret?.Id,
            Environment = environment.Document,
            RefreshToken = refreshToken?.Id,
            Tenant = homeTenant,
        };
    }

    /// <summary>The cloud.</summary>
    internal PartnerEnvironment Environment { get; }

    /// <summary>How requests name it. Keep the account alive until the request was given.</summary>
    internal AccountDocument Document { get; }

    /// <summary>The partner's own tenant; null when it is not known.</summary>
    internal string? HomeTenant => Document.Tenant;

    /// <summary>True once its secrets are gone.</summary>
    internal bool IsClosed => Volatile.Read(ref closed) != 0;

    /// <summary>
    /// The same account with its home tenant, which is known once a token came. The secrets move there.
    /// </summary>
    internal NativeAccount WithHomeTenant(string? tenant) =>
        new(Environment, Document.ClientId, clientSecret, refreshToken, tenant ?? HomeTenant);

    /// <summary>Zeroes the secrets; a request that runs keeps its own until it is done.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref closed, 1);
        clientSecret?.Dispose();
        refreshToken?.Dispose();
    }
}
