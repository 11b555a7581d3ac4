using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Benchmarks.Yardstick;

readonly record struct BareRow(string Clinic, string Device, BarePayload Payload, DateTimeOffset ReceivedAt);

/// <summary>Writes the rows and nothing else: while one COPY runs, the next rows gather.</summary>
sealed class BareStore(NpgsqlDataSource database) : IAsyncDisposable
{
    const int MaxRows = 5_000;

    readonly Lock _gate = new();
    readonly Channel<Batch> _batches = Channel.CreateUnbounded<Batch>();
    Batch _gathering = new();
    Task _writing = Task.CompletedTask;
    long _input;

    sealed class Batch
    {
        public List<BareRow> Rows { get; } = [];

        public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The table of the server's readings, in shape and index.</summary>
    public async Task CreateAsync()
    {
        await using var command = database.CreateCommand(
            """
            create table reading (
                clinic text not null,
                device text not null,
                boot text not null,
                seq bigint not null,
                device_at timestamptz,
                at timestamptz not null,
                received_at timestamptz not null,
                input bigint not null,
                flags smallint not null,
                body bytea not null
            ) partition by range (received_at);
            create index reading_device_at on reading (clinic, device, at);
            create table reading_default partition of reading default;
            """);
        await command.ExecuteNonQueryAsync();
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The task ends when the row is committed.</summary>
    public Task Add(in BareRow row)
    {
        lock (_gate)
        {
            if (_gathering.Rows.Count is 0 or >= MaxRows)
            {
                _gathering = new Batch();
                _batches.Writer.TryWrite(_gathering);
            }

            _gathering.Rows.Add(row);
            return _gathering.Committed.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _batches.Writer.TryComplete();
        await _writing;
    }

    async Task WriteAsync()
    {
        await foreach (var batch in _batches.Reader.ReadAllAsync())
        {
            await CopyAsync(Close(batch).Rows);
            batch.Committed.SetResult();
        }
    }

    /// <summary>What comes from here on gathers in the next batch.</summary>
    Batch Close(Batch batch)
    {
        lock (_gate)
        {
            _gathering = batch == _gathering ? new Batch() : _gathering;
            return batch;
        }
    }

    async Task CopyAsync(List<BareRow> rows)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy reading (clinic, device, boot, seq, device_at, at, received_at, input, flags, body) from stdin (format binary)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(row.Clinic, NpgsqlDbType.Text);
            await copy.WriteAsync(row.Device, NpgsqlDbType.Text);
            await copy.WriteAsync(row.Payload.Boot, NpgsqlDbType.Text);
            await copy.WriteAsync(row.Payload.Seq, NpgsqlDbType.Bigint);
            await copy.WriteAsync(row.Payload.At.UtcDateTime, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(row.Payload.At.UtcDateTime, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(row.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(++_input, NpgsqlDbType.Bigint);
            await copy.WriteAsync((short)0, NpgsqlDbType.Smallint);
            await copy.WriteAsync(row.Payload.Body(), NpgsqlDbType.Bytea);
        }

        await copy.CompleteAsync();
    }
}
