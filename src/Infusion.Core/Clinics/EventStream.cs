using Infusion.Core.Alarms;
using Infusion.Core.Sessions;

namespace Infusion.Core.Clinics;

/// <summary>Where events of one stream go: applied to the state at once, then into the sink. No session: the clinic's own stream.</summary>
readonly struct EventStream(ClinicState state, SessionLive? session, FindingSink sink)
{
    public Guid Id => session?.State.Id ?? state.Stream;

    public AlarmSlots Slots => session?.Slots ?? state.Slots;

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
        if (happened is not (NoteWritten or TelemetryGapOpened or TelemetryGapClosed))
        {
            sink.ChairsChanged.Add(before.Chair);
        }
    }

    void EmitToClinic(SessionEvent happened)
    {
        var before = AlarmFold.Subject(happened) is { } id ? state.Alarms.GetValueOrDefault(id) : null;
        ClinicFold.Apply(state, happened);
        sink.Events.Add(new StreamEvent(state.Stream, happened, null, null) { Number = state.EventCount });
        var source = AlarmSource.DeviceOf(happened is AlarmRaised raised ? raised.Source : before?.Source);
        if (source is not null && state.Devices.TryGetValue(source, out var device) && device.HomeChair is { } chair)
        {
            sink.ChairsChanged.Add(chair);
        }
    }
}
