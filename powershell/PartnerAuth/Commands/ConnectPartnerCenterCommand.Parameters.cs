using System;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <content>The parameters, set by set.</content>
public sealed partial class ConnectPartnerCenterCommand : IApplicationCredentialParameters, ISignInParameters
{
    /// <summary>An access token for Partner Center that is there already.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.AccessToken, HelpMessage = HelpText.AccessToken)]
    [SecretTransformation]
    public PartnerSecret? AccessToken { get; set; }

    /// <summary>For scripts of the first PartnerCenter module; the token itself says when it ends.</summary>
    [Parameter(ParameterSetName = ParameterSets.AccessToken, DontShow = true, HelpMessage = HelpText.AccessTokenExpiresOn)]
    [OneLineTransformation]
    public DateTimeOffset AccessTokenExpiresOn { get; set; }

    /// <summary>The application's id; the user name of <see cref="Credential"/> goes before it.</summary>
    [Parameter(ParameterSetName = ParameterSets.AccessToken, DontShow = true, HelpMessage = HelpText.ApplicationId)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.ApplicationId)]
    [Parameter(
        Mandatory = true, ParameterSetName = ParameterSets.ServicePrincipalCertificate,
        HelpMessage = HelpText.ApplicationId)]
    [Parameter(ParameterSetName = ParameterSets.User, HelpMessage = HelpText.ApplicationId)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipal, HelpMessage = HelpText.ApplicationId)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ClientSecret, HelpMessage = HelpText.ApplicationId)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Certificate, HelpMessage = HelpText.ApplicationId)]
    [Parameter(
        Mandatory = true, ParameterSetName = ParameterSets.CertificateFile, HelpMessage = HelpText.ApplicationId)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.FederatedToken, HelpMessage = HelpText.ApplicationId)]
    [Parameter(
        Mandatory = true, ParameterSetName = ParameterSets.ManagedIdentity, HelpMessage = HelpText.ApplicationId)]
    [Alias("ClientId")]
    [OneLineTransformation]
    [ValidatePattern(ApplicationIdPattern)]
    public string? ApplicationId { get; set; }

    /// <summary>A certificate of the application with its private key, which may stay where it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Certificate, HelpMessage = HelpText.Certificate)]
    [Parameter(ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.Certificate)]
    [OneLineTransformation]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The password of the certificate's file.</summary>
    [Parameter(ParameterSetName = ParameterSets.CertificateFile, HelpMessage = HelpText.CertificatePassword)]
    [Parameter(ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.CertificatePassword)]
    [SecretTransformation]
    public PartnerSecret? CertificatePassword { get; set; }

    /// <summary>A PFX or PEM file with the application's certificate and its private key.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = ParameterSets.CertificateFile,
        HelpMessage = HelpText.CertificatePath)]
    [Parameter(ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.CertificatePath)]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The thumbprint of the application's certificate in the store of the user or of the machine.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = ParameterSets.ServicePrincipalCertificate,
        HelpMessage = HelpText.CertificateThumbprint)]
    [Parameter(ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.CertificateThumbprint)]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    /// <summary>The claims that a policy asks for, as an error told them, for a sign-in.</summary>
    [Parameter(ParameterSetName = ParameterSets.User, HelpMessage = HelpText.ClaimsChallenge)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipal, HelpMessage = HelpText.ClaimsChallenge)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipalCertificate, HelpMessage = HelpText.ClaimsChallenge)]
    [Parameter(ParameterSetName = ParameterSets.ClientSecret, HelpMessage = HelpText.ClaimsChallenge)]
    [Parameter(ParameterSetName = ParameterSets.Certificate, HelpMessage = HelpText.ClaimsChallenge)]
    [Parameter(ParameterSetName = ParameterSets.CertificateFile, HelpMessage = HelpText.ClaimsChallenge)]
    [Parameter(ParameterSetName = ParameterSets.FederatedToken, HelpMessage = HelpText.ClaimsChallenge)]
    [Parameter(ParameterSetName = ParameterSets.ManagedIdentity, HelpMessage = HelpText.ClaimsChallenge)]
    [OneLineTransformation(Longest = GivenText.LongestDocument)]
    [ValidateNotNullOrEmpty]
    public string? ClaimsChallenge { get; set; }

    /// <summary>A client secret of the application.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ClientSecret, HelpMessage = HelpText.ClientSecret)]
    [Parameter(ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.ClientSecret)]
    [SecretTransformation]
    public PartnerSecret? ClientSecret { get; set; }

    /// <summary>The application's id as user name and its secret as password.</summary>
    [Parameter(ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.Credential)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ServicePrincipal, HelpMessage = HelpText.Credential)]
    [OneLineTransformation]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>The cloud, by name or as an object; the global cloud when left out.</summary>
    [Parameter(HelpMessage = HelpText.Environment)]
    [EnvironmentTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public PartnerEnvironment? Environment { get; set; }

    /// <summary>Another issuer's token that proves the application: text, SecureString, or a script block that gives one.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = ParameterSets.FederatedToken, HelpMessage = HelpText.FederatedToken)]
    [Parameter(ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.FederatedToken)]
    [FederatedTokenTransformation]
    public object? FederatedToken { get; set; }

    /// <summary>The user to sign in, so that nobody has to type the name.</summary>
    [Parameter(ParameterSetName = ParameterSets.User, HelpMessage = HelpText.LoginHint)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipal, HelpMessage = HelpText.LoginHint)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipalCertificate, HelpMessage = HelpText.LoginHint)]
    [Parameter(ParameterSetName = ParameterSets.ClientSecret, HelpMessage = HelpText.LoginHint)]
    [Parameter(ParameterSetName = ParameterSets.Certificate, HelpMessage = HelpText.LoginHint)]
    [Parameter(ParameterSetName = ParameterSets.CertificateFile, HelpMessage = HelpText.LoginHint)]
    [Parameter(ParameterSetName = ParameterSets.FederatedToken, HelpMessage = HelpText.LoginHint)]
    [Parameter(ParameterSetName = ParameterSets.ManagedIdentity, HelpMessage = HelpText.LoginHint)]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? LoginHint { get; set; }

    /// <summary>Proves the application by the managed identity of the machine in Azure that this runs on.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = ParameterSets.ManagedIdentity,
        HelpMessage = HelpText.ManagedIdentity)]
    [Parameter(ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.ManagedIdentity)]
    public SwitchParameter ManagedIdentity { get; set; }

    /// <summary>The client id of a user-assigned managed identity.</summary>
    [Parameter(ParameterSetName = ParameterSets.ManagedIdentity, HelpMessage = HelpText.ManagedIdentityClientId)]
    [Parameter(ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.ManagedIdentityClientId)]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? ManagedIdentityClientId { get; set; }

    /// <summary>
    /// Keeps each new refresh token: a script block that gets a PartnerRefreshToken. It runs in this runspace, after a
    /// command.
    /// </summary>
    [Parameter(HelpMessage = "A script block that keeps new refresh tokens in your vault.")]
    [OneLineTransformation]
    [ValidateNotNull]
    public ScriptBlock? OnRefreshToken { get; set; }

    /// <summary>The least time between two calls of OnRefreshToken: a time span, or a number of minutes.</summary>
    [Parameter(HelpMessage = "The least time between two calls of -OnRefreshToken: a time span, or a number of minutes.")]
    [MinutesTransformation]
    public TimeSpan OnRefreshTokenInterval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>What the sign-in page does first.</summary>
    [Parameter(ParameterSetName = ParameterSets.User, HelpMessage = HelpText.Prompt)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipal, HelpMessage = HelpText.Prompt)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipalCertificate, HelpMessage = HelpText.Prompt)]
    [Parameter(ParameterSetName = ParameterSets.ClientSecret, HelpMessage = HelpText.Prompt)]
    [Parameter(ParameterSetName = ParameterSets.Certificate, HelpMessage = HelpText.Prompt)]
    [Parameter(ParameterSetName = ParameterSets.CertificateFile, HelpMessage = HelpText.Prompt)]
    [Parameter(ParameterSetName = ParameterSets.FederatedToken, HelpMessage = HelpText.Prompt)]
    [Parameter(ParameterSetName = ParameterSets.ManagedIdentity, HelpMessage = HelpText.Prompt)]
    [OneLineTransformation]
    [ValidateSet("login", "select_account", "consent", "none")]
    public string? Prompt { get; set; }

    /// <summary>The refresh token of the partner's user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.RefreshToken)]
    [SecretTransformation]
    public PartnerSecret? RefreshToken { get; set; }

    /// <summary>Connects as an application alone.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = ParameterSets.ServicePrincipal,
        HelpMessage = HelpText.ServicePrincipal)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipalCertificate, HelpMessage = HelpText.ServicePrincipal)]
    [Parameter(ParameterSetName = ParameterSets.ClientSecret, HelpMessage = HelpText.ServicePrincipal)]
    [Parameter(ParameterSetName = ParameterSets.Certificate, HelpMessage = HelpText.ServicePrincipal)]
    [Parameter(ParameterSetName = ParameterSets.CertificateFile, HelpMessage = HelpText.ServicePrincipal)]
    [Parameter(ParameterSetName = ParameterSets.FederatedToken, HelpMessage = HelpText.ServicePrincipal)]
    [Parameter(ParameterSetName = ParameterSets.ManagedIdentity, HelpMessage = HelpText.ServicePrincipal)]
    public SwitchParameter ServicePrincipal { get; set; }

    /// <summary>The partner's own tenant; the user's home when left out.</summary>
    [Parameter(ParameterSetName = ParameterSets.AccessToken, HelpMessage = HelpText.HomeTenant)]
    [Parameter(ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.HomeTenant)]
    [Parameter(ParameterSetName = ParameterSets.User, HelpMessage = HelpText.HomeTenant)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ServicePrincipal, HelpMessage = HelpText.HomeTenant)]
    [Parameter(
        Mandatory = true, ParameterSetName = ParameterSets.ServicePrincipalCertificate,
        HelpMessage = HelpText.HomeTenant)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ClientSecret, HelpMessage = HelpText.HomeTenant)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Certificate, HelpMessage = HelpText.HomeTenant)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.CertificateFile, HelpMessage = HelpText.HomeTenant)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.FederatedToken, HelpMessage = HelpText.HomeTenant)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ManagedIdentity, HelpMessage = HelpText.HomeTenant)]
    [Alias("TenantId", "Domain")]
    [TenantTransformation(Single = true)]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string? Tenant { get; set; }

    /// <summary>
    /// The most time that one request may take, in seconds. A sign-in takes five minutes at most, or this time when it is
    /// given and less.
    /// </summary>
    [Parameter(HelpMessage = HelpText.TimeoutSecOfSignIn)]
    [OneLineTransformation]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 100;

    int? ISignInParameters.GivenTimeoutSec => MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)) ? TimeoutSec : null;

    /// <summary>Listens for the answer of the sign-in on any free port, not on one from 8400 to 8999.</summary>
    [Parameter(ParameterSetName = ParameterSets.User, HelpMessage = HelpText.UseAnyPort)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipal, HelpMessage = HelpText.UseAnyPort)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipalCertificate, HelpMessage = HelpText.UseAnyPort)]
    [Parameter(ParameterSetName = ParameterSets.ClientSecret, HelpMessage = HelpText.UseAnyPort)]
    [Parameter(ParameterSetName = ParameterSets.Certificate, HelpMessage = HelpText.UseAnyPort)]
    [Parameter(ParameterSetName = ParameterSets.CertificateFile, HelpMessage = HelpText.UseAnyPort)]
    [Parameter(ParameterSetName = ParameterSets.FederatedToken, HelpMessage = HelpText.UseAnyPort)]
    [Parameter(ParameterSetName = ParameterSets.ManagedIdentity, HelpMessage = HelpText.UseAnyPort)]
    public SwitchParameter UseAnyPort { get; set; }

    /// <summary>Signs a user in through the browser, with the application's credential.</summary>
    [Parameter(ParameterSetName = ParameterSets.User, HelpMessage = HelpText.AuthorizationCode)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipal, HelpMessage = HelpText.AuthorizationCode)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipalCertificate, HelpMessage = HelpText.AuthorizationCode)]
    [Parameter(ParameterSetName = ParameterSets.ClientSecret, HelpMessage = HelpText.AuthorizationCode)]
    [Parameter(ParameterSetName = ParameterSets.Certificate, HelpMessage = HelpText.AuthorizationCode)]
    [Parameter(ParameterSetName = ParameterSets.CertificateFile, HelpMessage = HelpText.AuthorizationCode)]
    [Parameter(ParameterSetName = ParameterSets.FederatedToken, HelpMessage = HelpText.AuthorizationCode)]
    [Parameter(ParameterSetName = ParameterSets.ManagedIdentity, HelpMessage = HelpText.AuthorizationCode)]
    [Alias("AuthCode")]
    public SwitchParameter UseAuthorizationCode { get; set; }

    /// <summary>Signs a user in on any device, with a code.</summary>
    [Parameter(ParameterSetName = ParameterSets.User, HelpMessage = HelpText.DeviceAuthentication)]
    [Alias("DeviceCode", "DeviceAuth", "Device")]
    public SwitchParameter UseDeviceAuthentication { get; set; }

    /// <summary>Proves the application with assertions in the old form, RS256, for keys that can't sign in PS256.</summary>
    [Parameter(ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.UseRS256)]
    [Parameter(ParameterSetName = ParameterSets.ServicePrincipalCertificate, HelpMessage = HelpText.UseRS256)]
    [Parameter(ParameterSetName = ParameterSets.Certificate, HelpMessage = HelpText.UseRS256)]
    [Parameter(ParameterSetName = ParameterSets.CertificateFile, HelpMessage = HelpText.UseRS256)]
    public SwitchParameter UseRS256 { get; set; }
}
