using Infusion.Core.Alarms;
using Infusion.Core.Charting;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

public enum ObserveOutcome : byte
{
    Unknown = 0,
    Live = 1,

    /// <summary>Goes to chart and history only: flagged late, or a seq below the highest of its boot.</summary>
    Late = 2,

    /// <summary>(device, boot, seq) was here before: nothing changes, it is acknowledged.</summary>
    Duplicate = 3,

    /// <summary>Not registered: kept, charts nothing.</summary>
    UnknownDevice = 4,
}

/// <summary>
/// The one door to a clinic's state. Deterministic: the same inputs with the same times give the same events.
/// The caller guarantees that <c>now</c> never goes back and calls <see cref="Tick"/> for every whole second up to it first.
/// </summary>
public static partial class ClinicEngine
{
    /// <summary>
    /// Takes in one input, after the timers up to its time. The only way in for a writer, and for a rebuild or a replay of what
    /// a writer stored: so they cannot differ.
    /// </summary>
    public static InputOutcome Take(ClinicState state, ClinicInput input, DateTimeOffset now, FindingSink sink)
    {
        if (input is ClinicInput.Begun begun)
        {
            // The last writer's timers went on after its last input, and so do a replay's. A writer that begins is there already.
            if (begun.InterruptedFrom is { } until && state.TickedThrough > default(DateTimeOffset))
            {
                Advance(state, until, sink);
            }

            Resume(state, begun.InterruptedFrom, now, sink);
            return default;
        }

        Advance(state, now, sink);
        switch (input)
        {
            case ClinicInput.Observed observed:
                return new InputOutcome(Observe(state, observed.Reading, now, sink), null);
            case ClinicInput.Reported reported:
                Report(state, reported.Report, now, sink);
                return default;
            case ClinicInput.Commanded commanded:
                return new InputOutcome(default, Decide(state, commanded.Command, now, sink));
            case ClinicInput.Configured configured:
                Reconfigure(state, configured.Configuration);
                return default;
            case ClinicInput.Corrected corrected:
                Complete(state, corrected, now, sink);
                return default;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "no such input");
        }
    }

    /// <summary>Applies the timers of every whole second up to now that have not been applied.</summary>
    public static void Advance(ClinicState state, DateTimeOffset now, FindingSink sink)
    {
        for (var second = state.TickedThrough.AddSeconds(1); second <= now; second = second.AddSeconds(1))
        {
            Tick(state, second, sink);
        }
    }

    public static ObserveOutcome Observe(ClinicState state, Reading reading, DateTimeOffset now, FindingSink sink)
    {
        if (!state.Devices.TryGetValue(reading.Device, out var device))
        {
            return ObserveOutcome.UnknownDevice;
        }

        var sequence = device.Sequences.Add(reading.Boot, reading.Seq);
        if (!sequence.IsNew)
        {
            return ObserveOutcome.Duplicate;
        }

        device.LastReceivedAt = reading.ReceivedAt;
        var attached = AttachedSession(state, device);
        var stream = new EventStream(state, attached, sink);
        device.Count(reading, sequence);
        if (attached is not null && sequence is { FirstMissing: { } first, LastMissing: { } last } && !UnnumberedBoot.Is(reading.Boot))
        {
            stream.Emit(new TelemetryGapOpened(reading.ReceivedAt, device.Device, reading.Boot, first, last));
        }

        if (reading.FlaggedLate || sequence.IsBelowHighest)
        {
            CloseGaps(state, device, reading, sink);
            TakeLate(state, device, reading, now, sink);
            return ObserveOutcome.Late;
        }

        var clock = device.Clock.Live(reading);
        if (clock.JumpedFrom is { } from)
        {
            stream.Emit(new DeviceClockJumped(clock.ChartTime, device.Device, from, device.Clock.Offset ?? from));
        }

        if (attached is not null && clock.ChartTime >= device.AttachedAt)
        {
            Session.Observe(attached, device, reading, clock.ChartTime, sink, stream);
        }
        else
        {
            TakeUnattached(device, reading, clock.ChartTime);
        }

        SafetyEvaluator.AfterReading(state, device, attached, now, sink);
        return ObserveOutcome.Live;
    }

    public static void Report(ClinicState state, DeviceReport report, DateTimeOffset now, FindingSink sink)
    {
        if (!state.Devices.TryGetValue(report.Device, out var device))
        {
            return;
        }

        var wasOnline = device.Online;
        device.Online = report.Online;
        device.OfflineSince = report.Online ? null : device.OfflineSince ?? report.ReceivedAt;
        device.LastReport = report;
        device.LastReceivedAt = report.ReceivedAt;
        if (wasOnline != report.Online && (AttachedSession(state, device)?.State.Chair ?? device.HomeChair) is { } chair)
        {
            sink.ChairsChanged.Add(chair);
        }

        TakeHint(state, device, now, sink);
    }

    /// <summary>Timers: silence, delays, the closing of charted minutes. <paramref name="second"/> is a whole second.</summary>
    public static void Tick(ClinicState state, DateTimeOffset second, FindingSink sink)
    {
        state.TickedThrough = second;
        foreach (var (_, live) in state.Sessions)
        {
            Chart.Close(live, second, sink);
            ChartMissed(state, live, second, sink);
        }

        SafetyEvaluator.AtTick(state, second, sink);
        Escalation.AtTick(state, second, sink);
    }

    /// <summary>Takes another configuration: new limits for what belongs to no session at the next evaluation, a session keeps those of its protocol; a new device is known at once, one in a session stays.</summary>
    public static void Reconfigure(ClinicState state, ClinicConfiguration configuration)
    {
        state.Configure(configuration);
        foreach (var registered in configuration.Devices)
        {
            if (state.Devices.TryGetValue(registered.Device, out var device))
            {
                device.HomeChair = registered.HomeChair;
                device.IsRegistered = true;
                device.Kind = device.Session is null ? registered.Kind : device.Kind;
            }
            else
            {
                state.Devices[registered.Device] = new DeviceLive(registered.Device, registered.Kind, registered.HomeChair);
            }
        }

        foreach (var (name, device) in state.Devices)
        {
            if (configuration.Devices.Any(registered => registered.Device == name))
            {
                continue;
            }

            device.IsRegistered = false;
            if (device.Session is null)
            {
                state.Devices.Remove(name);
            }
        }
    }

    /// <summary>What was due and has not come. Nobody can have seen it while nobody watched, so its grace counts from then on.</summary>
    static void ChartMissed(ClinicState state, SessionLive live, DateTimeOffset second, FindingSink sink)
    {
        foreach (var what in live.Observations.Watched)
        {
            while (live.Observations.Open(what, live.State) is { OverdueAt: { } overdue } slot
                && second >= overdue && second - state.WatchingSince >= overdue - slot.At)
            {
                new EventStream(state, live, sink).Emit(new ObservationMissed(second, what, slot.At));
            }
        }
    }

    static SessionLive? AttachedSession(ClinicState state, DeviceLive device) =>
        device.Session is { } session ? state.Sessions.GetValueOrDefault(session) : null;

    static void TakeUnattached(DeviceLive device, Reading reading, DateTimeOffset chartTime)
    {
        device.Take(reading, chartTime);
        if (device.Kind == DeviceKind.Monitor)
        {
            device.Cuff.Take(reading, chartTime, device.Clock.IsUnsettled);
        }
    }
}
