namespace Infusion.Server.Identity;

/// <param name="Scopes">The most it may ask for.</param>
/// <param name="Keys">Of a client with an address: those that stood there when it was registered or last changed.</param>
/// <param name="KeysUrl">Null: its keys were given.</param>
/// <param name="LastUsedAt">When it last got a token or read something; null: never, or longer ago than the trail is kept.</param>
/// <param name="RefusedTries">Of the last 30 days: tokens refused, reads not allowed.</param>
public sealed record ClientView(
    string Id, string Name, IReadOnlyList<string> Scopes, IReadOnlyList<ClientKeyView> Keys, string? KeysUrl, ClientMark? Registered, ClientMark? Changed,
    ClientMark? Revoked, DateTimeOffset? LastUsedAt, long RefusedTries, DateTimeOffset? LastRefusedAt);

/// <param name="TokenUrl">What a client's assertion is for, and where it goes.</param>
/// <param name="Types">Of which there is something to read.</param>
public sealed record ClientsView(IReadOnlyList<ClientView> Clients, string TokenUrl, string FhirBase, IReadOnlyList<string> Types);

/// <summary>One of the two.</summary>
/// <param name="Jwks">A JSON Web Key Set, as text.</param>
public sealed record ClientKeysRequest(string? Jwks, string? KeysUrl);

/// <param name="Password">Of whoever registers: this lets a program read the clinic's patients.</param>
public sealed record RegisterClientRequest(string? Name, IReadOnlyList<string?>? Scopes, string? Jwks, string? KeysUrl, string? Password);

public sealed record ChangeClientKeysRequest(string? Jwks, string? KeysUrl, string? Password);

public sealed record ChangeClientScopesRequest(IReadOnlyList<string?>? Scopes, string? Password);

public sealed record RevokeClientRequest(string? Reason);

/// <summary>What a test of keys found.</summary>
public sealed record ClientKeysFound(IReadOnlyList<ClientKeyView> Keys);
