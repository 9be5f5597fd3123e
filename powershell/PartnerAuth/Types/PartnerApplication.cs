using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>The partner's own application, made from a manifest or brought to it.</summary>
public sealed class PartnerApplication
{
    internal PartnerApplication(PartnerContext context, MadeDocument document, bool isWhatIf)
    {
        ApplicationId = document.ApplicationId;
        Changes = [.. document.Changes.Select(change => new PartnerApplicationChange(change))];
        ClientSecret = document.Secret is null ? null : SecureText.Of(document.Secret);
        Context = context;
        DisplayName = document.DisplayName;
        IsWhatIf = isWhatIf;
        Missing = [.. document.Missing.Select(change => new PartnerApplicationChange(change))];
        Outcome = document.Outcome;
        Reason = document.Reason;
        SecretEndsOn = DateTimeOffset.TryParse(document.SecretEndsOn, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end) ? end : null;
        Tenant = document.Tenant;
    }

    /// <summary>The application's id; null before it is made. Write it into the manifest: application, id.</summary>
    public string? ApplicationId { get; }

    /// <summary>What was done, or would be with -WhatIf.</summary>
    public IReadOnlyList<PartnerApplicationChange> Changes { get; }

    /// <summary>The secret that was made; null when none was asked for. Nobody can read it again.</summary>
    public SecureString? ClientSecret { get; }

    /// <summary>The context it was made with. By its name it binds to <c>-Context</c>.</summary>
    public PartnerContext Context { get; }

    /// <summary>Its name.</summary>
    public string DisplayName { get; }

    /// <summary>True when nothing was written, as -WhatIf was given.</summary>
    public bool IsWhatIf { get; }

    /// <summary>What could not be done.</summary>
    public IReadOnlyList<PartnerApplicationChange> Missing { get; }

    /// <summary>Created, Extended, Unchanged, or NameTaken: an application of that name is there, and nothing was done.</summary>
    public string Outcome { get; }

    /// <summary>Why something could not be done; null otherwise.</summary>
    public string? Reason { get; }

    /// <summary>The secret's end; null when none was made.</summary>
    public DateTimeOffset? SecretEndsOn { get; }

    /// <summary>The partner's tenant.</summary>
    public string Tenant { get; }

    /// <summary>The application and the outcome; no secret.</summary>
    public override string ToString() => $"{DisplayName}: {Outcome}{(Reason is null ? string.Empty : ", " + Reason)}";
}
