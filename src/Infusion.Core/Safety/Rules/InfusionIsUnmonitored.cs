using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety.Rules;

/// <summary>
/// The infusion runs and for the time allowed (inclusive) there was no valid SpO2: no monitor is attached, it is silent, or it sends
/// none. A pump that does not say whether it delivers is taken to deliver. Observed and limit are seconds.
/// </summary>
public static class InfusionIsUnmonitored
{
    public static SafetyRule Rule { get; } = new()
    {
        Id = "SR-056",
        Code = "infusion-unmonitored",
        Priority = AlarmPriority.High,
        Action = "Go to the patient and look at the breathing. Pause the infusion until there is an SpO2.",
        Subject = RuleSubject.Session,
        Metrics = [Metric.Unknown],
        IsTimed = true,
        IsAskedAtReadings = false,
        MayBeOff = false,
        MayBeSilenced = false,
        RuledOutBy = static (_, _) => Fact.OutOf(SessionPhase.Infusing),
        Judge = Judge,
        Headline = static alarm => $"Drug is running and there has been no SpO2 for {AlarmText.Number(alarm.Observed)} s",
    };

    static Judgement Judge(in SafetyView view, Metric metric)
    {
        if (view.Session is not { State.Phase: SessionPhase.Infusing } session || view.Limits.UnmonitoredAfter is not { } allowed
            || Stands(session, view.Now) || IsWatchedByHand(session))
        {
            return Judgement.Clear;
        }

        var since = session.Observations.LastOf(Observation.SpO2, session.State) is { } last && last > session.State.PhaseSince
            ? last
            : session.State.PhaseSince;
        if (view.Now - since < allowed)
        {
            return Judgement.Clear;
        }

        since = view.WatchingSince > since ? view.WatchingSince : since;
        var without = view.Now - since;
        return without < allowed
            ? Judgement.Unknown
            : new Judgement(Verdict.Breach, Seconds(without), Seconds(allowed), since + allowed);
    }

    static bool Stands(SessionLive session, DateTimeOffset now) =>
        session.PumpAt is { } at && session.Pump?.Status == PumpStatus.NotInfusing && now - at < DeviceLive.PumpStaleAfter;

    /// <summary>Without a monitor the schedule of observations tells when an SpO2 is missing.</summary>
    static bool IsWatchedByHand(SessionLive session) =>
        session.State.Care.VitalsByHand && session.State.Attached(DeviceKind.Monitor) is null;

    static decimal Seconds(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerSecond;
}
