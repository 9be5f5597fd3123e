using System;
using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>
/// What every command has that talks to a service: events on the pipeline thread, Ctrl+C, the context.
/// </summary>
public abstract class PartnerCmdlet : PSCmdlet
{
    /// <summary>An application id: a GUID, in braces or without.</summary>
    private protected const string ApplicationIdPattern = @"^\{?[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\}?$";

    /// <summary>
    /// How long one wait for an event is. A cancellation ends it at once; this is for progress alone.
    /// </summary>
    private protected const uint WaitMilliseconds = 100;

    private volatile NativeOperation? running;
    private ProgressLine? progress;

    private protected PartnerCmdlet()
    {
    }

    /// <summary>What StopProcessing cancels; null when nothing runs.</summary>
    private protected NativeOperation? Running
    {
        get => running;
        set => running = value;
    }

    /// <summary>The progress of this command.</summary>
    private protected ProgressLine Progress => progress ??= new ProgressLine(this, MyInvocation.MyCommand.Name);

    /// <summary>Remembers which parameters are in use, as the timeline names old forms of calls.</summary>
    protected override void BeginProcessing()
    {
        foreach (string parameter in MyInvocation.BoundParameters.Keys)
        {
            SeenInUse.Add(UseKind.Parameter, $"{MyInvocation.MyCommand.Name} -{parameter}");
        }
    }

    /// <summary>Hands new refresh tokens of this runspace's contexts to their scripts.</summary>
    protected override void EndProcessing()
    {
        foreach (PartnerContext context in RunspaceContexts.Current.Connected)
        {
            context.Hook?.Deliver(context, DateTimeOffset.UtcNow, always: false, WriteWarning);
        }
    }

    /// <summary>Ends what runs. Called from another thread than the rest.</summary>
    protected override void StopProcessing() => running?.Cancel();

    /// <summary>
    /// The context given, or the default of the runspace; without one the command ends with "Run Connect-PartnerCenter
    /// to login.".
    /// </summary>
    private protected PartnerContext Connected(PartnerContext? given)
    {
        PartnerContext? context = given ?? RunspaceContexts.Current.Default;
        if (context is null || context.Native.IsClosed)
        {
            ThrowTerminatingError(ErrorRecordFactory.NotConnected());
        }

        return context!;
    }

