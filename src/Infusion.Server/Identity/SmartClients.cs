using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Infusion.Server.Identity;

/// <summary>A program of a clinic's that reads its FHIR resources, known by its public keys.</summary>
/// <param name="Scopes">The most it may ask for, as SMART scopes.</param>
sealed record SmartClient(string ClientId, string Clinic, string DisplayName, IReadOnlyList<string> Scopes, JsonWebKeySet Keys);

sealed class SmartClients(IOpenIddictApplicationManager applications)
{
    const string ClinicProperty = "clinic";
    const string ScopesProperty = "smart_scopes";

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
    }

    /// <returns>The clinic and the scopes of a client that has proved who it is.</returns>
    public async Task<(string Clinic, IReadOnlyList<SmartScope> Scopes)> GrantsOfAsync(string clientId, CancellationToken cancellationToken)
    {
        var application = await applications.FindByClientIdAsync(clientId, cancellationToken)
            ?? throw new InvalidOperationException($"The client {clientId} was authenticated and is not registered.");
        var properties = await applications.GetPropertiesAsync(application, cancellationToken);
        var scopes = properties[ScopesProperty].Deserialize<string[]>()!;
        return (properties[ClinicProperty].GetString()!, [.. scopes.Select(SmartScope.TryParse).OfType<SmartScope>()]);
    }
}
