using System.Security.Claims;
using System.Security.Cryptography;
using Infusion.Server.Fhir.Rest;
using Infusion.Server.Identity.Audit;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;

namespace Infusion.Server.Identity;

/// <summary>A clinic's EHR clients for whoever manages them. What a change takes away is taken away at once, from tokens too.</summary>
static class ClientEndpoints
{
    const int LongestName = 100;
    const int LongestReason = 500;
    const int MostScopes = 40;

    public static void MapClients(this IEndpointRouteBuilder routes)
    {
        var clients = routes.MapGroup("/api/clinics/{clinic}/clients").WithTags("clients");
        clients.MapGet("", AllAsync).Requires(Act.ReadClients).Produces<ClientsView>();
        clients.MapPost("/keys/test", TestAsync).Requires(Act.ReadClients).Produces<ClientKeysFound>().ProducesProblem(StatusCodes.Status400BadRequest);
        clients.MapPost("/{client}/revoke", RevokeAsync).Requires(Act.RevokeClients).Produces<ClientView>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        var managed = clients.MapGroup("").Requires(Act.ManageClients);
        managed.MapPost("", RegisterAsync).Produces<ClientView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest);
        managed.MapPost("/{client}/keys", ChangeKeysAsync).Produces<ClientView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        managed.MapPost("/{client}/scopes", ChangeScopesAsync).Produces<ClientView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<ClientsView> AllAsync(
        string clinic, HttpRequest request, SmartClients clients, SmartTokenUrl tokenUrl, ClientUse uses, CancellationToken cancellationToken)
    {
        var all = await clients.AllAsync(clinic, cancellationToken);
        var used = await uses.OfAsync(clinic, [.. all.Select(client => client.ClientId)], cancellationToken);
        return new(
            [.. all.Select(client => ViewOf(client, used.GetValueOrDefault(client.ClientId)))],
            tokenUrl.Announced(request), FhirResponse.BaseOf(request, clinic), [.. SearchTable.Types.Keys.Order(StringComparer.Ordinal)]);
    }

    static Task<IResult> TestAsync(string clinic, ClientKeysRequest request, ClientKeyUrl address, CancellationToken cancellationToken) =>
        WithKeysAsync(
            request.Jwks, request.KeysUrl, address, (keys, _) => Task.FromResult(Results.Ok(new ClientKeysFound(ClientKeySet.Views(keys)))), cancellationToken);

    static async Task<IResult> RegisterAsync(
        string clinic, RegisterClientRequest request, ClaimsPrincipal user, SmartClients clients, ClientKeyUrl address, IReauthentication again, AuditClock clock,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Trim() is not { Length: <= LongestName } name || name.Any(char.IsControl))
        {
            return Refused("client-name", $"A client needs a name of 1 to {LongestName} characters.");
        }

        if (ScopesOf(request.Scopes, out var scopes) is { } wrong)
        {
            return wrong;
        }

        async Task<IResult> SaveAsync(JsonWebKeySet keys, Uri? url)
        {
            if (!await again.IsPasswordAsync(user, request.Password))
            {
                return WrongPassword("No client was registered.");
            }

            var client = new SmartClient($"{clinic}-{RandomNumberGenerator.GetHexString(10, lowercase: true)}", clinic, name, scopes, keys)
            {
                KeysUrl = url,
                Registered = new(clock.Now, By(user)),
            };
            await clients.SaveAsync(client, cancellationToken);
            return Results.Created($"/api/clinics/{clinic}/clients/{client.ClientId}", ViewOf(client, null));
        }