    /// <summary>An account of the credentials given; a credential that can't be one ends the command.</summary>
    private protected NativeAccount NewAccount(
        PartnerEnvironment? environment,
        string clientId,
        IApplicationCredentialParameters? proof,
        PartnerSecret? refreshToken,
        string? homeTenant)
    {
        string cloud = (environment ?? PartnerEnvironment.Default).ToString();
        SeenInUse.Add(UseKind.Cloud, cloud);
        if (environment is { IsClosed: true })
        {
            string since = Retired.Of(UseKind.Cloud, cloud) is { } entry ? $" ({entry.Reference})" : string.Empty;
            WriteWarning($"The environment {cloud} has closed{since}; use one of {string.Join(", ", PartnerEnvironment.Names)}.");
        }

        WarnIfRetired(UseKind.Client, clientId);

        ApplicationCredential? credential = null;
        try
        {
            credential = proof is null ? new ApplicationCredential() : ApplicationCredential.Of(proof, FullPath);
            NativeRefreshToken? token = refreshToken?.ToNativeRefreshToken();
            return new NativeAccount(environment ?? PartnerEnvironment.Default, clientId, credential, token, homeTenant);
        }
        catch (CredentialException unusable)
        {
            credential?.Dispose();
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(unusable.Message, unusable.Remedy, target: null));
            throw;
        }
        catch (ArgumentException unusable)
        {
            credential?.Dispose();
            ThrowTerminatingError(ErrorRecordFactory.UnusableSecret(unusable));
            throw;
        }
    }

    /// <summary>Ends the command when an account can't be used at all: every tenant would fail alike. Nobody is asked.</summary>
    private protected void RefuseUnusable(NativeAccount account, bool signsIn)
    {
        AccountCheckStart start = new() { Account = account.Document, SignsIn = signsIn };
        using NativeOperation operation = Start(NativeMethods.AccountCheck, start);
        _ = operation.Next(0, out OperationEvent? refused);
        if (refused?.Error is not null)
        {
            account.Dispose();
            ThrowTerminatingError(ErrorRecordFactory.From(refused.Error, target: null));
        }
    }

    /// <summary>Ends the command when parameters of a sign-in in the browser are there and no browser opens.</summary>
    private protected void RefuseWithoutBrowser(ISignInParameters parameters, bool isBrowser)
    {
        List<string> given = [];
        void Note(bool isGiven, string name)
        {
            if (isGiven)
            {
                given.Add(name);
            }
        }

        Note(parameters.ClaimsChallenge is not null, "-ClaimsChallenge");
        Note(parameters.LoginHint is not null, "-LoginHint");
        Note(parameters.Prompt is not null, "-Prompt");
        Note(parameters.UseAnyPort, "-UseAnyPort");
        if (given.Count > 0 && !isBrowser)
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                $"{string.Join(", ", given)} is for a sign-in in the browser, and this call is none.",
                "Sign in with -UseAuthorizationCode, or leave it out.",
                target: null));
        }
    }

    /// <summary>
    /// Lets a person sign in and gives the account with the refresh token, which takes the application's place; null,
    /// and why, when nobody did.
    /// </summary>
    private protected NativeAccount? SignIn(
        NativeAccount application,
        string tenant,
        string[] scopes,
        ISignInParameters parameters,
        out TokenDocument? token,
        out ErrorDocument? error)
    {
        SignInDocument? signedIn = null;
        ErrorDocument? failure = null;
        SignInStart start = new()
        {
            Account = application.Document,
            AnyPort = parameters.UseAnyPort,
            Claims = parameters.ClaimsChallenge,
            LoginHint = parameters.LoginHint,
            Prompt = parameters.Prompt,
            Scopes = [.. scopes],
            Tenant = tenant,
            TimeoutSeconds = (uint?)parameters.GivenTimeoutSec,
            Kind = parameters.UseDeviceAuthentication ? SignInKind.Device : SignInKind.Browser,
        };
        using (NativeOperation operation = Start(NativeMethods.SignIn, start))
        {
            Pump(operation, answer =>
            {
                signedIn = answer.SignIn;
                failure = answer.Error;
            });
        }

        token = signedIn?.Token;
        error = failure;
        return signedIn is null ? null : application.WithRefreshToken(NativeRefreshToken.Of(signedIn));
    }

    /// <summary>Remembers what is in use, and warns of what can't be used any more.</summary>
    /// <param name="kind">One of <see cref="UseKind"/>.</param>
    /// <param name="value">Which one.</param>
    private protected void WarnIfRetired(string kind, string value)
    {
        string name = Guid.TryParse(value, out Guid id) ? id.ToString() : value;
        SeenInUse.Add(kind, name);
        if (Retired.Of(kind, name) is { } entry)
        {
            WriteWarning($"{entry.Title} ({entry.Reference}). {entry.Remedy}");
        }
    }

    /// <summary>A path of PowerShell as one of the file system.</summary>
    private protected string FullPath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    /// <summary>Starts an operation; a request that can't be read ends the command.</summary>
    private protected NativeOperation Start<T>(StartFunction start, T request)
    {
        try
        {
            return NativeOperation.Start(start, request);
        }
        catch (NativeException refused)
        {
            ThrowTerminatingError(ErrorRecordFactory.From(refused));
            throw;
        }
    }

    /// <summary>
    /// Runs an operation to its end and gives every result and error to <paramref name="take"/>. Without
    /// <paramref name="wait"/> it takes what has come; true when that was all.
    /// </summary>
    private protected bool Pump(NativeOperation operation, Action<OperationEvent> take, bool wait = true)
    {
        running = operation;
        try
        {
            NextStatus status;
            while ((status = Next(operation, wait ? WaitMilliseconds : 0, out OperationEvent? next)) != NextStatus.End)
            {
                if (next is not null && !Tell(operation, next))
                {
                    take(next);
                }
                else if (Progress.IsDue)
                {
                    Progress.Show("waiting for an answer");
                }

                if (status == NextStatus.Timeout && !wait)
                {
                    return false;
                }
            }
        }
        finally
        {
            running = null;
        }

        Progress.Complete();
        return true;
    }

    /// <summary>Waits for an event; a pipeline that is stopped ends here.</summary>
    private protected NextStatus Next(NativeOperation operation, uint timeoutMilliseconds, out OperationEvent? next)
    {
        try
        {
            NextStatus status = operation.Next(timeoutMilliseconds, out next);
            return Stopping ? throw new PipelineStoppedException() : status;
        }
        catch (NativeException defect)
        {
            ThrowTerminatingError(ErrorRecordFactory.From(defect));
            throw;
        }
    }

    /// <summary>
    /// Writes what is for a person to the stream it belongs to, and answers what is asked. False for a result or an
    /// error.
    /// </summary>
    private protected bool Tell(NativeOperation operation, OperationEvent told)
    {
        string message = told.Message ?? string.Empty;
        switch (told.Kind)
        {
            case EventKind.Verbose:
                WriteVerbose(message);
                return true;
            case EventKind.Warning:
                WriteWarning(message);
                return true;
            case EventKind.Progress:
                if (Progress.IsDue)
                {
                    Progress.Show(message);
                }

                return true;
            case EventKind.Retry:
                return true;
            case EventKind.Question:
                HostAnswers.Give(operation, told.Question!, Host);
                return true;
            default:
                return false;
        }
    }
}
