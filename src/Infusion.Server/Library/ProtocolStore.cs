using System.Text.Json;
using Infusion.Core.DrugLibrary;
using Infusion.Server.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Library;

/// <summary>Reads the versions of a clinic's protocols with who made them, when and why. Only the clinic's writer adds to them.</summary>
sealed class ProtocolStore(ClinicDatabase database)
{
    /// <summary>Who made the samples that ship.</summary>
    public const string Maker = "infusion";

    /// <param name="protocol">Null: all of them.</param>
    /// <returns>By id, newest first; empty: there is no such protocol.</returns>
    public async Task<IReadOnlyList<ProtocolView>> VersionsAsync(string clinic, string? protocol, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(clinic, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select protocol, version, body::text, created_at, created_by, reason, approved_at, approved_by from infusion.protocol
            where clinic = $1 and ($2::text is null or protocol = $2)
            order by protocol collate "C", version desc
            """,
            connection);
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = (object?)protocol ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<ProtocolView>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(Read(reader));
        }

        return [.. found.GroupBy(view => view.About.Id).SelectMany(Placed)];
    }

    static ProtocolView Read(NpgsqlDataReader reader)
    {
        var approval = reader.IsDBNull(6) ? null : new ProtocolApproval(reader.GetString(7), reader.GetFieldValue<DateTimeOffset>(6));
        var protocol = JsonSerializer.Deserialize<InfusionProtocol>(reader.GetString(2), QuantityConverters.Options)!;
        var standing = approval is not null ? ProtocolStanding.Approved
            : reader.GetString(4) == Maker ? ProtocolStanding.Sample
            : ProtocolStanding.Draft;
        return new ProtocolView(
            new ProtocolVersionView(
                reader.GetString(0), reader.GetInt32(1), protocol.Name, standing, IsInUse: false, IsNewest: false,
                reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4), reader.GetString(5), approval),
            protocol with { Approval = approval });
    }

    /// <summary>As a plan chooses: <see cref="Core.Clinics.ClinicConfiguration.InUse"/>.</summary>
    static IEnumerable<ProtocolView> Placed(IEnumerable<ProtocolView> newestFirst)
    {
        var versions = newestFirst.ToList();
        var inUse = (versions.Find(view => view.Protocol.Approval is not null) ?? versions[0]).About.Version;
        return versions.Select(view => view with
        {
            About = view.About with { IsInUse = view.About.Version == inUse, IsNewest = view.About.Version == versions[0].About.Version },
        });
    }
}
