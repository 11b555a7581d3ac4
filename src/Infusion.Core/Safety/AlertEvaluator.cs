using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>
/// Repeats what an attached device alarms itself, code by code: as long as its newest message lists it. A device that falls
/// silent ends nothing. Nothing is done, and nothing allocated, while it lists nothing and nothing is held.
/// </summary>
static class AlertEvaluator
{
    public static void AfterReading(ClinicState state, SessionLive live, DeviceLive device, DateTimeOffset now, FindingSink sink)
    {
        var stream = new EventStream(state, live, sink);
        if (device.Alerts.IsEmpty && stream.Slots.All.Count == 0)
        {
            return;
        }

        var view = new SafetyView(live.Limits, live, device, state.WatchingSince, now);
        for (var index = stream.Slots.All.Count - 1; index >= 0; index--)
        {
            var slot = stream.Slots.All[index];
            if (AlarmSource.IsOf(slot.Source, device.Device) && Find(live.Rules, slot.Rule) is { } held && Listed(device, slot.Source!) is null)
            {
                AlarmMachine.Take(held, slot.Source, view, stream, now);
            }
        }

        foreach (var alert in device.Alerts)
        {
            var rule = SafetyRules.OfAlert(alert.Code);
            if (Find(live.Rules, rule.Code) is { } asked)
            {
                var source = SourceOf(stream.Slots, rule, device, alert.Code);
                AlarmMachine.Take(asked, source, view with { Alert = Listed(device, source) }, stream, now);
            }
        }
    }

    /// <summary>The gravest of that code, if the device lists it more than once.</summary>
    static DeviceAlert? Listed(DeviceLive device, string source)
    {
        DeviceAlert? listed = null;
        foreach (var alert in device.Alerts)
        {
            if (AlarmSource.IsOf(source, device.Device, alert.Code) && (listed is null || DeviceAlertRule.PriorityOf(alert) > DeviceAlertRule.PriorityOf(listed)))
            {
                listed = alert;
            }
        }

        return listed;
    }

    static RuleInForce? Find(RulesInForce rules, string code)
    {
        foreach (var each in rules.OfAlerts)
        {
            if (each.Rule.Code == code)
            {
                return each;
            }
        }

        return null;
    }

    /// <summary>As the slot that is held has it, so that a standing alarm costs nothing.</summary>
    static string SourceOf(AlarmSlots slots, SafetyRule rule, DeviceLive device, string code)
    {
        for (var index = 0; index < slots.All.Count; index++)
        {
            if (slots.All[index].Rule == rule.Code && AlarmSource.IsOf(slots.All[index].Source, device.Device, code))
            {
                return slots.All[index].Source!;
            }
        }

        return AlarmSource.Of(device.Device, code);
    }
}
