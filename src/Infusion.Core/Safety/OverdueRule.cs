using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;

namespace Infusion.Core.Safety;

/// <summary>What rules about overdue observations have in common. Silence while nobody watched does not count.</summary>
static class OverdueRule
{
    public static Judgement Judge(in SafetyView view, SessionLive session, Observation what)
    {
        if (session.Observations.Due(what, session.State) is not { OverdueAt: { } overdue } due)
        {
            return Judgement.Clear;
        }

        var watched = view.WatchingSince + (overdue - due.At);
        var from = watched > overdue ? watched : overdue;
        return view.Now < from
            ? Judgement.Clear
            : new Judgement(Verdict.Breach, Minutes(view.Now - due.Since), Minutes(due.At - due.Since), from);
    }

    public static string Headline(string what, Alarm alarm) =>
        $"No {what} for {AlarmText.Number(alarm.Observed)} min, due after {AlarmText.Number(alarm.HardLimit)} min";

    static decimal Minutes(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerMinute;
}
