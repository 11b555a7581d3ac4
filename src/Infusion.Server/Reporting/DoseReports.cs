using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Reports;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Reporting;

/// <summary>What one session was ordered, how its pump was set, and what it gave.</summary>
/// <param name="Initials">Null: the patient was erased.</param>
/// <param name="OrderedMlPerHour">Null: one dose, given by a person.</param>
/// <param name="SetMlPerHour">In their order; empty: no pump told a rate.</param>
/// <param name="DeliveredMg">Null: not known, which is not nothing.</param>
/// <param name="DeviationPercent">Given less ordered; null: not known, or more is still to flow.</param>
public sealed record SessionDoseView(
    Guid Session, string? Initials, string Chair, SessionPhase Phase, DateTimeOffset StartedAt, string Protocol, int ProtocolVersion, DoseRoute Route,
    decimal WeightKg, decimal OrderedMg, decimal OrderedMgPerKg, decimal? OrderedMlPerHour, decimal? OrderedMinutes, ImmutableArray<decimal> SetMlPerHour,
    DoseStanding Standing, decimal? DeliveredMg, decimal? DeliveredMgPerKg, decimal? Minutes, decimal? DeviationPercent, decimal? RateDeviationPercent)
{
    internal static SessionDoseView Of(SessionFigures figures, DateTimeOffset startedAt, string? initials)
    {
        var (order, byHand) = (figures.Order, figures.Order.Route is not DoseRoute.IvInfusion);
        return new SessionDoseView(
            figures.Session, initials, figures.Chair, figures.Phase, startedAt, order.Protocol, order.ProtocolVersion, order.Route,
            order.Weight.Kilograms, order.Dose.Milligrams, order.DoseMilligramsPerKilogram,
            byHand ? null : order.Rate.MillilitresPerHour, byHand ? null : Minutes(order.Duration),
            [.. figures.SetRates.Select(rate => rate.MillilitresPerHour)],
            figures.Standing, figures.Delivered?.Milligrams, figures.DeliveredMilligramsPerKilogram, figures.Infused is { } infused ? Minutes(infused) : null,
            figures.DeviationPercent, byHand ? null : figures.RateDeviationPercent);

        static decimal Minutes(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerMinute;
    }
}

/// <param name="To">Sessions that began before it; never later than when the report was made.</param>
/// <param name="Sessions">In which drug flowed or a start was charted within the time, by when it began.</param>
public sealed record DoseReportView(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<SessionDoseView> Sessions);

/// <summary>Reads what was given in a stretch of time, session after session.</summary>
sealed class DoseReports(ClinicDocuments store)
{
    public async Task<DoseReportView> MakeAsync(string clinic, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var found = new List<(SessionFigures Figures, DateTimeOffset At)>();
        foreach (var id in await ReportedSessions.TouchingAsync(query, from, to, cancellationToken))
        {
            var events = await ReportedSessions.EventsAsync(query, id, cancellationToken);
            if (events.Aggregate((SessionState?)null, (before, e) => Session.Evolve(before, e, id)) is { } state
                && Began(state) is { } at && at >= from && at < to)
            {
                found.Add((SessionFigures.Of(state, events), at));
            }
        }

        var patients = (await query.LoadManyAsync<PatientDocument>(cancellationToken, found.Select(each => each.Figures.Patient).Distinct().ToArray()))
            .ToDictionary(patient => patient.Id, patient => patient.Initials);
        return new DoseReportView(
            from, to,
            [.. found.OrderBy(each => each.At).Select(each => SessionDoseView.Of(each.Figures, each.At, patients.GetValueOrDefault(each.Figures.Patient)))]);
    }

    /// <summary>The charted start, or drug that flowed without one.</summary>
    static DateTimeOffset? Began(SessionState state) => state.StartedAt is { } charted && !(state.DeliveryBeganAt < charted) ? charted : state.DeliveryBeganAt;
}
