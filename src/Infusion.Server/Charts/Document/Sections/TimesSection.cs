using Infusion.Core.Alarms;
using Infusion.Core.Charting;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>The times that count, each with where it comes from; for the bill by hand and by the pump.</summary>
static class TimesSection
{
    public static ChartSection Build(ChartFacts facts)
    {
        var minutes = InfusionMinutes.Of(facts.Events);
        return Section("times", "Times and where they come from",
            [Fact("zone", "Time zone", facts.Time.ZoneText)],
            [
                new ChartTable("times", "Course", [Column("what", "What", 4), Column("time", "Time", 4), Column("source", "Time by", 4), Column("by", "By", 4)],
                    [.. facts.Charted.Where(each => IsOfCourse(each.Event)).OrderBy(each => each.Event.At).Select(each => new ChartRow(
                        [EventsSection.Text(facts, each), facts.Time.Full(each.Event.At), SourceOf(facts, each.Event), EventsSection.By(facts, each)], each.Event.At))],
                    "Nothing."),
                new ChartTable("minutes", "Start and stop, never rounded", [Column("source", "Source", 4), Column("start", "Start", 4), Column("stop", "Stop", 4), Column("pauses", "Pauses", 5), Column("elapsed", "Start to stop", 3), Column("infusing", "Without pauses", 3)],
                    [Minutes(facts, "by hand", minutes.ByHand), Minutes(facts, "by the pump", minutes.ByPump)], ""),
            ]);
    }

    /// <summary>Whose clock told the time.</summary>
    public static string SourceOf(ChartFacts facts, SessionEvent happened) => happened switch
    {
        EnteredEvent { ChartedAt: { } entered } => $"a person, entered {facts.Time.Clock(entered)}",
        DeliveryStarted or RateChanged or DeliveryStopped or BolusDelivered or ContainerChanged => "the pump's reading",
        AlarmRaised or AlarmReturned or AlarmConditionCleared or AlarmPriorityChanged or AlarmOnsetCorrected or TelemetryGapOpened or TelemetryGapClosed
            or DeviceClockJumped => "the device's readings",
        MonitoringInterrupted or ObservationMissed or AlarmNotAnswered or AlarmAssigned or AlarmStandsAlone => "the service's clock",
        _ => "the service, when charted",
    };

    static bool IsOfCourse(SessionEvent happened) => happened is SessionPlanned or PatientCheckedIn or SessionReadied or InfusionStarted or InfusionPaused
        or InfusionResumed or InfusionStopped or DoseGiven or PatientDischarged or SessionClosed or DeliveryStarted or DeliveryStopped;

    static ChartRow Minutes(ChartFacts facts, string source, InfusionTimes times) => new(
        [
            source,
            times.Start is { } start ? facts.Time.Full(start) : NotKnown,
            times.Stop is { } stop ? facts.Time.Full(stop) : NotKnown,
            times.Pauses.IsEmpty ? "none" : string.Join("; ", times.Pauses.Select(each => $"{facts.Time.Clock(each.From)} to {(each.To is { } to ? facts.Time.Clock(to) : "now")}")),
            Span(times.Elapsed),
            Span(times.Infusing),
        ],
        times.Start);
}
