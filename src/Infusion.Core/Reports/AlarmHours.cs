using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Pathway;

namespace Infusion.Core.Reports;

/// <summary>One hour of the day on the clinic's clock, over all days of a report.</summary>
/// <param name="Hour">0 to 23.</param>
/// <param name="Monitored">Time in it in which patients were watched, summed over sessions and days. Zero: there is no rate.</param>
public sealed record AlarmHour(int Hour, TimeSpan Monitored, int High, int Medium, int Low)
{
    public int All => High + Medium + Low;

    /// <summary>Null: nobody was watched in that hour.</summary>
    public decimal? PerMonitoredHour => Monitored > TimeSpan.Zero ? All / ((decimal)Monitored.Ticks / TimeSpan.TicksPerHour) : null;
}

/// <summary>When in the day alarms come.</summary>
public static class AlarmHours
{
    static readonly TimeSpan Step = TimeSpan.FromMinutes(15);

    /// <returns>All 24, also the empty ones.</returns>
    public static ImmutableArray<AlarmHour> Of(IReadOnlyCollection<SessionAlarms> sessions, AlarmReportAsked asked, ClinicTime time)
    {
        var watched = new TimeSpan[24];
        var counts = new int[24, 4];
        foreach (var session in sessions.Where(each => each.Touches(asked.From, asked.To)))
        {
            foreach (var alarm in session.Alarms.Where(each => each.RaisedAt >= asked.From && each.RaisedAt < asked.To))
            {
                counts[time.Local(alarm.RaisedAt).Hour, (int)alarm.Gravest]++;
            }

            // Clocks are changed at full quarters of an hour, everywhere there are clinics.
            var end = session.MonitoredUntil < asked.To ? session.MonitoredUntil.Value : asked.To;
            for (var from = session.MonitoredFrom!.Value > asked.From ? session.MonitoredFrom.Value : asked.From; from < end;)
            {
                var next = new DateTimeOffset(((from.UtcTicks / Step.Ticks) + 1) * Step.Ticks, TimeSpan.Zero);
                var to = next < end ? next : end;
                watched[time.Local(from).Hour] += session.Monitored(from, to);
                from = to;
            }
        }

        return [.. Enumerable.Range(0, 24).Select(hour => new AlarmHour(
            hour, watched[hour], counts[hour, (int)AlarmPriority.High], counts[hour, (int)AlarmPriority.Medium], counts[hour, (int)AlarmPriority.Low]))];
    }
}
