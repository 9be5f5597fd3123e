using System;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>The user a token acts for, with the properties that scripts of the PartnerCenter module read.</summary>
public sealed class TokenAccount
{
    private TokenAccount(string? username, string? environment, TokenAccountId homeAccountId)
    {
        Username = username;
        Environment = environment;
        HomeAccountId = homeAccountId;
    }

    /// <summary>Host of the sign-in service.</summary>
    public string? Environment { get; }

    /// <summary>The user in its home tenant.</summary>
    public TokenAccountId HomeAccountId { get; }

    /// <summary>User principal name.</summary>
    public string? Username { get; }

    /// <summary>The user name.</summary>
    public override string ToString() => Username ?? HomeAccountId.Identifier;

    /// <summary>The account of a token; null when it acts for an application alone.</summary>
    internal static TokenAccount? From(TokenDocument token, PartnerEnvironment environment)
    {
        string? objectId = token.HomeObjectId ?? token.ObjectId;
        bool isUser = token.UserName is not null || token.HomeObjectId is not null;
        return isUser && objectId is not null
            ? new TokenAccount(token.UserName, Host(environment), new TokenAccountId(objectId, token.HomeTenantId ?? token.TenantId))
            : null;
    }

    private static string? Host(PartnerEnvironment environment) =>
        Uri.TryCreate(environment.ActiveDirectoryAuthority, UriKind.Absolute, out Uri? login) ? login.Host : null;
}
