namespace PartnerAuth.Tests.Parameters;

/// <summary>A valid call for every set of parameters of every command, and the few values that look bad and are right.</summary>
internal static class BadInputTable
{
    private const string Nothing = "";

    /// <summary>Sets whose parameters name a credential; commands with credentials share them.</summary>
    private static readonly (string Set, string Parameters)[] CredentialSets =
    [
        ("RefreshToken", "ApplicationId RefreshToken"),
        ("ServicePrincipal", "ApplicationId Credential ServicePrincipal"),
        ("ServicePrincipalCertificate", "ApplicationId CertificateThumbprint"),
        ("ClientSecret", "ApplicationId ClientSecret"),
        ("Certificate", "ApplicationId Certificate"),
        ("CertificateFile", "ApplicationId CertificatePath CertificatePassword"),
        ("FederatedToken", "ApplicationId FederatedToken"),
        ("ManagedIdentity", "ApplicationId ManagedIdentity"),
        ("User", "ApplicationId UseDeviceAuthentication"),
    ];

    /// <summary>Command and set, and the parameters of its valid call.</summary>
    internal static IReadOnlyDictionary<(string Command, string Set), string> Calls { get; } = new Dictionary<(string, string), string>(
        Credentials("New-PartnerAccessToken", "Scopes Tenant Environment")
            .Concat(Tokens("New-PartnerAccessToken", "Scopes"))
            .Concat(Credentials("Get-PartnerHeader", "Scopes Tenant Environment"))
            .Concat(Tokens("Get-PartnerHeader", "Scopes"))
            .Concat(Credentials("Get-PartnerConnectParameter", "For Tenant Environment"))
            .Concat(Tokens("Get-PartnerConnectParameter", "For", "For"))
            .Concat(Credentials("Connect-PartnerCenter", "Tenant Environment")))
    {
        [("Add-PartnerEnvironment", "__AllParameterSets")] = "Name ActiveDirectoryAuthority WhatIf",
        [("Clear-PartnerTokenCache", "__AllParameterSets")] = "Tenant",
        [("Connect-PartnerCenter", "AccessToken")] = "AccessToken Environment",
        [("Disconnect-PartnerCenter", "__AllParameterSets")] = "WhatIf",
        [("Export-PartnerReport", "Csv")] = "Path InputObject AsCsv",
        [("Export-PartnerReport", "Json")] = "Path InputObject AsJson",
        [("Export-PartnerReport", "Page")] = "Path InputObject",
        [("Get-PartnerContext", "__AllParameterSets")] = Nothing,
        [("Get-PartnerCustomer", "ByDomain")] = "Domain",
        [("Get-PartnerCustomer", "ById")] = "CustomerId",
        [("Get-PartnerCustomerApplicationConsent", "__AllParameterSets")] = "CustomerId",
        [("Get-PartnerDelegatedAdminRelationship", "ById")] = "RelationshipId",
        [("Get-PartnerDelegatedAdminRelationship", "ByTenant")] = "Tenant",
        [("Get-PartnerEnvironment", "__AllParameterSets")] = Nothing,
        [("Get-PartnerFleetResult", "__AllParameterSets")] = "Fleet",
        [("Get-PartnerOrganizationProfile", "__AllParameterSets")] = Nothing,
        [("Get-PartnerRefreshTokenStatus", "__AllParameterSets")] = Nothing,
        [("Get-PartnerTimeline", "All")] = Nothing,
        [("Get-PartnerTimeline", "Id")] = "Id",
        [("Get-PartnerTimeline", "Script")] = "ScriptPath",
        [("New-PartnerApplication", "__AllParameterSets")] = "Manifest WhatIf",
        [("New-PartnerConsentUrl", "Link")] = "Tenant ApplicationId Environment",
        [("New-PartnerConsentUrl", "Listen")] = "Tenant ApplicationId Environment Listen UseAnyPort TimeoutSec",
        [("New-PartnerCustomerApplicationConsent", "__AllParameterSets")] = "ApplicationId ApplicationGrants CustomerId DisplayName",
        [("Register-PartnerTokenCache", "ByInMemory")] = "InMemory WhatIf",
        [("Register-PartnerTokenCache", "ByPersistent")] = "Persistent WhatIf",
        [("Register-PartnerTokenCache", "ByRedis")] = "Redis EncryptionKey Credential WhatIf",
        [("Remove-PartnerCustomerApplicationConsent", "__AllParameterSets")] = "CustomerId Confirm",
        [("Remove-PartnerEnvironment", "__AllParameterSets")] = "Name WhatIf",
        [("Repair-PartnerCustomerAccess", "__AllParameterSets")] = "CustomerId Manifest Confirm",
        [("Resolve-PartnerError", "AnyErrorParameterSet")] = "Error",
        [("Resolve-PartnerError", "LastErrorParameterSet")] = "Last",
        [("Sync-PartnerCustomerApplicationConsent", "All")] = "All Manifest Confirm",
        [("Sync-PartnerCustomerApplicationConsent", "ById")] = "CustomerId Manifest Confirm",
        [("Test-PartnerApplication", "__AllParameterSets")] = "Manifest",
        [("Test-PartnerCustomerAccess", "__AllParameterSets")] = "CustomerId",
        [("Test-PartnerSecurityRequirement", "__AllParameterSets")] = "Environment",
    };

