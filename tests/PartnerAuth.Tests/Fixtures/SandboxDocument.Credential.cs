namespace PartnerAuth.Testing;

/// <content>What scripts take of it.</content>
public sealed partial record SandboxDocument
{
    /// <summary>The application's id and secret.</summary>
    public PSCredential Credential => new(ApplicationId, new System.Net.NetworkCredential(ApplicationId, ClientSecret).SecurePassword);
}
