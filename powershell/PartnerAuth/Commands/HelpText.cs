namespace PartnerAuth.Commands;

/// <summary>What PowerShell says about parameters that several commands or sets have.</summary>
internal static class HelpText
{
    internal const string AccessToken = "An access token, as string or SecureString.";
    internal const string AccessTokenExpiresOn = "For scripts of the first PartnerCenter module; the token itself says when it ends.";
    internal const string ApplicationId = "The application (client) id.";
    internal const string AuthorizationCode = "Sign a user in through the browser.";
    internal const string Certificate = "A certificate with its private key, as an X509Certificate2 object.";
    internal const string CertificatePassword = "The password of the certificate's file, as string or SecureString.";
    internal const string CertificatePath = "A PFX or PEM file with a certificate and its private key.";
    internal const string CertificateThumbprint = "The thumbprint of a certificate in the store of the user or of the machine.";
    internal const string ClaimsChallenge = "The claims that a policy asks for, as the error told them.";
    internal const string ClientSecret = "A client secret, as string or SecureString.";
    internal const string Context = "The context of Connect-PartnerCenter to ask with.";
    internal const string ContextForCustomerConsents = Context + " Reading needs Directory.Read.All of Microsoft Graph in the customer's consent, taking back user_impersonation of Microsoft Partner Center.";
    internal const string ContextForPartnerCenter = Context + " It needs user_impersonation of Microsoft Partner Center.";
    internal const string ContextForSync = ContextForPartnerCenter + " In the customer's consent, Directory.Read.All of Microsoft Graph reads what is granted, DelegatedPermissionGrant.ReadWrite.All extends it, and AppRoleAssignment.ReadWrite.All gives roles.";
    internal const string ContextForAccess = Context + " GDAP is read with DelegatedAdminRelationship.Read.All and User.Read of Microsoft Graph, and the application's registration with Application.Read.All; what may not be read is Unknown.";
    internal const string ContextForTokenStatus = Context + " The ends of the application's secrets need Application.Read.All of Microsoft Graph.";
    internal const string Contexts = "The contexts of Connect-PartnerCenter to ask with.";
    internal const string ContextsForRelationships = Contexts + " They need DelegatedAdminRelationship.Read.All of Microsoft Graph.";
    internal const string Credential = "The application's id and secret.";
    internal const string DeviceAuthentication = "Sign a user in on any device, with a code.";
    internal const string EncryptionKey = "What tokens are encrypted with, as string or SecureString: a long random text from a vault, the same for all who share them.";
    internal const string Environment = "The cloud, by name or as an environment object.";
    internal const string FederatedToken = "Another issuer's token, as string, SecureString, or a script block that gives one.";
    internal const string Fleet = "The name of a run that several machines divide, each with the same customers, through the server of Register-PartnerTokenCache -Redis.";
    internal const string HomeTenant = "The partner's own tenant: its id or one of its domains.";
    internal const string Lifetime = "Cached tokens with less life are replaced: a time span, or a number of minutes.";
    internal const string LoginHint = "The user to sign in.";
    internal const string ManagedIdentity = "Prove the application by the managed identity of this machine in Azure.";
    internal const string ManagedIdentityClientId = "The client id of a user-assigned managed identity.";
    internal const string Module = "For scripts of the PartnerCenter module: the other module that the token is for.";
    internal const string Prompt = "What the sign-in page does first.";
    internal const string ResumePath = "The file that notes which customers are done; the next run goes on from it with the others.";
    internal const string RefreshToken = "A refresh token, as string or SecureString.";
    internal const string Resource = "For scripts of the first PartnerCenter module: the address of the service that the token is for.";
    internal const string Scopes = "A short name such as Graph or ExchangeOnline, or full scopes of one resource. The host of SharePoint is read from Microsoft Graph (Sites.Read.All).";
    internal const string ServicePrincipal = "Ask as an application alone. Beside a refresh token it changes nothing.";
    internal const string Source = "PartnerCenter (user_impersonation), Gdap (DelegatedAdminRelationship.Read.All of Microsoft Graph), Contracts (Directory.Read.All of Microsoft Graph), or several of them.";
    internal const string Tenant = "Tenant ids, domains, or objects that name a tenant.";
    internal const string TimeoutSec = "The most time that one request may take, in seconds.";
    internal const string TimeoutSecOfSignIn = "The most time that one request, or a sign-in, may take, in seconds; a sign-in ends after five minutes.";
    internal const string UseAnyPort = "Listen for the answer of the sign-in on any free port, not on one from 8400 to 8999.";
    internal const string UseRS256 = "Prove the application with assertions in the old form, RS256.";
}
