using Infusion.Core.SignOff;
using Infusion.Server.Charts.Bundles;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Marten;
using Npgsql;

namespace Infusion.Server.Charts;

/// <summary>What became of a command: done, or refused with a code and a sentence.</summary>
/// <param name="Version">The newest sealed version now.</param>
sealed record ChartAnswer(string? RefusedCode, string? RefusedReason, int Version)
{
    public static ChartAnswer Refused(string code, string reason) => new(code, reason, 0);
}

/// <summary>A chart as it is now, with what became of it.</summary>
sealed record ChartFolder(ChartContent Content, SignOffState State, ChartNow Now);

/// <summary>Carries out what is wanted of a chart: reads, decides, seals and stores, all or nothing.</summary>
sealed class ChartDesk(NpgsqlDataSource dataSource, IDocumentStore store, ChartReader reader, ChartBundles bundles, ClinicClock clock)
{
    /// <summary>Who seals what arrived by itself.</summary>
    public const string Server = "infusion";

    /// <returns>Null: the clinic has no such session.</returns>
    public async Task<ChartFolder?> OpenAsync(NpgsqlConnection connection, string clinic, Guid session, CancellationToken cancellationToken)
    {
        if (await reader.ReadAsync(connection, clinic, session, cancellationToken) is not { } content)
        {
            return null;
        }

        var state = SignOffState.Of((await reader.SignOffAsync(connection, clinic, session, cancellationToken)).Select(each => each.Event));
        return new(content, state, NowOf(content));
    }

    static ChartNow NowOf(ChartContent content) => new(
        content.Digest,
        Obligations.Open(content.State, [.. content.Events.Select(e => e.Event)], content.About.Protocol),
        id => content.Events.Any(e => e.Id == id) || content.Additions.Any(each => (each.Event as EntryAdded)?.Entry == id));

    /// <param name="name">Of the person, as it is printed.</param>
    /// <param name="notes">What the command's events refer to.</param>
    /// <returns>Null: the clinic has no such session.</returns>
    public async Task<ChartAnswer?> SendAsync(
        string clinic, Guid session, SignOffCommand command, string name, IReadOnlyList<NoteDocument> notes, CancellationToken cancellationToken)
    {
        await using var transaction = await ChartTransaction.BeginAsync(dataSource, store, clinic, cancellationToken);
        if (await OpenAsync(transaction.Connection, clinic, session, cancellationToken) is not { } folder)
        {
            return null;
        }

        var now = clock.Now;
        var decision = SignOffDecider.Decide(folder.State, folder.Now, command, now);
        if (decision is SignOffDecision.Rejected refused)
        {
            return ChartAnswer.Refused(refused.Code, refused.Reason);
        }

        var events = ((SignOffDecision.Accepted)decision).Events;

        try
        {
            var version = await StoreAsync(transaction, folder, events, name, [.. notes.Select(note => note with { At = now })], now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new(null, null, version);
        }
        catch (NotPrintedException failed)
        {
            return ChartAnswer.Refused("pdf-failed", $"The chart's PDF could not be made, so nothing was signed ({failed.Message}). Try again; if it stays so, tell who runs the server.");
        }
        catch (NoChartKeyException failed)
        {
            return ChartAnswer.Refused("key-missing", failed.Message);
        }
        catch (DamagedBundleException)
        {
            return ChartAnswer.Refused("version-damaged", "The sealed version before cannot be read, so nothing was signed. Whoever runs the server starts \"infusion audit\", which says what was touched.");
        }
    }

    async Task<int> StoreAsync(
        ChartTransaction transaction, ChartFolder folder, IReadOnlyList<SignOffEvent> events, string name, IReadOnlyList<NoteDocument> notes,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (session, state) = (folder.Content.About.Session, folder.State);
        foreach (var happened in events)
        {
            if (happened is ChartSigned signed)
            {
                await SealAsync(transaction, folder.Content, ChartBundles.BecauseSigned, signed, name, cancellationToken);
            }

            if (happened is ChartLocked)
            {
                await ChartBundles.LockAsync(transaction.Connection, folder.Content.About.Clinic, session, now, cancellationToken);
            }

            await transaction.AppendAsync(session, [happened], notes, cancellationToken);
            state = state.With(happened);
            if (happened is EntryAdded && state.Version > 0)
            {
                // Whoever adds to a signed chart signs what they added: they gave their password for it.
                var content = (await reader.ReadAsync(transaction.Connection, folder.Content.About.Clinic, session, cancellationToken))!;
                var entry = new ChartSigned(now, SignatureMeaning.Author, content.Digest, state.Version + 1, happened.By);
                await SealAsync(transaction, content, ChartBundles.BecauseEntry, entry, name, cancellationToken);
                await transaction.AppendAsync(session, [entry], [], cancellationToken);
                state = state.With(entry);
            }
        }

        return state.Version;
    }

    async Task SealAsync(
        ChartTransaction transaction, ChartContent content, string because, ChartSigned signed, string name, CancellationToken cancellationToken)
    {
        var before = await ChartBundles.ReadAsync(transaction.Connection, content.About.Clinic, content.About.Session, null, cancellationToken);
        await bundles.SealAsync(
            transaction.Connection, content, before, signed.Version, because,
            new Signature(signed.By, name, signed.Meaning, signed.At, signed.Digest, signed.Version), signed.At, cancellationToken);
    }

    /// <summary>Seals a version of what arrived after signing, without a signature, so that each signer is told.</summary>
    /// <returns>False: nothing has arrived, or nobody had signed.</returns>
    public async Task<bool> SealChangeAsync(string clinic, Guid session, CancellationToken cancellationToken)
    {
        await using var transaction = await ChartTransaction.BeginAsync(dataSource, store, clinic, cancellationToken);
        if (await OpenAsync(transaction.Connection, clinic, session, cancellationToken) is not { State: { Version: > 0 } state, Content: var content }
            || state.Digest == content.Digest)
        {
            return false;
        }

        var before = await ChartBundles.ReadAsync(transaction.Connection, clinic, session, null, cancellationToken);
        var changed = new ChartChanged(clock.Now, content.Digest, state.Version + 1, Server);
        await bundles.SealAsync(
            transaction.Connection, content, before, changed.Version, ChartBundles.BecauseChanged, null, changed.At, cancellationToken);
        await transaction.AppendAsync(session, [changed], [], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
