using System.Text;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Npgsql;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Fhir;

/// <summary>
/// Fills the search columns of resources that were stored before a parameter was added, a few at a time, when the server starts.
/// Until it is through, a search by such a parameter may miss them, and the log says so.
/// </summary>
sealed partial class FhirReindex(NpgsqlDataSource database, ILogger<FhirReindex> log) : BackgroundService
{
    const int AtOnce = 500;

    static readonly FhirJsonDeserializer Parser = new(new DeserializerSettings().UsingMode(DeserializationMode.Recoverable));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var filled = 0;
            while (await FillAsync(stoppingToken) is > 0 and var some)
            {
                filled += some;
            }

            if (filled > 0)
            {
                Filled(filled);
            }
        }
        catch (NpgsqlException reason)
        {
            Stopped(reason);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on from here.
        }
    }

    /// <returns>How many were filled; 0: none is left.</returns>
    internal async Task<int> FillAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var rows = new List<(string Clinic, string Type, string Id, int Version, byte[] Content)>();
        await using (var command = new NpgsqlCommand(
            $"select clinic, type, id, version, content from infusion.fhir_resource where terms is null limit {AtOnce} for update skip locked", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                rows.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetFieldValue<byte[]>(4)));
            }
        }

        await using var batch = new NpgsqlBatch(connection);
        foreach (var row in rows)
        {
            var columns = SearchColumns.Of((Resource)Parser.DeserializeResource(Encoding.UTF8.GetString(row.Content)));
            var update = new NpgsqlBatchCommand(
                """
                update infusion.fhir_resource set terms = $5, refs = $6, codes = $7, categories = $8, identifiers = $9, status = $10, patient = coalesce($11, patient), date_from = $12, date_to = $13
                where clinic = $1 and type = $2 and id = $3 and version = $4
                """);
            foreach (var value in new object?[]
            {
                row.Clinic, row.Type, row.Id, row.Version, columns.Terms, columns.Refs, columns.Codes, columns.Categories, columns.Identifiers,
                columns.Status, columns.Patient, columns.Date.From, columns.Date.To,
            })
            {
                update.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
            }

            batch.BatchCommands.Add(update);
        }

        if (rows.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return rows.Count;
    }

    [LoggerMessage(LogLevel.Information, "The search columns of {Count} stored FHIR resources were filled.")]
    private partial void Filled(int count);

    [LoggerMessage(LogLevel.Error, "Not all stored FHIR resources have their search columns; a search by a new parameter may miss some until the server starts again.")]
    private partial void Stopped(Exception reason);
}
