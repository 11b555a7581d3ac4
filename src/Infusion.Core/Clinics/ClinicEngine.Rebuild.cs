using Infusion.Core.Charting;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

public static partial class ClinicEngine
{
    /// <summary>Folds a stored event in, at the start of a writer that has no state of this engine to begin from. After the last one, call <see cref="Recall"/> for the readings, then <see cref="Resume"/>.</summary>
    public static void Restore(ClinicState state, StreamEvent stored)
    {
        if (stored.Stream == state.Stream)
        {
            ClinicFold.Apply(state, stored.Event);
        }
        else if (stored.Event is SessionPlanned planned)
        {
            ClinicFold.Plan(state, stored.Stream, planned);
        }
        else if (state.Sessions.TryGetValue(stored.Stream, out var live))
        {
            ClinicFold.Apply(state, live, stored.Event);
        }
    }

    /// <summary>
    /// Takes a stored reading into memory at start, in the order they were stored: values, dose, sequence, clock.
    /// Judges nothing, says nothing.
    /// </summary>
    public static void Recall(ClinicState state, Reading reading, DateTimeOffset now)
    {
        if (!state.Devices.TryGetValue(reading.Device, out var device))
        {
            return;
        }

        var sequence = device.Sequences.Add(reading.Boot, reading.Seq);
        if (!sequence.IsNew)
        {
            return;
        }

        device.LastReceivedAt = reading.ReceivedAt;
        device.Count(reading, sequence);
        var attached = AttachedSession(state, device);
        if (attached is not null)
        {
            Chart.Close(attached, reading.ReceivedAt, null);
        }

        if (reading.FlaggedLate || sequence.IsBelowHighest)
        {
            TakeLate(state, device, reading, now, null);
            return;
        }

        var chartTime = device.Clock.Live(reading).ChartTime;
        if (attached is not null && chartTime >= device.AttachedAt)
        {
            Session.Recall(attached, device, reading, chartTime);
            return;
        }

        RecallFormer(state, device, reading, chartTime);
        TakeUnattached(device, reading, chartTime);
    }

    /// <summary>
    /// Takes the stored runs of seq of one boot into memory at start, after <see cref="Recall"/>: a second copy of a message
    /// that is stored is known again, whatever it was.
    /// </summary>
    public static void RecallSequence(ClinicState state, string device, string boot, IEnumerable<(long First, long Last)> runs)
    {
        if (state.Devices.TryGetValue(device, out var known))
        {
            known.Sequences.Restore(boot, runs);
        }
    }

    /// <summary>Ends the rebuilding: charts the interruption from the last input before it to now for each session under way.</summary>
    public static void Resume(ClinicState state, DateTimeOffset? lastInputAt, DateTimeOffset now, FindingSink sink)
    {
        state.WatchingSince = now;
        state.TickedThrough = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        foreach (var (_, alarm) in state.Alarms)
        {
            state.Slots.Occupy(alarm, state.Rules);
        }

        foreach (var (_, live) in state.Sessions)
        {
            foreach (var (_, alarm) in live.State.Alarms)
            {
                live.Slots.Occupy(alarm, live.Rules);
            }

            live.ForgetHeld();

            if (live.State.IsMonitored)
            {
                live.Minutes.OpenFrom(now);
                if (lastInputAt is { } last && last < now)
                {
                    new EventStream(state, live, sink).Emit(new MonitoringInterrupted(now, last, now));
                }
            }
        }
    }

    /// <summary>A pump that was here and is gone: what it gave then still counts.</summary>
    static void RecallFormer(ClinicState state, DeviceLive device, Reading reading, DateTimeOffset chartTime)
    {
        if (device.Kind != DeviceKind.Pump)
        {
            return;
        }

        foreach (var (_, live) in state.Sessions)
        {
            foreach (var association in live.State.Associations)
            {
                if (association.Device == device.Device && association.Covers(chartTime))
                {
                    Session.Count(live, device, association.From, reading, chartTime);
                }
            }
        }
    }
}
