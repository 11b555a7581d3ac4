using System.Text.Json;
using Hl7.Fhir.Model;
using Infusion.Core.Clinics;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Identity;
using Infusion.Server.Storage;
using Npgsql;

namespace Infusion.Server.Fhir;

/// <summary>
/// Brings a clinic's name, chairs and people to FHIR from the tables that hold them, whoever changed them there and by whatever way.
/// What says the same is not written again, and is found without a place in the order of the clinic's commits, for which these would wait.
/// </summary>
sealed class ClinicDirectory(NpgsqlDataSource dataSource, IServiceScopeFactory scopes, FhirTeller teller)
{
    /// <returns>How many versions were written.</returns>
    public async Task<int> TellAsync(string clinic, CancellationToken cancellationToken)
    {
        if (await ClinicAsync(clinic, cancellationToken) is not var (name, chairs))
        {
            return 0;
        }

        await using var scope = scopes.CreateAsyncScope();
        var colleagues = scope.ServiceProvider.GetRequiredService<IColleagues>();
        var resources = FhirMapper.FromClinic(
            clinic, name, chairs, await colleagues.NamesAsync(clinic, cancellationToken), await colleagues.RolesAsync(clinic, cancellationToken));
        var stored = await StoredAsync(clinic, cancellationToken);
        var known = resources.Select(each => (each.TypeName, each.Id!)).ToHashSet();
        FhirChange[] all =
        [
            .. resources.Select(FhirChange.WhenDifferent),
            .. stored.Keys.Where(each => !known.Contains(each)).Select(each => FhirMapper.Gone(each.Type, each.Id)),
        ];
        var news = all.Where(change => change.Next(stored.GetValueOrDefault((change.Type, change.Id))) is not null).ToList();
        return news.Count == 0 ? 0 : await teller.TellAsync(clinic, (_, _) => news, cancellationToken);
    }

    async Task<(string Name, Chair[] Chairs)?> ClinicAsync(string clinic, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select name, chairs::text from infusion.clinic where clinic = $1");
        command.Parameters.Add(new() { Value = clinic });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetString(0), JsonSerializer.Deserialize<Chair[]>(reader.GetString(1), QuantityConverters.Options)!)
            : null;
    }

    async Task<Dictionary<(string Type, string Id), Resource>> StoredAsync(string clinic, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select type, id, content from infusion.fhir_resource where clinic = $1 and type = any($2) and is_current");
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = new[] { "Organization", "Practitioner", "PractitionerRole", "Location" } });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var stored = new Dictionary<(string, string), Resource>();
        while (await reader.ReadAsync(cancellationToken))
        {
            stored[(reader.GetString(0), reader.GetString(1))] = FhirBytes.Read(reader.GetFieldValue<byte[]>(2));
        }

        return stored;
    }
}
