using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Reports;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Charts.Document;
using Infusion.Server.Charts.Document.Sections;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Charts;

/// <summary>What a session's vitals came to, of values that nobody marked as artefact. Null: there was none.</summary>
public sealed record SeriesVitals(
    decimal? BaselineSystolic, decimal? HighestSystolic, decimal? BaselineHeartRate, decimal? HighestHeartRate, decimal? BaselineSpO2, decimal? LowestSpO2);

/// <summary>Null: not charted.</summary>
/// <param name="HighestDissociation">By CADSS-6.</param>
/// <param name="LowestSedation">By MOAA/S, of which 5 is awake.</param>
public sealed record SeriesScores(int? HighestDissociation, int? LowestSedation, int? HighestNausea);

/// <summary>One session of a patient in numbers, beside the others.</summary>
/// <param name="GivenMg">As the chart has it; null: not known.</param>
/// <param name="IsComplete">The session is closed; of an open one the numbers go on.</param>
public sealed record SeriesSession(
    Guid Session, string Chair, SessionPhase Phase, bool IsComplete, DateTimeOffset At, string Drug, decimal WeightKg, decimal OrderedMg, decimal OrderedMgPerKg,
    decimal? GivenMg, decimal? GivenMgPerKg, decimal? Minutes, SeriesVitals Vitals, SeriesScores Scores, AlarmCount Alarms, int AdverseEvents,
    int? GravestAdverseEvent, int Rescues, int GapMinutes);

/// <param name="Earlier">So many sessions before these are not shown.</param>
public sealed record SeriesView(DateTimeOffset AsOf, IReadOnlyList<SeriesSession> Sessions, int Earlier);

/// <summary>All infusions of one patient side by side, each by what its chart says.</summary>
sealed class PatientSeries(ClinicDocuments documents, ChartOpening charts, Operations.ClinicClock clock)
{
    /// <summary>A series of two years at one infusion a month.</summary>
    const int Longest = 24;

    public async Task<SeriesView> ReadAsync(string clinic, Guid patient, CancellationToken cancellationToken)
    {
        await using var query = documents.QuerySession(clinic);
        var ids = await query.Query<SessionRow>().Where(row => row.Patient == patient && row.StartedAt != null)
            .OrderByDescending(row => row.PlannedAt).Select(row => row.Id).ToListAsync(cancellationToken);
        var sessions = new List<SeriesSession>();
        foreach (var id in ids.Take(Longest))
        {
            if (await charts.FactsAsync(clinic, id, cancellationToken) is { } facts)
            {
                sessions.Add(Of(facts));
            }
        }

        return new SeriesView(clock.Now, [.. sessions.OrderBy(each => each.At)], Math.Max(0, ids.Count - Longest));
    }

    internal static SeriesSession Of(ChartFacts facts)
    {
        var (state, order) = (facts.State, facts.State.Order);
        var given = OrderSection.GivenMilligrams(facts);
        var adverse = state.Care.AdverseEvents;
        return new SeriesSession(
            facts.Session, state.Chair, state.Phase, state.Phase == SessionPhase.Closed, state.StartedAt ?? facts.From, order.Drug,
            order.Weight.Kilograms, order.Dose.Milligrams, order.DoseMilligramsPerKilogram, given, given / order.Weight.Kilograms,
            state.StoppedAt is { } stopped && state.InfusingTime(stopped) is { } infused ? (decimal)infused.Ticks / TimeSpan.TicksPerMinute : null,
            Vitals(facts), Scores(facts), AlarmCount.Of(SessionAlarms.Of(facts.Session, facts.Events).Alarms), adverse.Length,
            adverse.IsEmpty ? null : adverse.Max(each => each.Grade), state.Care.Rescues.Length, GapMinutes(facts));
    }

    static SeriesVitals Vitals(ChartFacts facts)
    {
        var baseline = facts.State.Baseline;
        var systolics = facts.Pressures
            .Where(each => MinuteOf(each.At) is var minute
                && facts.VerdictOn(Metric.NibpSystolic, each.Device, minute, minute.AddMinutes(1)) != VitalVerdict.Artefact)
            .Select(each => each.Systolic).Concat(ByHand(facts, Metric.NibpSystolic));
        return new SeriesVitals(
            Of(baseline, Metric.NibpSystolic), systolics.Max(),
            Of(baseline, Metric.HeartRate), OnGrid(facts, Metric.HeartRate).Max(),
            Of(baseline, Metric.SpO2), OnGrid(facts, Metric.SpO2).Min());
    }

    /// <summary>A person judges what is charted for a minute.</summary>
    static DateTimeOffset MinuteOf(DateTimeOffset at) => at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerMinute));

    static decimal? Of(ImmutableDictionary<Metric, decimal> baseline, Metric metric) => baseline.TryGetValue(metric, out var known) ? known : null;

    static IEnumerable<decimal?> ByHand(ChartFacts facts, Metric metric) => facts.ByHand.Select(each => each.Of(metric));

    static IEnumerable<decimal?> OnGrid(ChartFacts facts, Metric metric) =>
        Enumerable.Range(0, facts.Minutes.Minutes).Select(facts.Minutes.MinuteAt)
            .Select(minute => facts.Minutes.At(metric, minute) is { } value
                && facts.VerdictOn(metric, value.Device, minute, minute.AddMinutes(1)) != VitalVerdict.Artefact
                ? (decimal?)value.Value
                : null)
            .Concat(ByHand(facts, metric));

    static SeriesScores Scores(ChartFacts facts)
    {
        var charted = facts.Events.OfType<ObservationCharted>().ToList();
        return new SeriesScores(
            Of(Observation.Dissociation, ObservationScale.Cadss6).Max(), Of(Observation.Sedation, ObservationScale.MoaaS).Min(),
            Of(Observation.Nausea, ObservationScale.Numeric).Max());

        IEnumerable<int?> Of(Observation what, ObservationScale scale) =>
            charted.Where(each => each.What == what && each.Scale == scale).Select(each => (int?)each.Score);
    }

    /// <summary>Of the monitor, while the patient was on it: minutes in which it was not heard.</summary>
    static int GapMinutes(ChartFacts facts) =>
        Enumerable.Range(0, facts.Minutes.Minutes).Select(facts.Minutes.MinuteAt).Count(minute => facts.IsInGap(DeviceKind.Monitor, minute, minute.AddMinutes(1)));
}
