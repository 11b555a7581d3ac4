using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>
/// Which rules are asked when: a reading asks those about its device (a monitor's also those about vitals); a tick asks
/// the timed ones and those with a breach waiting; of these only the ones that no fact rules out, or that hold a condition.
/// A command asks all of its session, whatever the facts.
/// </summary>
static class SafetyEvaluator
{
    public static void AfterReading(ClinicState state, DeviceLive device, SessionLive? live, DateTimeOffset now, FindingSink sink)
    {
        var rules = live?.Rules ?? state.Rules;
        if (live is not null && device.Kind == DeviceKind.Monitor)
        {
            Ask(state, live, null, rules.OfSession.AtReadings, Asking.NotRuledOut, now, sink);
        }

        Ask(state, live, device, rules.Of(device).AtReadings, Asking.NotRuledOut, now, sink);
        if (live is not null)
        {
            AlertEvaluator.AfterReading(state, live, device, now, sink);
        }
    }

    public static void AfterCommand(ClinicState state, SessionLive live, DateTimeOffset now, FindingSink sink)
    {
        Ask(state, live, null, live.Rules.OfSession.All, Asking.All, now, sink);
        foreach (var association in live.State.Associations)
        {
            if (association.To is null && state.Devices.TryGetValue(association.Device, out var device))
            {
                Ask(state, live, device, live.Rules.Of(device).All, Asking.All, now, sink);
            }
        }
    }

    public static void AtTick(ClinicState state, DateTimeOffset second, FindingSink sink)
    {
        foreach (var (_, live) in state.Sessions)
        {
            AskAtTick(state, live, null, live.Rules.OfSession, live.Slots, second, sink);
        }

        foreach (var (_, device) in state.Devices)
        {
            var live = device.Session is { } session ? state.Sessions.GetValueOrDefault(session) : null;
            AskAtTick(state, live, device, (live?.Rules ?? state.Rules).Of(device), live?.Slots ?? state.Slots, second, sink);
        }
    }

    /// <summary>Where no breach waits for its delay the timed rules are all there is to ask.</summary>
    static void AskAtTick(
        ClinicState state, SessionLive? live, DeviceLive? device, RuleList rules, AlarmSlots slots, DateTimeOffset second, FindingSink sink)
    {
        var isWaiting = slots.IsAnyWaiting;
        Ask(state, live, device, isWaiting ? rules.All : rules.AtTicks, Asking.TimedOrWaiting, second, sink);
    }

    static void Ask(
        ClinicState state, SessionLive? live, DeviceLive? device, RuleRow rules, Asking asking, DateTimeOffset now, FindingSink sink)
    {
        var facts = asking == Asking.All ? Facts.None
            : device is null ? FactFinder.OfSession(live!, now, rules.Named)
            : FactFinder.OfDevice(state, live, device, now, rules.Named);
        var held = (live?.Slots ?? state.Slots).Marks;
        var entries = rules.Entries;
        for (var first = 0; first < entries.Length; first++)
        {
            // Mostly all are ruled out, and nothing is made for any.
            if (!IsRuledOut(entries[first], facts, held))
            {
                AskEach(state, live, device, entries[first..], facts, held, asking, now, sink);
                return;
            }
        }
    }

    static void AskEach(
        ClinicState state, SessionLive? live, DeviceLive? device, ReadOnlySpan<RuleEntry> entries, Facts facts, ulong held,
        Asking asking, DateTimeOffset now, FindingSink sink)
    {
        var stream = new EventStream(state, live, sink);
        var view = new SafetyView(live?.Limits ?? state.Configuration.Limits, live, device, state.WatchingSince, now)
        {
            Protocol = live?.Protocol(state.Configuration),
        };
        foreach (ref readonly var entry in entries)
        {
            if (IsRuledOut(entry, facts, held))
            {
                continue;
            }

            var asked = entry.Asked;
            var isRuledOut = (entry.RuledOutBy & facts) != Facts.None && !stream.Slots.Holds(asked.Rule.Code, asked.Metric);
            if (isRuledOut || (asking == Asking.TimedOrWaiting && !asked.Rule.IsTimed && !stream.Slots.IsWaiting(asked.Rule)))
            {
                continue;
            }

            if (asked.Rule.Items.IsEmpty)
            {
                AlarmMachine.Take(asked, device?.Device, view, stream, now);
                continue;
            }

            for (var item = 0; item < asked.Rule.Items.Length; item++)
            {
                AlarmMachine.Take(asked, asked.Rule.Items[item], view with { Item = item }, stream, now);
            }
        }
    }

    /// <summary>A fact rules it out, and no condition with its mark is held.</summary>
    static bool IsRuledOut(in RuleEntry entry, Facts facts, ulong held) => (entry.RuledOutBy & facts) != Facts.None && (entry.Mark & held) == 0;

    enum Asking : byte { Unknown = 0, All = 1, NotRuledOut = 2, TimedOrWaiting = 3 }
}
