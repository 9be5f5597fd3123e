using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>
/// The parameters of another module's Connect command, to splat. Its properties say whom they are for; its view and its
/// text form show no token.
/// </summary>
public sealed class PartnerConnectParameter : Hashtable, IEnumerable
{
    /// <summary>The names under which commands take tokens.</summary>
    private static readonly string[] TokenNames = ["AccessToken", "AccessTokens"];

    internal PartnerConnectParameter(ConnectDocument connect, TenantRequest request)
        : base(StringComparer.OrdinalIgnoreCase)
    {
        Command = connect.Command;
        Context = request.Context;
        ExpiresOn = DateTimeOffset.FromUnixTimeSeconds(connect.ExpiresOn);
        Scopes = connect.Scopes.ToArray();
        Tenant = request.Tenant;
        TenantId = connect.TenantId;
        foreach (ParameterDocument parameter in connect.Parameters)
        {
            this[parameter.Name] = Value(parameter);
        }
    }

    private PartnerConnectParameter(PartnerConnectParameter other)
        : base(other, StringComparer.OrdinalIgnoreCase)
    {
        Command = other.Command;
        Context = other.Context;
        ExpiresOn = other.ExpiresOn;
        Scopes = other.Scopes;
        Tenant = other.Tenant;
        TenantId = other.TenantId;
    }

    /// <summary>The command that takes them.</summary>
    public string Command { get; }

    /// <summary>
    /// The context it came from; null when credentials were given. By its name it binds to <c>-Context</c>.
    /// </summary>
    public PartnerContext? Context { get; }

    /// <summary>When the first of the tokens ends. The session that is connected with them ends then, too.</summary>
    public DateTimeOffset ExpiresOn { get; }

    /// <summary>The scopes granted; for app-only tokens their roles.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>The tenant as it was given.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's id.</summary>
    public string? TenantId { get; }

    /// <summary>What is left of the token's life, in whole seconds.</summary>
    public TimeSpan TimeLeft => PartnerConsole.Left(ExpiresOn);

    /// <summary>A copy that keeps the properties, so that a script that adds a parameter keeps the masked view.</summary>
    public override object Clone() => new PartnerConnectParameter(this);

    /// <summary>
    /// What a view of another object reads that has this in one of its properties: the entries without the tokens. The
    /// indexer, GetEnumerator, Values and CopyTo give what is splatted.
    /// </summary>
    IEnumerator IEnumerable.GetEnumerator()
    {
        foreach (DictionaryEntry entry in this)
        {
            bool isToken = TokenNames.Contains(entry.Key as string, StringComparer.OrdinalIgnoreCase);
            yield return isToken ? new DictionaryEntry(entry.Key, "***") : entry;
        }
    }

    /// <summary>The command, the tenant and the end of life; no token.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"Parameters of {Command} for {TenantId ?? Tenant}, end {ExpiresOn:u}");

    private static object Value(ParameterDocument parameter) => parameter.Kind switch
    {
        ParameterKind.Secrets => parameter.Values.ToArray(),
        ParameterKind.SecureSecret => SecureText.Of(parameter.Values[0]),
        ParameterKind.Switch => parameter.On,
        _ => parameter.Values[0],
    };
}
