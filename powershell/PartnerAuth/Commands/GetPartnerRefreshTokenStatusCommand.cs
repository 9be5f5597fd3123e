using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>Tells how long the refresh token of a context is good, and renews it: the weekly unattended job.</summary>
[Cmdlet(VerbsCommon.Get, "PartnerRefreshTokenStatus")]
[OutputType(typeof(PartnerRefreshTokenStatus))]
public sealed class GetPartnerRefreshTokenStatusCommand : PartnerCmdlet
{
    /// <summary>The context; the default of the runspace when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ContextForTokenStatus)]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public PartnerContext? Context { get; set; }

    /// <summary>When the token was issued, as your vault noted it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "When the token was issued, as your vault noted it.")]
    [OneLineTransformation]
    public DateTimeOffset? IssuedOn { get; set; }

    /// <summary>Redeems the token in the home tenant, past the cache, and hands the new one to -OnRefreshToken.</summary>
    [Parameter(HelpMessage = "Redeem the token in the home tenant and hand the new one to -OnRefreshToken.")]
    public SwitchParameter Renew { get; set; }

    /// <summary>The most time that one request may take, in seconds.</summary>
    [Parameter(HelpMessage = HelpText.TimeoutSec)]
    [OneLineTransformation]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 100;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PartnerContext context = Connected(Context);
        if (context.Native.RefreshToken is null)
        {
            WriteError(ErrorRecordFactory.InvalidInput(
                $"The context of {context} has no refresh token.",
                "Connect with -RefreshToken, or sign in with Connect-PartnerCenter.",
                context));
            return;
        }

        if (Renew && !Renewed(context))
        {
            return;
        }

        RefreshTokenDocument known = context.Native.RefreshToken.Read(withToken: false);
        PartnerRefreshTokenStatus status = new(context, known, IssuedOn, Credentials(context), DateTimeOffset.UtcNow);
        Warn(status);
        WriteObject(DefaultView.Of(status));
    }

    private bool Renewed(PartnerContext context)
    {
        bool isRenewed = false;
        TokenStart start = new()
        {
            Complete = true,
            Items =
            [
                new TokenItem
                {
                    Account = context.Native.Document,
                    ForceRefresh = true,
                    Scopes = [context.Environment.PartnerCenterAudience + "/user_impersonation"],
                    Tenant = context.Native.HomeTenant ?? "organizations",
                    TimeoutSeconds = (uint)TimeoutSec,
                },
            ],
            ThrottleLimit = 1,
        };
        using (NativeOperation operation = Start(NativeMethods.TokenAcquire, start))
        {
            Pump(operation, answer =>
            {
                isRenewed = answer.Token is not null;
                if (answer.Error is not null)
                {
                    WriteError(ErrorRecordFactory.From(answer.Error, context.Native.HomeTenant));
                }
            });
        }

        if (isRenewed)
        {
            context.Hook?.Deliver(context, DateTimeOffset.UtcNow, always: true, WriteWarning);
        }

        return isRenewed;
    }

    /// <summary>The ends of the application's own credentials. They are an extra: without them, the status is as good.</summary>
    private IReadOnlyList<PartnerApplicationCredential> Credentials(PartnerContext context)
    {
        IReadOnlyList<PartnerApplicationCredential> credentials = [];
        ApplicationStart start = new() { Account = context.Native.Document, TimeoutSeconds = (uint)TimeoutSec };
        using NativeOperation operation = Start(NativeMethods.ApplicationRead, start);
        Pump(operation, answer =>
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            if (answer.Application is not null)
            {
                credentials = [.. answer.Application.Credentials.Select(one => new PartnerApplicationCredential(one, now))];
            }
            else if (answer.Error is not null)
            {
                WriteVerbose($"The ends of the application's secrets can't be read: {answer.Error.Message} {answer.Error.Remedy}");
            }
        });
        return credentials;
    }

    private void Warn(PartnerRefreshTokenStatus status)
    {
        if (status.DaysLeft < PartnerRefreshTokenStatus.SoonDays)
        {
            WriteWarning($"The refresh token of {status.UserPrincipalName ?? status.TenantId} has {Math.Max(0, status.DaysLeft.Value)} of 90 days left. Renew it with -Renew and keep the new one.");
        }

        if (status.MultifactorAuthentication == false)
        {
            WriteWarning("The sign-in behind the refresh token had no multifactor authentication, which Partner Center demands. Sign in again with it.");
        }

        foreach (PartnerApplicationCredential ending in status.Credentials.Where(one => one.DaysLeft < PartnerRefreshTokenStatus.SoonDays))
        {
            WriteWarning($"{ending}. Make a new one for the application {status.ApplicationId} in time.");
        }
    }
}
