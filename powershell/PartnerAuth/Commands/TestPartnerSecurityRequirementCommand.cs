using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Tests whether a user signed in with multifactor authentication, as Partner Center demands: writes pass or fail. A
/// given token or a context tells it; without one, a person signs in.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "PartnerSecurityRequirement")]
[OutputType(typeof(string))]
public sealed class TestPartnerSecurityRequirementCommand : PartnerCmdlet, ISignInParameters
{
    private const string AzureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

    /// <summary>An access token to look at; nobody is asked.</summary>
    [Parameter(HelpMessage = HelpText.AccessToken)]
    [SecretTransformation]
    public PartnerSecret? AccessToken { get; set; }

    /// <summary>The context whose sign-in is looked at; the default of the runspace when it is connected.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ContextForPartnerCenter)]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public PartnerContext? Context { get; set; }

    /// <summary>The cloud to sign in at, by name or as an object; the global cloud when left out.</summary>
    [Parameter(HelpMessage = HelpText.Environment)]
    [Alias("EnvironmentName")]
    [EnvironmentTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public PartnerEnvironment? Environment { get; set; }

    /// <summary>Signs a user in on any device, with a code.</summary>
    [Parameter(HelpMessage = HelpText.DeviceAuthentication)]
    [Alias("DeviceCode", "DeviceAuth", "Device")]
    public SwitchParameter UseDeviceAuthentication { get; set; }

    string? ISignInParameters.ClaimsChallenge => null;

    string? ISignInParameters.LoginHint => null;

    int? ISignInParameters.GivenTimeoutSec => null;

    string? ISignInParameters.Prompt => null;

    SwitchParameter ISignInParameters.UseAnyPort => false;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PartnerContext? context = Context ?? RunspaceContexts.Current.Default;
        TokenDocument? token;
        ErrorDocument? error;
        if (AccessToken is not null)
        {
            token = Inspected(out error);
        }
        else if (context is { Native.IsClosed: false } && !UseDeviceAuthentication)
        {
            token = OfContext(context, out error);
        }
        else
        {
            token = SignedIn(out error);
        }

        if (token is null)
        {
            WriteError(ErrorRecordFactory.From(error!, target: null));
            return;
        }

        bool passes = token.Mfa == true;
        if (!passes)
        {
            WriteWarning(token.Mfa is null
                ? "The token does not say how the user signed in, so nobody can tell whether multifactor authentication was used."
                : "The user signed in without multifactor authentication, and Partner Center refuses such calls. Demand it with security defaults or a conditional access policy, then sign in again.");
        }

        WriteObject(passes ? "pass" : "fail");
    }

    private TokenDocument? Inspected(out ErrorDocument? error)
    {
        using NativeSecret secret = AccessToken!.ToNative();
        using NativeOperation operation = Start(NativeMethods.TokenInspect, new InspectStart { AccessToken = secret.Id });
        return One(operation, out error);
    }

    private TokenDocument? OfContext(PartnerContext context, out ErrorDocument? error)
    {
        TokenStart start = new()
        {
            Complete = true,
            Items =
            [
                new TokenItem
                {
                    Account = context.Native.Document,
                    Scopes = [Scope(context.Environment)],
                    Tenant = context.Native.HomeTenant ?? "organizations",
                    TimeoutSeconds = 100,
                },
            ],
            ThrottleLimit = 1,
        };
        using NativeOperation operation = Start(NativeMethods.TokenAcquire, start);
        return One(operation, out error);
    }

    private TokenDocument? SignedIn(out ErrorDocument? error)
    {
        using NativeAccount application = NewAccount(Environment, AzureCli, proof: null, refreshToken: null, homeTenant: null);
        using NativeAccount? user = SignIn(
            application, "organizations", [Scope(application.Environment)], this, out TokenDocument? token, out error);
        return token;
    }

    private TokenDocument? One(NativeOperation operation, out ErrorDocument? error)
    {
        TokenDocument? token = null;
        ErrorDocument? failure = null;
        Pump(operation, answer =>
        {
            token = answer.Token;
            failure = answer.Error;
        });
        error = failure;
        return token;
    }

    private static string Scope(PartnerEnvironment environment) => environment.PartnerCenterAudience + "/user_impersonation";
}
