using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using PartnerAuth.Counterparts.IdentityServer;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

[assembly: AssemblyFixture(typeof(OpenIdServer))]

namespace PartnerAuth.Counterparts.IdentityServer;

/// <summary>
/// OpenIddict, an identity server that others wrote, over https on this machine. Its endpoints are where Entra ID's are;
/// what it checks and how it answers is its own.
/// </summary>
public sealed class OpenIdServer : IAsyncLifetime
{
    /// <summary>The one tenant.</summary>
    public const string TenantId = "dddddddd-1111-4111-8111-dddddddddddd";

    /// <summary>The tenant by its domain.</summary>
    public const string Domain = "contoso.example";

    /// <summary>Who signs in.</summary>
    public const string User = "admin@contoso.example";

    private const string DevicePage = "common/oauth2/deviceauth";

    private static readonly string[] Tenants = [TenantId, Domain, "organizations"];

    private readonly TestAuthority authority = new();
    private WebApplication? application;

    /// <summary>Its address.</summary>
    public Uri Address { get; private set; } = new("https://localhost");

    internal Registrations Registrations { get; } = new();

    internal TestAuthority Authority => authority;

    /// <summary>What people do who are shown an address, by the name of their browser.</summary>
    internal ConcurrentDictionary<string, Func<Uri, Task>> Browsers { get; } = new();

    /// <summary>The codes and refresh tokens that were given out.</summary>
    internal async Task<T> WithTokens<T>(Func<IOpenIddictTokenManager, Task<T>> what)
    {
        await using AsyncServiceScope scope = application!.Services.CreateAsyncScope();
        return await what(scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>());
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(authority.Server)));
        // Without it, keys are written to the home folder.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddDbContext<DbContext>(options => options.UseInMemoryDatabase("identity").UseOpenIddict());
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<DbContext>().DisableBulkOperations())
            .AddServer(Configure);
        // The port, and with it the issuer and the names of the scopes, is known once the server listens.
        builder.Services.AddOptions<OpenIddictServerOptions>().Configure<IServer>((options, server) =>
        {
            Uri address = new(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            options.Issuer = new Uri(address, $"{TenantId}/v2.0");
            options.Scopes.UnionWith(Scopes(address));
        });
        application = builder.Build();
        application.MapPost("/browser/{name}", async (string name, HttpRequest request) =>
            await Browsers[name](new Uri((await request.ReadFormAsync())["url"].Single()!)));
        application.MapPost(DevicePage, async (HttpRequest request, IOptions<OpenIddictServerOptions> options) =>
            (await request.ReadFormAsync())["action"] == "cancel"
                ? Results.Forbid(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme])
                : Results.SignIn(Person(options.Value, null), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme));
        await application.StartAsync();
        Address = new Uri(application.Urls.Single());
        await using AsyncServiceScope scope = application.Services.CreateAsyncScope();
        await Registrations.Add(scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (application is not null)
        {
            await application.DisposeAsync();
        }

        Registrations.Dispose();
        authority.Dispose();
    }

    private static IEnumerable<string> Scopes(Uri address) =>
    [
        $"https://127.0.0.1:{address.Port}/.default", $"https://127.0.0.1:{address.Port}/user_impersonation",
        $"https://localhost:{address.Port}/.default",
    ];

    private static string[] Paths(string endpoint) => [.. Tenants.Select(tenant => $"{tenant}/{endpoint}")];

    private static void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris(Paths("oauth2/v2.0/authorize"))
            .SetConfigurationEndpointUris(Paths("v2.0/.well-known/openid-configuration"))
            .SetDeviceAuthorizationEndpointUris(Paths("oauth2/v2.0/devicecode"))
            .SetEndUserVerificationEndpointUris(DevicePage)
            .SetJsonWebKeySetEndpointUris("discovery/v2.0/keys")
            .SetTokenEndpointUris(Paths("oauth2/v2.0/token"));
        server.AllowAuthorizationCodeFlow().AllowClientCredentialsFlow().AllowDeviceAuthorizationFlow().AllowRefreshTokenFlow();
        server.RegisterScopes(OpenIddictConstants.Scopes.Profile).RequireProofKeyForCodeExchange().IgnoreScopePermissions();
        server.AddEphemeralEncryptionKey().AddEphemeralSigningKey().DisableAccessTokenEncryption();
        // A refresh token is good once, and at once it is used up: the opposite of Entra ID's.
        server.SetRefreshTokenReuseLeeway(TimeSpan.Zero);
        // A client that does not understand a refusal ends with the code, and not after ten minutes.
        server.SetDeviceCodeLifetime(TimeSpan.FromMinutes(1)).SetUserCodeLifetime(TimeSpan.FromMinutes(1));
        server.UseAspNetCore().EnableEndUserVerificationEndpointPassthrough();

        // The server wants assertions of the type and for the audience that a draft asks for (draft-ietf-oauth-rfc7523bis). It
        // is told to take what Entra ID documents as well, the type JWT and the token endpoint; signature, key, issuer,
        // subject and time stay its own check.
        server.AddEventHandler<ValidateTokenContext>(handler => handler
            .SetOrder(OpenIddictServerHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 1)
            .UseInlineHandler(context =>
            {
                if (context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion))
                {
                    Microsoft.IdentityModel.Tokens.TypeValidator own = context.TokenValidationParameters!.TypeValidator;
                    context.TokenValidationParameters.TypeValidator = (type, token, parameters) =>
                        own(type == JsonWebTokenTypes.GenericJsonWebToken ? JsonWebTokenTypes.ClientAuthentication : type, token, parameters);
                    context.ValidAudiences.Add(context.RequestUri!.AbsoluteUri);
                }

                return default;
            }));

        // What the host of such a server decides is who signs in.
        server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            context.SignIn(Person(context.Options, context.Request.LoginHint));
            return default;
        }));
        server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.Request.IsClientCredentialsGrantType())
            {
                context.SignIn(Identity(context.ClientId!, context.Request.GetScopes()));
            }

            return default;
        }));
        server.AddEventHandler<ApplyDeviceAuthorizationResponseContext>(handler => handler.UseInlineHandler(context =>
        {
            // The shortest that there is, so that nobody waits five seconds.
            context.Response["interval"] = 1;
            return default;
        }));
    }

    /// <summary>The user, who consents to everything. The name at sign-in says how long the code is good.</summary>
    private static ClaimsPrincipal Person(OpenIddictServerOptions options, string? name)
    {
        ClaimsPrincipal person = Identity("eeeeeeee-1111-4111-8111-eeeeeeeeeeee", options.Scopes);
        ((ClaimsIdentity)person.Identity!).SetClaim(Claims.PreferredUsername, User);
        if (name?.StartsWith("late", StringComparison.Ordinal) == true)
        {
            person.SetAuthorizationCodeLifetime(TimeSpan.FromSeconds(-60));
        }

        return person.SetDestinations(_ => [Destinations.AccessToken, Destinations.IdentityToken]);
    }

    private static ClaimsPrincipal Identity(string subject, IEnumerable<string> scopes)
    {
        ClaimsIdentity identity = new("password", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject).SetClaim("oid", subject).SetClaim("tid", TenantId);
        identity.SetScopes(scopes);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }
}
