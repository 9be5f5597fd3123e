namespace PartnerAuth.Tests.Fixtures;

/// <summary>A script for a process of its own, which is connected with a sandbox first.</summary>
internal static class ConnectedScript
{
    /// <summary>The lines that connect, with <c>$credential</c> for what follows, and then <paramref name="script"/>.</summary>
    public static string With(SandboxDocument sandbox, string script) => $$"""
        Import-Module PartnerAuth
        $place = @{ Name = 'Sandbox'; Login = '{{sandbox.Environment.Login}}'; Graph = '{{sandbox.Environment.Graph}}'; PartnerCenter = '{{sandbox.Environment.PartnerCenter}}'; CaCertificate = '{{sandbox.Environment.CaCertificate}}' }
        if (-not $place.CaCertificate) { $place.Remove('CaCertificate') }
        $credential = [pscredential]::new('{{sandbox.ApplicationId}}', [Net.NetworkCredential]::new('', '{{sandbox.ClientSecret}}').SecurePassword)
        $null = Connect-PartnerCenter -ApplicationId $credential.UserName -Credential $credential -RefreshToken '{{sandbox.RefreshToken}}' -Environment $place -Tenant {{sandbox.TenantId}}
        {{script}}
        """;
}
