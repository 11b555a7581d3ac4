using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

/// <summary>Where events of one stream go: applied to the state at once, then into the sink. No session: the clinic's own stream.</summary>
readonly struct EventStream(ClinicState state, SessionLive? session, FindingSink sink)
{
    public Guid Id => session?.State.Id ?? state.Stream;

    public AlarmSlots Slots => session?.Slots ?? state.Slots;

    /// <summary>Active and latched.</summary>
    public IReadOnlyDictionary<Guid, Alarm> Alarms => session is null ? state.Alarms : session.State.Alarms;

    public SafetyLimits Limits => session?.Limits ?? state.Configuration.Limits;

    /// <summary>The protocol the session runs under; null: no session, or no such version any more.</summary>
    public InfusionProtocol? Protocol => session is null
        ? null
        : state.Configuration.Protocol(session.State.Order.Protocol, session.State.Order.ProtocolVersion);

    public DeviceKind KindOf(string device) => state.Devices.TryGetValue(device, out var known) ? known.Kind : DeviceKind.Unknown;

    public void Emit(SessionEvent happened)
    {
        if (session is null)
        {
            EmitToClinic(happened);
            return;
        }

        var before = session.State;
        ClinicFold.Apply(state, session, happened);
        sink.Events.Add(new StreamEvent(before.Id, happened, before, session.State) { Number = session.EventCount });
        if (happened is not NoteWritten)
        {
            sink.ChairsChanged.Add(before.Chair);
        }
    }

    void EmitToClinic(SessionEvent happened)
    {
        var before = AlarmFold.Subject(happened) is { } id ? state.Alarms.GetValueOrDefault(id) : null;
        ClinicFold.Apply(state, happened);
        sink.Events.Add(new StreamEvent(state.Stream, happened, null, null) { Number = state.EventCount, AlarmBefore = before });
        if (happened is ChairDutyEvent { Chair: var duty })
        {
            sink.ChairsChanged.Add(duty);
        }
        else if (happened is ChairSetupEvent { Chair: var setUp })
        {
            sink.ChairsChanged.Add(setUp);
        }

        var source = AlarmSource.DeviceOf(happened is AlarmRaised raised ? raised.Source : before?.Source);
        if (source is not null && state.Devices.TryGetValue(source, out var device) && device.HomeChair is { } chair)
        {
            sink.ChairsChanged.Add(chair);
        }
    }
}
