using System;
using System.Threading;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>Who asks: an application in a cloud, with its secrets in native memory.</summary>
internal sealed class NativeAccount : IDisposable
{
    private readonly NativeSecret? accessToken;
    private readonly ApplicationCredential credential;
    private int closed;

    /// <summary>Takes over what is given: it goes with the account.</summary>
    internal NativeAccount(
        PartnerEnvironment environment,
        string clientId,
        ApplicationCredential credential,
        NativeRefreshToken? refreshToken,
        string? homeTenant,
        NativeSecret? accessToken = null)
    {
        Environment = environment;
        this.accessToken = accessToken;
        this.credential = credential;
        RefreshToken = refreshToken;
        Document = new AccountDocument
        {
            AccessToken = accessToken?.Id,
            ClientId = clientId,
            Environment = environment.Document,
            RefreshToken = refreshToken?.Id,
            Tenant = homeTenant,
        };
        credential.Fill(Document);
    }

    /// <summary>The cloud.</summary>
    internal PartnerEnvironment Environment { get; }

    /// <summary>How requests name it. Keep the account alive until the request was given.</summary>
    internal AccountDocument Document { get; }

    /// <summary>The user's refresh token; null for an application alone.</summary>
    internal NativeRefreshToken? RefreshToken { get; }

    /// <summary>The partner's own tenant; null when it is not known.</summary>
    internal string? HomeTenant => Document.Tenant;

    /// <summary>What it is in the words of the PartnerCenter module.</summary>
    internal AccountType Type =>
        accessToken is not null ? AccountType.AccessToken : RefreshToken is null ? credential.Type : AccountType.User;

    /// <summary>True once its secrets are gone.</summary>
    internal bool IsClosed => Volatile.Read(ref closed) != 0;

    /// <summary>
    /// The same account with its home tenant, which is known once a token came. The secrets move there.
    /// </summary>
    internal NativeAccount WithHomeTenant(string? tenant) =>
        new(Environment, Document.ClientId, credential, RefreshToken, tenant ?? HomeTenant, accessToken);

    /// <summary>The same account with a user's refresh token. The credential moves there.</summary>
    internal NativeAccount WithRefreshToken(NativeRefreshToken token) =>
        new(Environment, Document.ClientId, credential, token, HomeTenant);

    /// <summary>Zeroes the secrets; a request that runs keeps its own until it is done.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref closed, 1);
        credential.Dispose();
        RefreshToken?.Dispose();
        accessToken?.Dispose();
    }
}
