using System.Diagnostics;

namespace Infusion.Benchmarks.Load;

/// <summary>Lets messages fall due, one device after the other, evenly over time.</summary>
sealed class Schedule(OpenLoop.Line[] lines, OpenLoopPlan plan, LoadStatistics statistics)
{
    static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(1);

    readonly Dictionary<Device, long> _nextAlarmAt = FirstAlarms(lines, plan.AlarmEvery);
    readonly HashSet<DeviceConnection> _supplied = [];
    long _offered;

    /// <summary>To be read when it has ended.</summary>
    public int AlarmsDue { get; private set; }

    public long Offered => Interlocked.Read(ref _offered);

    public void Run(CancellationToken ended)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var ticksPerMessage = Stopwatch.Frequency / plan.PerSecond;
        while (!ended.WaitHandle.WaitOne(Resolution))
        {
            var due = (long)((Stopwatch.GetTimestamp() - startedAt) / ticksPerMessage);
            for (var message = Offered; message < due; message++)
            {
                var line = lines[message % lines.Length];
                var scheduledAt = startedAt + (long)(message * ticksPerMessage);
                line.Supply.Add(new Due(line.Device, scheduledAt, IsAlarmDue(line.Device, scheduledAt)));
                _supplied.Add(line.Connection);
            }

            Interlocked.Exchange(ref _offered, due);
            // Once each: a loader that is late sends what a connection owes in one call, and so is not late for long.
            foreach (var connection in _supplied)
            {
                connection.Wake();
            }

            _supplied.Clear();
        }
    }

    /// <summary>Spread over the interval, so that alarms come one by one.</summary>
    static Dictionary<Device, long> FirstAlarms(OpenLoop.Line[] lines, TimeSpan every)
    {
        var monitors = lines.Select(line => line.Device).OfType<MonitorDevice>().ToList();
        var now = Stopwatch.GetTimestamp();
        return monitors.Select((device, index) => (device, index)).ToDictionary(
            pair => (Device)pair.device,
            pair => now + (long)(every.TotalSeconds * pair.index / monitors.Count * Stopwatch.Frequency));
    }

    bool IsAlarmDue(Device device, long scheduledAt)
    {
        if (!_nextAlarmAt.TryGetValue(device, out var at) || scheduledAt < at)
        {
            return false;
        }

        AlarmsDue += statistics.Counts(scheduledAt) ? 1 : 0;
        _nextAlarmAt[device] = at + (long)(plan.AlarmEvery.TotalSeconds * Stopwatch.Frequency);
        return true;
    }
}
