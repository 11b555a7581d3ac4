using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;

namespace Infusion.Core.Safety;

/// <summary>What rules about overdue observations have in common. What did not come while nobody watched has its grace from then on: until it is over nothing is raised and nothing ended.</summary>
static class OverdueRule
{
    public static Judgement Judge(in SafetyView view, SessionLive session, Observation what)
    {
        if (session.Observations.Due(what, session.State) is not { OverdueAt: { } overdue } due)
        {
            return Judgement.Clear;
        }

        if (view.Now < overdue)
        {
            return Judgement.Clear;
        }

        var watched = view.WatchingSince + (overdue - due.At);
        return view.Now < watched
            ? Judgement.Unknown
            : view.IsVerdictEnough ? new Judgement(Verdict.Breach)
            : new Judgement(Verdict.Breach, Minutes(view.Now - due.Since), Minutes(due.At - due.Since), watched > overdue ? watched : overdue);
    }

    public static string Headline(string what, Alarm alarm) =>
        $"No {what} for {AlarmText.Number(alarm.Observed)} min, due after {AlarmText.Number(alarm.HardLimit)} min";

    static decimal Minutes(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerMinute;
}
