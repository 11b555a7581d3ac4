using System.Data;
using Infusion.Core.Charting;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
using Infusion.Server.Charts.Document;
using Infusion.Server.Operations;
using Npgsql;

namespace Infusion.Server.Charts;

/// <summary>Opens a session's chart to be looked at: open or closed, and reading only what came since it was opened last.</summary>
sealed class ChartOpening(NpgsqlDataSource database, ChartReader reader, ChartMemory memory, ClinicClock clock)
{
    /// <summary>On every page of a chart that is not any more what was signed.</summary>
    public const string Changed = "CHANGED SINCE SIGNED";

    /// <returns>Null: the clinic has no such session.</returns>
    public async Task<ChartDocument?> OpenAsync(string clinic, Guid session, CancellationToken cancellationToken) =>
        (await OpenAsync(clinic, session, withBanner: false, cancellationToken))?.Document;

    /// <returns>With what stands on every page of it, null: it is what was signed last. Null: the clinic has no such session.</returns>
    public Task<(ChartDocument Document, string? Banner)?> OpenForPaperAsync(string clinic, Guid session, CancellationToken cancellationToken) =>
        OpenAsync(clinic, session, withBanner: true, cancellationToken);

    /// <summary>What a chart would say, as numbers.</summary>
    /// <returns>Null: the clinic has no such session.</returns>
    public Task<ChartFacts?> FactsAsync(string clinic, Guid session, CancellationToken cancellationToken) =>
        WithRecordAsync(
            clinic, session,
            (_, record, signatures, fold) => Task.FromResult<ChartFacts?>(new ChartFacts(record, fold, signatures, AsOf(record))),
            cancellationToken);

    async Task<(ChartDocument Document, string? Banner)?> OpenAsync(string clinic, Guid session, bool withBanner, CancellationToken cancellationToken) =>
        await WithRecordAsync<(ChartDocument, string?)?>(
            clinic, session,
            async (connection, record, signatures, fold) => (
                ChartBuilder.Build(record, fold, signatures, AsOf(record)),
                withBanner ? Banner(await DigestAsync(connection, clinic, session, signatures, cancellationToken), signatures) : null),
            cancellationToken);

    /// <param name="use">Ends with the fold before it returns: the next who opens the session goes on with it.</param>
    /// <returns>The default: the clinic has no such session.</returns>
    async Task<T?> WithRecordAsync<T>(
        string clinic, Guid session, Func<NpgsqlConnection, ChartRecord, IReadOnlyList<Signature>, ChartFold, Task<T>> use, CancellationToken cancellationToken)
    {
        var opened = memory.Of(clinic, session);
        await opened.Turn.WaitAsync(cancellationToken);
        try
        {
            var known = opened.Take();

            // One snapshot, begun in this turn: all that is known already is in it.
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            if (await reader.RecordAsync(connection, clinic, session, cancellationToken) is not var (record, signOff, written))
            {
                return default;
            }

            var readings = await FoldAsync(connection, clinic, record.State, written, known, cancellationToken);
            IReadOnlyList<Signature> signatures = [.. signOff.Select(each => each.Event).OfType<ChartSigned>()
                .Select(each => new Signature(each.By, record.NameOf(each.By), each.Meaning, each.At, each.Digest, each.Version))];
            var made = await use(connection, record, signatures, readings.Fold);
            opened.Put(readings);
            return made;
        }
        finally
        {
            opened.Turn.Release();
        }
    }

    /// <summary>Goes on from what is known, if the session still says the same of its devices and the clinic's writer is the same; from the beginning if not.</summary>
    static async Task<FoldedReadings> FoldAsync(
        NpgsqlConnection connection, string clinic, SessionState state, WrittenThrough written, FoldedReadings? known, CancellationToken cancellationToken)
    {
        var isGoingOn = known is not null && known.Fold.RestsOn(state) && written.IsGoneOnFrom(known.Through);
        if (isGoingOn && written == known!.Through)
        {
            return known;
        }

        var fold = isGoingOn ? known!.Fold : new ChartFold(state);
        await foreach (var each in ChartReader.ReadingsAsync(
            connection, clinic, state.Associations, isGoingOn ? known!.Through.Input : null, cancellationToken))
        {
            fold.Take(each.Reading, each.At);
        }

        return new FoldedReadings(fold, written);
    }

    /// <param name="digest">Of the chart as it is now.</param>
    /// <returns>Null: it is what was signed last.</returns>
    public static string? Banner(string? digest, IReadOnlyList<Signature> signatures) =>
        signatures.Count == 0 ? ChartPrinter.Draft : signatures[^1].Digest == digest ? null : Changed;

    /// <summary>What is signed are the stored bytes: they are read, where somebody signed.</summary>
    async Task<string?> DigestAsync(
        NpgsqlConnection connection, string clinic, Guid session, IReadOnlyList<Signature> signatures, CancellationToken cancellationToken) =>
        signatures.Count == 0 ? null : (await reader.ReadAsync(connection, clinic, session, cancellationToken))?.Digest;

    /// <summary>A closed session is shown as it is signed: as of what was recorded last.</summary>
    DateTimeOffset? AsOf(ChartRecord record) => record.State.Phase == SessionPhase.Closed ? null : clock.Now;
}
