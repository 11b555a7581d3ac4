using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

/// <summary>What a stored or a new event makes of the clinic's state. The one place where devices come to sessions and leave them.</summary>
static class ClinicFold
{
    /// <summary>An event of the clinic's own stream.</summary>
    public static void Apply(ClinicState state, SessionEvent happened)
    {
        state.EventCount++;
        state.Slots.Rush.Apply(happened);
        if (happened is DutyChanged duty)
        {
            state.Duty.Apply(duty);
        }

        if (AlarmFold.Subject(happened) is not { } id)
        {
            return;
        }

        if (AlarmFold.Next(state.Alarms.GetValueOrDefault(id), happened) is { } alarm)
        {
            state.Alarms[id] = alarm;
        }
        else
        {
            state.Alarms.Remove(id);
        }
    }

    public static SessionLive Plan(ClinicState state, Guid session, SessionPlanned planned)
    {
        var (configuration, order) = (state.Configuration, planned.Order);
        var protocol = configuration.Protocol(order.Protocol, order.ProtocolVersion);
        var limits = protocol?.Safety ?? configuration.Limits;
        var live = new SessionLive(Session.Evolve(null, planned, session), limits, protocol?.Schedule ?? []) { EventCount = 1 };
        state.Sessions[session] = live;
        return live;
    }

    public static void Apply(ClinicState state, SessionLive live, SessionEvent happened)
    {
        live.EventCount++;
        live.Slots.Rush.Apply(happened);
        live.State = Session.Evolve(live.State, happened, live.State.Id);
        switch (happened)
        {
            case DeviceAssociated e when state.Devices.TryGetValue(e.Device, out var device):
                device.Session = live.State.Id;
                device.AttachedAt = e.At;
                break;
            case DeviceReleased e:
                Release(state, live, e.Device);
                break;
            case LimitAdjusted e:
                live.Judge(LimitAdjustment.Apply(live.Limits, e));
                break;
            case SessionClosed:
                state.Sessions.Remove(live.State.Id);
                break;
            default:
                break;
        }
    }

    static void Release(ClinicState state, SessionLive live, string name)
    {
        live.Forget(name);
        if (!state.Devices.TryGetValue(name, out var device))
        {
            return;
        }

        if (device.Kind == DeviceKind.Pump)
        {
            live.Pump = null;
            live.PumpAt = null;
        }

        device.Session = null;
        device.AttachedAt = null;
    }
}
