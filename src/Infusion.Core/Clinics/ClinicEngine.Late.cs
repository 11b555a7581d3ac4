using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

public static partial class ClinicEngine
{
    /// <summary>
    /// A late reading charts in each open session whose monitor the device was at that time. It raises nothing, clears nothing
    /// and shows nothing; one without a usable time goes to history alone.
    /// </summary>
    /// <param name="sink">Null at start: the same without a word; what it did to alarms is stored as events.</param>
    static void TakeLate(ClinicState state, DeviceLive device, Reading reading, DateTimeOffset now, FindingSink? sink)
    {
        var clock = device.Clock.Late(reading);
        if (device.Kind != DeviceKind.Monitor || !clock.IsByDeviceClock)
        {
            return;
        }

        foreach (var (_, live) in state.Sessions)
        {
            if (!live.State.HadAttached(device.Device))
            {
                continue;
            }

            Session.TakeLate(live, device, reading, clock.ChartTime, sink);
            if (sink is not null)
            {
                var view = new SafetyView(live.Limits, live, null, state.WatchingSince, now);
                AlarmOnset.Correct(view, live, live.Rules, new EventStream(state, live, sink), now);
            }
        }
    }

    /// <summary>A hole is closed when every number of it has arrived, on the chart where it was opened.</summary>
    static void CloseGaps(ClinicState state, DeviceLive device, Reading reading, FindingSink sink)
    {
        if (device.Sequences.Of(reading.Boot) is not { } ranges)
        {
            return;
        }

        foreach (var (_, live) in state.Sessions)
        {
            foreach (var gap in live.State.OpenGaps)
            {
                if (gap.IsOf(reading) && ranges.Holds(gap.FirstMissing, gap.LastMissing))
                {
                    new EventStream(state, live, sink).Emit(
                        new TelemetryGapClosed(reading.ReceivedAt, gap.Device, gap.Boot, gap.FirstMissing, gap.LastMissing));
                }
            }
        }
    }
}
