using Npgsql;

namespace Infusion.Server.Identity;

sealed class ClinicNames(NpgsqlDataSource database, ILogger<ClinicNames> logger)
{
    /// <returns>The names that are known; with the database down none, so that the board stays signed in.</returns>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(IReadOnlyCollection<string> clinics, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>();
        try
        {
            await using var command = database.CreateCommand("select clinic, name from infusion.clinic where clinic = any($1)");
            command.Parameters.Add(new() { Value = clinics.ToArray() });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                names[reader.GetString(0)] = reader.GetString(1);
            }
        }
        catch (NpgsqlException e)
        {
            logger.LogWarning(e, "The names of the clinics cannot be read; their ids stand in");
        }

        return names;
    }
}