    /// <summary>Sets that a command answers with the form to write in their place, whatever is in them, and why.</summary>
    internal static IReadOnlyDictionary<(string Command, string Set), string> Answered { get; } = new Dictionary<(string, string), string>
    {
        [("Get-PartnerConnectParameter", "ByModule")] = "-Module belong",
        [("Get-PartnerConnectParameter", "Older")] = "-Resource and",
    };

    /// <summary>What goes with a parameter: it means nothing without.</summary>
    internal static IReadOnlyDictionary<string, string> Beside { get; } = new Dictionary<string, string>
    {
        ["CertificatePassword"] = "CertificatePath",
        ["CertificatePath"] = "CertificatePassword",
        ["ClaimsChallenge"] = "UseAuthorizationCode",
        ["LoginHint"] = "UseAuthorizationCode",
        ["ManagedIdentityClientId"] = "ManagedIdentity",
        ["Prompt"] = "UseAuthorizationCode",
        ["Recreate"] = "ResumePath",
        ["UseAnyPort"] = "UseAuthorizationCode",
        ["UseRS256"] = "Certificate",
    };

    /// <summary>Valid parameters that a command refuses beside others of a set, * for all of them, and what the error says.</summary>
    private static IReadOnlyDictionary<(string Command, string Set, string Parameter), string> Refused { get; } =
        new Dictionary<(string, string, string), string>
        {
            [("Export-PartnerReport", "Csv", "NoClobber")] = "-NoClobber keeps it",
            [("Export-PartnerReport", "Json", "NoClobber")] = "-NoClobber keeps it",
            [("Export-PartnerReport", "Page", "NoClobber")] = "-NoClobber keeps it",
            [("Get-PartnerConnectParameter", "AccessToken", "Organization")] = "The token is for",
            [("Get-PartnerConnectParameter", "AccessToken", "Url")] = "The token is for",
            [("Get-PartnerConnectParameter", "ContextPipeline", "Organization")] = "is of one tenant",
            [("Get-PartnerConnectParameter", "ContextPipeline", "Url")] = "is of one tenant",
            [("Get-PartnerHeader", "AccessToken", "AutoRenew")] = "can't be renewed",
            [("Get-PartnerFleetResult", "__AllParameterSets", "*")] = "none is registered",
            [("Repair-PartnerCustomerAccess", "__AllParameterSets", "Fleet")] = "none is registered",
            [("Sync-PartnerCustomerApplicationConsent", "All", "Fleet")] = "none is registered",
            [("Sync-PartnerCustomerApplicationConsent", "ById", "Fleet")] = "none is registered",
            [("Test-PartnerCustomerAccess", "__AllParameterSets", "Fleet")] = "none is registered",
            [("New-PartnerConsentUrl", "Listen", "*")] = "Nobody answered the link",
        };

    /// <summary>What looks bad and is taken, by command and parameter, and why.</summary>
    internal static IReadOnlyDictionary<(string Command, string Parameter), (string Kinds, string Why)> Legal { get; } =
        new Dictionary<(string, string), (string, string)>
        {
            [("*", "Context")] = ("null", "what other commands wrote for credentials has no context, and is piped on"),
            [("*", "Switch")] = ("null", "what a switch is then, PowerShell decides"),
            [("Disconnect-PartnerCenter", "Context")] = (Nothing, "what is closed is named"),
            [("Get-PartnerRefreshTokenStatus", "IssuedOn")] = ("null", "a vault that noted no time has nothing to say"),
            [("Resolve-PartnerError", "Error")] = ("empty space megabyte many line nul surrogate", "a log is long and has lines, and a blank one is answered as unknown"),
        };

    /// <summary>What the error of a valid call says where it must end in one; null elsewhere.</summary>
    internal static string? Refusal(string command, string set, string parameter) =>
        Refused.GetValueOrDefault((command, set, parameter)) ?? Refused.GetValueOrDefault((command, set, "*"));

    private static IEnumerable<KeyValuePair<(string, string), string>> Credentials(string command, string rest) =>
        CredentialSets.Select(set => KeyValuePair.Create((command, set.Set), $"{set.Parameters} {rest}"));

    /// <summary>The sets of commands that give tokens and do not connect.</summary>
    private static IEnumerable<KeyValuePair<(string, string), string>> Tokens(string command, string what, string always = Nothing) =>
    [
        KeyValuePair.Create((command, "AccessToken"), $"AccessToken ApplicationId {what} Environment"),
        KeyValuePair.Create((command, "ByModule"), $"Module Tenant {always}"),
        KeyValuePair.Create((command, "Context"), $"{what} Tenant"),
        KeyValuePair.Create((command, "ContextPipeline"), $"{what} Tenant"),
        KeyValuePair.Create((command, "Older"), $"Resource Credential RefreshToken Tenant Environment {always}"),
    ];
}