        return await WithKeysAsync(request.Jwks, request.KeysUrl, address, SaveAsync, cancellationToken);
    }

    static Task<IResult> ChangeKeysAsync(
        string clinic, string client, ChangeClientKeysRequest request, ClaimsPrincipal user, SmartClients clients, ClientKeyUrl address, IReauthentication again,
        AuditClock clock, CancellationToken cancellationToken) =>
        WithKeysAsync(
            request.Jwks, request.KeysUrl, address,
            (keys, url) => ChangeAsync(
                clinic, client, clients,
                async () => await again.IsPasswordAsync(user, request.Password) ? null : WrongPassword("The keys are as they were."),
                found => found with { Keys = keys, KeysUrl = url, Changed = new(clock.Now, By(user), "keys") }, cancellationToken),
            cancellationToken);

    static async Task<IResult> ChangeScopesAsync(
        string clinic, string client, ChangeClientScopesRequest request, ClaimsPrincipal user, SmartClients clients, IReauthentication again, AuditClock clock,
        CancellationToken cancellationToken) =>
        ScopesOf(request.Scopes, out var scopes) ?? await ChangeAsync(
            clinic, client, clients,
            async () => await again.IsPasswordAsync(user, request.Password) ? null : WrongPassword("The scopes are as they were."),
            found => found with { Scopes = scopes, Changed = new(clock.Now, By(user), "scopes") }, cancellationToken);

    /// <summary>Without a password: whoever sees that something is wrong must be quick.</summary>
    static async Task<IResult> RevokeAsync(
        string clinic, string client, RevokeClientRequest request, ClaimsPrincipal user, SmartClients clients, AuditClock clock, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason || request.Reason.Contains('\0', StringComparison.Ordinal)
            ? Refused("client-reason", $"Say why, in 1 to {LongestReason} characters.")
            : await ChangeAsync(
                clinic, client, clients, () => Task.FromResult<IResult?>(null),
                found => found with { Revoked = new(clock.Now, By(user), request.Reason.Trim()) }, cancellationToken);

    /// <param name="refusal">Asked once it is known that there is something to change.</param>
    static async Task<IResult> ChangeAsync(
        string clinic, string id, SmartClients clients, Func<Task<IResult?>> refusal, Func<SmartClient, SmartClient> change, CancellationToken cancellationToken)
    {
        if (await clients.FindAsync(id, cancellationToken) is not { } client || client.Clinic != clinic)
        {
            return Results.Problem("This clinic has no such client.", statusCode: StatusCodes.Status404NotFound, title: "Client");
        }

        if (client.Revoked is not null)
        {
            return Refused("client-revoked", "This client is revoked. Register it anew where it is needed again.", StatusCodes.Status409Conflict);
        }

        if (await refusal() is { } refused)
        {
            return refused;
        }

        try
        {
            var changed = change(client);
            await clients.SaveAsync(changed, cancellationToken);
            return Results.Ok(ViewOf(changed, null));
        }
        catch (OpenIddictExceptions.ConcurrencyException)
        {
            return Refused("client-changed", "Somebody else changed this client at the same time. Look at it and try again.", StatusCodes.Status409Conflict);
        }
    }

    static async Task<IResult> WithKeysAsync(
        string? jwks, string? keysUrl, ClientKeyUrl address, Func<JsonWebKeySet, Uri?, Task<IResult>> use, CancellationToken cancellationToken)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(jwks) == string.IsNullOrWhiteSpace(keysUrl))
            {
                return Refused("client-keys", "Give the client's public keys, or the address where it publishes them, and not both.");
            }

            var url = string.IsNullOrWhiteSpace(keysUrl) ? null : address.Read(keysUrl.Trim());
            return await use(ClientKeySet.Read(url is null ? jwks! : await address.FetchAsync(url, cancellationToken)), url);
        }
        catch (ClientKeysException reason)
        {
            return Refused("client-keys", reason.Message);
        }
    }

    /// <returns>Null: they are scopes that a client here can have.</returns>
    static IResult? ScopesOf(IReadOnlyList<string?>? asked, out IReadOnlyList<string> scopes)
    {
        scopes = [.. (asked ?? []).OfType<string>().Distinct()];
        return scopes.Count is 0 or > MostScopes
            ? Refused("client-scopes", $"A client needs 1 to {MostScopes} scopes.")
            : scopes.FirstOrDefault(scope => SmartScope.TryParse(scope) is not { } parsed || (parsed.Permissions & ~(SmartPermissions.Read | SmartPermissions.Search)) != 0) is { } wrong
                ? Refused(
                    "client-scopes",
                    $"\"{(wrong.Length > 100 ? wrong[..100] : wrong)}\" is no scope that a client can have here: system/, a type or *, and .r, .s, .rs or .read, narrowed by category or code where needed.")
                : null;
    }

    static ClientView ViewOf(SmartClient client, ClientUse.Known? used) => new(
        client.ClientId, client.DisplayName, client.Scopes, ClientKeySet.Views(client.Keys), client.KeysUrl?.ToString(), client.Registered, client.Changed, client.Revoked,
        used?.LastUsedAt, used?.Refused ?? 0, used?.LastRefusedAt);

    static string By(ClaimsPrincipal user) => user.Identity!.Name!;

    static IResult WrongPassword(string consequence) => Results.Problem(
        $"The password is wrong, or the account is locked for some minutes after too many attempts. {consequence}",
        statusCode: StatusCodes.Status403Forbidden, title: "Client", extensions: new Dictionary<string, object?> { ["code"] = "password-wrong" });

    static IResult Refused(string code, string reason, int status = StatusCodes.Status400BadRequest) => Results.Problem(
        reason, statusCode: status, title: "Client", extensions: new Dictionary<string, object?> { ["code"] = code });
}
