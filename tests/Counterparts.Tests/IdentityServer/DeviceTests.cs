using System.Text.Json;

namespace PartnerAuth.Counterparts.IdentityServer;

/// <summary>A person signs in on another device at an identity server that others wrote.</summary>
public sealed class DeviceTests(OpenIdServer server)
{
    [Fact]
    public async Task Whoever_enters_the_code_is_connected()
    {
        JsonElement said = await SignIn("accept");
        Assert.Equal(OpenIdServer.TenantId, said.GetProperty("Home").GetString());
        Assert.Equal(string.Empty, said.GetProperty("Kind").GetString());
    }

    [Fact]
    public async Task Whoever_cancels_is_told_so()
    {
        JsonElement said = await SignIn("cancel");
        Assert.Equal(string.Empty, said.GetProperty("Home").GetString());
        Assert.Equal("SignInDeclined", said.GetProperty("Kind").GetString());
    }

    /// <summary>Reads the warning as a person does, and enters the code at the address that it names.</summary>
    private Task<JsonElement> SignIn(string action) => ModuleRun.Run(
        server,
        $$"""
        Connect-PartnerCenter @in @try -ApplicationId {{Registrations.Public}} -UseDeviceAuthentication -WarningAction Continue 3>&1 | ForEach-Object {
            if ("$_" -match 'open the page (\S+) .* code ([\d-]+)') {
                # The page of a cancelled sign-in is an error to a program, and to a person as good as any.
                try { $null = Invoke-RestMethod -Uri $Matches[1] -Method Post -Body @{ user_code = $Matches[2]; action = '{{action}}' } } catch { }
            } else {
                $context = $_
            }
        }
        @{ Home = "$($context.Account.Tenant)"; Kind = "$($failed.Exception.Kind)" }
        """);
}
