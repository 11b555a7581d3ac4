using Npgsql;

namespace Infusion.Server.Storage;

/// <summary>What commands written by hand have in common.</summary>
static class Sql
{
    /// <param name="values">By position: $1, $2, ... What may be null comes as a parameter with its type.</param>
    public static NpgsqlCommand With(this NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value });
        }

        return command;
    }

    public static DateTimeOffset? Instant(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
