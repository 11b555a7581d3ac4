using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>
/// Which rules are asked when: a reading asks those about its device (a monitor's also those about vitals); a tick asks
/// the timed ones and those with a breach waiting; a command asks all of its session.
/// </summary>
static class SafetyEvaluator
{
    public static void AfterReading(ClinicState state, DeviceLive device, SessionLive? live, DateTimeOffset now, FindingSink sink)
    {
        if (live is not null && device.Kind == DeviceKind.Monitor)
        {
            Ask(state, live, null, RuleSubject.Session, false, now, sink);
        }

        Ask(state, live, device, RuleSubject.Device, false, now, sink);
    }

    public static void AfterCommand(ClinicState state, SessionLive live, DateTimeOffset now, FindingSink sink)
    {
        Ask(state, live, null, RuleSubject.Session, false, now, sink);
        foreach (var association in live.State.Associations)
        {
            if (association.To is null && state.Devices.TryGetValue(association.Device, out var device))
            {
                Ask(state, live, device, RuleSubject.Device, false, now, sink);
            }
        }
    }

    public static void AtTick(ClinicState state, DateTimeOffset second, FindingSink sink)
    {
        foreach (var (_, live) in state.Sessions)
        {
            Ask(state, live, null, RuleSubject.Session, true, second, sink);
        }

        foreach (var (_, device) in state.Devices)
        {
            var live = device.Session is { } session ? state.Sessions.GetValueOrDefault(session) : null;
            Ask(state, live, device, RuleSubject.Device, true, second, sink);
        }
    }

    static void Ask(
        ClinicState state, SessionLive? live, DeviceLive? device, RuleSubject subject, bool isTick, DateTimeOffset now, FindingSink sink)
    {
        var stream = new EventStream(state, live, sink);
        var view = new SafetyView(live?.Limits ?? state.Configuration.Limits, live, device, state.WatchingSince, now)
        {
            Protocol = live?.Protocol(state.Configuration),
        };
        var rules = live?.Rules ?? state.Rules;
        foreach (var asked in (subject == RuleSubject.Session ? rules.OfSession : rules.OfDevice).AsSpan())
        {
            if (!isTick || asked.Rule.IsTimed || stream.Slots.IsWaiting(asked.Rule))
            {
                AlarmMachine.Take(asked, device?.Device, view, stream, now);
            }
        }
    }
}
