using System.Data;
using Infusion.Server.Storage;
using Marten;
using Npgsql;

namespace Infusion.Server.Charts;

/// <summary>
/// One change to a clinic's charts at a time: the chain has one end. All of it is committed or nothing is, so that a chart is never
/// half signed. Nothing here waits for, or holds up, the clinic's writer.
/// </summary>
sealed class ChartTransaction : IAsyncDisposable
{
    readonly NpgsqlTransaction _transaction;
    readonly IDocumentStore _store;
    readonly string _clinic;

    ChartTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, IDocumentStore store, string clinic) =>
        (Connection, _transaction, _store, _clinic) = (connection, transaction, store, clinic);

    public NpgsqlConnection Connection { get; }

    public static async Task<ChartTransaction> BeginAsync(
        NpgsqlDataSource dataSource, IDocumentStore store, string clinic, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            // Before the transaction, and so before its snapshot: whoever waited sees what the one before them did.
            await using var hold = ChartReader.Command(connection, "select pg_advisory_lock(hashtextextended('chart ' || $1, 0))", clinic);
            await hold.ExecuteNonQueryAsync(cancellationToken);
            return new(connection, await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken), store, clinic);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task AppendAsync(Guid session, IEnumerable<object> events, IEnumerable<NoteDocument> notes, CancellationToken cancellationToken)
    {
        await using var documents = _store.LightweightSession(Marten.Services.SessionOptions.ForTransaction(_transaction));
        var tenant = documents.ForTenant(_clinic);
        tenant.Events.Append(ChartReader.SignOffStream(session), events);
        tenant.StoreObjects(notes);
        await documents.SaveChangesAsync(cancellationToken);
    }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    /// <summary>The lock is given back by hand: a connection keeps it while it lies in the pool. One that broke has lost it with its server.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _transaction.DisposeAsync();
            await using var release = ChartReader.Command(Connection, "select pg_advisory_unlock(hashtextextended('chart ' || $1, 0))", _clinic);
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception broken) when (broken is NpgsqlException or InvalidOperationException)
        {
            NpgsqlConnection.ClearPool(Connection);
        }
        finally
        {
            await Connection.DisposeAsync();
        }
    }
}
