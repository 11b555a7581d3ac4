using System.Collections.Immutable;
using Infusion.Core.Associations;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Marten;
using Npgsql;

namespace Infusion.Server.Storage;

/// <summary>What is on record of the sessions of a correction and of their devices.</summary>
sealed class CorrectionStore(NpgsqlDataSource dataSource, IDocumentStore store, ClinicStore clinics)
{
    /// <summary>Clocks and counters of devices are known again from this much before they were attached.</summary>
    static readonly TimeSpan Recalled = TimeSpan.FromMinutes(15);

    /// <summary>No session is longer.</summary>
    static readonly TimeSpan LongestSession = TimeSpan.FromHours(24);

    /// <summary>A stored input with its record laid in again.</summary>
    public async Task<ClinicInput> WholeAsync(string clinic, ClinicInput.Corrected corrected, long input, CancellationToken cancellationToken)
    {
        var (correction, steps) = await StepsAsync(clinic, corrected.Correction, corrected.Streams, input - 1, cancellationToken);
        var run = new CorrectionRun(await ConfigurationAsync(clinic, cancellationToken), correction);
        run.Take(steps);
        return corrected.With(run);
    }

    /// <param name="streams">How much of each stream counts.</param>
    /// <param name="through">The last input that counts.</param>
    public async Task<(AssociationCorrected Correction, List<CorrectionStep> Steps)> StepsAsync(
        string clinic, Guid id, IEnumerable<StreamCut> streams, long through, CancellationToken cancellationToken)
    {
        var steps = new List<CorrectionStep>();
        await using (var query = store.QuerySession(clinic))
        {
            foreach (var (stream, events) in streams)
            {
                var stored = await query.Events.FetchStreamAsync(stream, version: events, token: cancellationToken);
                steps.AddRange(stored.Select(e => CorrectionStep.Of(stream, (SessionEvent)e.Data)));
            }
        }

        var correction = steps.Select(step => step.Event).OfType<AssociationCorrected>().FirstOrDefault(each => each.Correction == id)
            ?? throw new InvalidDataException($"correction {id} of clinic {clinic} stands in none of its streams");
        var attached = correction.Charts.SelectMany(chart => chart.Before.Concat(chart.After)).ToList();
        var devices = attached.Select(each => each.Device).Append(correction.Device).Distinct().ToArray();
        var since = attached.Select(each => each.From).Append(correction.From).Min() - Recalled;
        steps.AddRange(await ReadingsAsync(clinic, devices, since, through, cancellationToken));
        steps.AddRange(await ReportsAsync(clinic, devices, since, through, cancellationToken));
        return (correction, steps);
    }

    /// <summary>Closed sessions that are named, or that had the device about that time.</summary>
    public async Task<ImmutableArray<ClosedChart>> ClosedAsync(string clinic, CorrectAssociation command, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var (earliest, latest) = (command.From - LongestSession, command.To ?? DateTimeOffset.MaxValue.AddDays(-1));
        Guid[] named = [.. new[] { command.FromSession, command.ToSession }.OfType<Guid>()];
        var rows = await query.Query<SessionRow>()
            .Where(row => row.Phase == SessionPhase.Closed && (named.Contains(row.Id) || (row.PlannedAt >= earliest && row.PlannedAt <= latest)))
            .Select(row => row.Id).ToListAsync(cancellationToken);
        var charts = ImmutableArray.CreateBuilder<ClosedChart>();
        foreach (var session in rows)
        {
            SessionState? state = null;
            foreach (var e in await query.Events.FetchStreamAsync(session, token: cancellationToken))
            {
                state = Session.Evolve(state, (SessionEvent)e.Data, session);
            }

            if (state is not null && (named.Contains(session) || state.HadAttached(command.Device)))
            {
                charts.Add(new ClosedChart(
                    session, state.Chair, state.Patient, state.PlannedAt, state.DischargedAt ?? state.PhaseSince, state.IsSingleDose, state.Associations));
            }
        }

        return charts.ToImmutable();
    }

    public async Task<long> EventCountAsync(string clinic, Guid stream, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        return (await query.Events.FetchStreamStateAsync(stream, cancellationToken))?.Version ?? 0;
    }

    /// <summary>Of what the device sent with a chart time in this stretch.</summary>
    public async Task<MovedReadings> MovedAsync(
        string clinic, string device, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var readings = await clinics.ReadingsAsync(clinic, [device], from, to, cancellationToken);
        return MovedReadings.Of([.. readings.Select(stored => (stored.Reading, stored.At))]);
    }

    async Task<List<CorrectionStep>> ReadingsAsync(
        string clinic, string[] devices, DateTimeOffset since, long through, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select device, boot, seq, device_at, at, received_at, input, flags, body, evaluated_at
            from infusion.reading
            where clinic = $1 and device = any($2) and at >= $3 and evaluated_at >= $3 and input <= $4
            order by input
            """);
        AddParameters(command, clinic, devices, since, through);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var steps = new List<CorrectionStep>();
        while (await reader.ReadAsync(cancellationToken))
        {
            steps.Add(CorrectionStep.Of(new ClinicInput.Observed(ClinicStore.Read(reader).Reading), reader.GetFieldValue<DateTimeOffset>(9)));
        }

        return steps;
    }

    async Task<List<CorrectionStep>> ReportsAsync(
        string clinic, string[] devices, DateTimeOffset since, long through, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select body::text, evaluated_at from infusion.clinic_input
            where clinic = $1 and body->>'$kind' = 'reported' and body->'report'->>'device' = any($2) and evaluated_at >= $3 and input <= $4
            order by input
            """);
        AddParameters(command, clinic, devices, since, through);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var steps = new List<CorrectionStep>();
        while (await reader.ReadAsync(cancellationToken))
        {
            steps.Add(CorrectionStep.Of(ClinicInputJson.Read(reader.GetString(0)), reader.GetFieldValue<DateTimeOffset>(1)));
        }

        return steps;
    }

    async Task<ClinicConfiguration> ConfigurationAsync(string clinic, CancellationToken cancellationToken) =>
        (await clinics.ConfigurationAsync(clinic, cancellationToken))?.Configuration
        ?? throw new InvalidDataException($"there is no clinic {clinic}");

    static void AddParameters(NpgsqlCommand command, string clinic, string[] devices, DateTimeOffset since, long through)
    {
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = devices });
        command.Parameters.Add(new() { Value = since.UtcDateTime });
        command.Parameters.Add(new() { Value = through });
    }
}
