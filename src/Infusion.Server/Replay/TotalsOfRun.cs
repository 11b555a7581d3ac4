using Infusion.Core.Alarms;

namespace Infusion.Server.Replay;

/// <summary>Sums over sessions while they are told.</summary>
sealed class TotalsOfRun
{
    readonly Dictionary<AlarmPriority, int> _was = [];
    readonly Dictionary<AlarmPriority, int> _wouldBe = [];
    WhatIfTotals _sum = new(0, 0, 0m, Nothing, Nothing, 0, 0, 0, 0, 0, 0, 0);

    static WhatIfCount Nothing => new(0, 0, 0, 0, null);

    public int Sessions => _sum.Sessions;

    public void Take(WhatIfLine line)
    {
        if (line is not WhatIfLine.Done { Session: var session })
        {
            return;
        }

        foreach (var same in session.Same)
        {
            Count(_was, same);
            Count(_wouldBe, same);
        }

        foreach (var change in session.Changes)
        {
            Count(_was, change.Before);
            Count(_wouldBe, change.After);
        }

        _sum = _sum with
        {
            Sessions = _sum.Sessions + 1,
            Replayed = _sum.Replayed + (session.Replay.IsSame ? 1 : 0),
            MonitoredHours = _sum.MonitoredHours + session.MonitoredHours,
            Gained = _sum.Gained + session.Changes.Count(change => change.Before is null),
            Lost = _sum.Lost + session.Changes.Count(change => change.After is null),
            Earlier = _sum.Earlier + session.Changes.Count(change => change.LaterBySeconds < 0),
            Later = _sum.Later + session.Changes.Count(change => change.LaterBySeconds > 0),
            OtherPriority = _sum.OtherPriority + session.Changes.Count(change => change.HasOtherPriority),
            Longer = _sum.Longer + session.Changes.Count(change => change.LongerBySeconds > 0),
            Shorter = _sum.Shorter + session.Changes.Count(change => change.LongerBySeconds < 0),
        };
    }

    public WhatIfTotals Sum() => _sum with { AsItWas = Of(_was), AsItWouldBe = Of(_wouldBe) };

    static void Count(Dictionary<AlarmPriority, int> counts, WhatIfAlarm? alarm)
    {
        if (alarm is not null)
        {
            counts[alarm.Priority] = counts.GetValueOrDefault(alarm.Priority) + 1;
        }
    }

    WhatIfCount Of(Dictionary<AlarmPriority, int> counts)
    {
        var all = counts.Values.Sum();
        return new WhatIfCount(
            all, counts.GetValueOrDefault(AlarmPriority.High), counts.GetValueOrDefault(AlarmPriority.Medium),
            counts.GetValueOrDefault(AlarmPriority.Low), _sum.MonitoredHours > 0 ? all / _sum.MonitoredHours : null);
    }
}
