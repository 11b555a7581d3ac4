using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Infusion.Server.Identity;

/// <summary>Who did something to a client's registration, and when.</summary>
public sealed record ClientMark(DateTimeOffset At, string By, string? Reason = null);

/// <summary>A program of a clinic's that reads its FHIR resources, known by its public keys.</summary>
/// <param name="Scopes">The most it may ask for, as SMART scopes.</param>
/// <param name="Keys">With <see cref="KeysUrl"/>: those that stood there when it was registered, which are never asked.</param>
sealed record SmartClient(string ClientId, string Clinic, string DisplayName, IReadOnlyList<string> Scopes, JsonWebKeySet Keys)
{
    /// <summary>Where it publishes its keys; null: they were given.</summary>
    public Uri? KeysUrl { get; init; }

    public ClientMark? Registered { get; init; }

    public ClientMark? Changed { get; init; }

    public ClientMark? Revoked { get; init; }

    /// <summary>
    /// Says which registration a token was given under: with another key, scope or clinic, or revoked, it is another one, and the
    /// token is worth nothing from that moment.
    /// </summary>
    public string Standing => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
    {
        Clinic,
        Scopes,
        KeysUrl,
        Revoked = Revoked?.At,
        Keys = KeysUrl is null ? ClientKeySet.Views(Keys).Select(key => $"{key.Kid} {key.Thumbprint}") : [],
    })).AsSpan(0, 16));
}

/// <summary>The registered clients. OpenIddict writes and checks them; what is read of them is read at once.</summary>
sealed class SmartClients(IOpenIddictApplicationManager applications, NpgsqlDataSource database, ClientStandings standings)
{
    const string ClinicProperty = "clinic";
    const string ScopesProperty = "smart_scopes";
    const string KeysUrlProperty = "jwks_uri";
    const string RegisteredProperty = "registered";
    const string ChangedProperty = "changed";
    const string RevokedProperty = "revoked";
    const int SecondsForAQuery = 3;

    /// <summary>Registers the client, or replaces what was registered under its id.</summary>
    public async Task SaveAsync(SmartClient client, CancellationToken cancellationToken)
    {
        if (client.Scopes.FirstOrDefault(s => SmartScope.TryParse(s) is null) is { } wrong)
        {
            throw new ArgumentException($"\"{wrong}\" is no scope of a SMART backend client.", nameof(client));
        }

        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = client.ClientId,
            ClientType = ClientTypes.Confidential,
            DisplayName = client.DisplayName,
            JsonWebKeySet = client.Keys,
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
            Properties =
            {
                [ClinicProperty] = JsonSerializer.SerializeToElement(client.Clinic),
                [ScopesProperty] = JsonSerializer.SerializeToElement(client.Scopes),
                [KeysUrlProperty] = JsonSerializer.SerializeToElement(client.KeysUrl),
                [RegisteredProperty] = JsonSerializer.SerializeToElement(client.Registered),
                [ChangedProperty] = JsonSerializer.SerializeToElement(client.Changed),
                [RevokedProperty] = JsonSerializer.SerializeToElement(client.Revoked),
            },
        };
        if (await applications.FindByClientIdAsync(client.ClientId, cancellationToken) is { } existing)
        {
            await applications.UpdateAsync(existing, descriptor, cancellationToken);
        }
        else
        {
            await applications.CreateAsync(descriptor, cancellationToken);
        }

        standings.Forget(client.ClientId);
    }

    public Task<SmartClient?> FindAsync(string clientId, CancellationToken cancellationToken) => FindAsync(database, clientId, cancellationToken);

    /// <summary>One clinic's, the newest last.</summary>
    public async Task<IReadOnlyList<SmartClient>> AllAsync(string clinic, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(database, """("Properties"::jsonb ->> 'clinic') = $1""", clinic, cancellationToken)).OrderBy(client => client.Registered?.At).ThenBy(client => client.ClientId)];

    internal static async Task<SmartClient?> FindAsync(NpgsqlDataSource database, string clientId, CancellationToken cancellationToken) =>
        clientId.Contains('\0', StringComparison.Ordinal) ? null : (await ReadAsync(database, "\"ClientId\" = $1", clientId, cancellationToken)).SingleOrDefault();

    static async Task<List<SmartClient>> ReadAsync(NpgsqlDataSource database, string where, string value, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""select "ClientId", "DisplayName", "Properties", "JsonWebKeySet" from identity."OpenIddictApplications" where {where}""");
        command.CommandTimeout = SecondsForAQuery;
        command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var clients = new List<SmartClient>();
        while (await reader.ReadAsync(cancellationToken))
        {
            using var properties = JsonDocument.Parse(reader.GetString(2));
            var has = properties.RootElement;
            clients.Add(new(
                reader.GetString(0), has.GetProperty(ClinicProperty).GetString()!, reader.IsDBNull(1) ? "" : reader.GetString(1),
                has.GetProperty(ScopesProperty).Deserialize<string[]>()!, new JsonWebKeySet(reader.GetString(3)))
            {
                KeysUrl = Of<Uri>(has, KeysUrlProperty),
                Registered = Of<ClientMark>(has, RegisteredProperty),
                Changed = Of<ClientMark>(has, ChangedProperty),
                Revoked = Of<ClientMark>(has, RevokedProperty),
            });
        }

        return clients;
    }

    static T? Of<T>(JsonElement has, string name) where T : class => has.TryGetProperty(name, out var value) ? value.Deserialize<T>() : null;
}
