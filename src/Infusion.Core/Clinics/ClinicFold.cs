using Infusion.Core.Alarms;
using Infusion.Core.Associations;
using Infusion.Core.Outcomes;
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
        if (happened is AssociationCorrected corrected)
        {
            state.Corrections[corrected.Correction] = corrected;
        }
        else if (happened is CorrectionEnded ended)
        {
            state.Corrections.Remove(ended.Correction);
        }
        else if (happened is DutyChanged duty)
        {
            state.Duty.Apply(duty);
        }
        else if (happened is ChairDutyEvent chair)
        {
            state.ChairDuty.Apply(chair);
        }
        else if (happened is OutcomeEvent outcome)
        {
            state.Outcomes.Apply(outcome);
        }
        else if (happened is ChairSetupEvent setUp)
        {
            state.ChairDuty.Apply(setUp);
            state.Duty.Apply(setUp);
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
        var ordered = live.State.Order.Weight;
        live.State = Session.Evolve(live.State, happened, live.State.Id);
        switch (happened)
        {
            case DeviceAssociated e when state.Devices.TryGetValue(e.Device, out var device):
                device.Session = live.State.Id;
                device.AttachedAt = e.At;
                device.DecidedHint = device.LastReport?.Chair;
                break;
            case DeviceSettled e when state.Devices.TryGetValue(e.Device, out var settled):
                settled.DecidedHint = settled.LastReport?.Chair;
                break;
            case DeviceReleased e:
                Release(state, live, e.Device);
                break;
            case AssociationCorrected e:
                Reassociate(state, live, e);
                break;
            case VitalsCharted e:
                live.TakeByHand(e);
                break;
            case EntryWithdrawn e:
                live.WithdrawByHand(e.Withdrawn);
                break;
            case VitalReviewed { Verdict: VitalVerdict.Artefact } e:
                live.Pressures.Review(e.Metric, e.Device, e.At);
                break;
            case OrderChanged:
                live.Reorder(ordered);
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

    /// <summary>Where the device is now, if this correction says anything on it.</summary>
    static void Reassociate(ClinicState state, SessionLive live, AssociationCorrected corrected)
    {
        if (corrected.ChartOf(live.State.Id) is not { } chart)
        {
            return;
        }

        var now = chart.After.FirstOrDefault(each => each.Device == corrected.Device && each.To is null);
        if (now is null && chart.Before.Any(each => each.Device == corrected.Device && each.To is null))
        {
            Release(state, live, corrected.Device);
        }
        else if (now is not null && state.Devices.TryGetValue(corrected.Device, out var device))
        {
            device.Session = live.State.Id;
            device.AttachedAt = now.From;
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
