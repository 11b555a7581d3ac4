using Infusion.Core.Clinics;
using Infusion.Core.Sessions;

namespace Infusion.Core.Replay;

/// <summary>
/// Runs stored inputs through the engine once more and hands over what happened in the sessions asked for, under the limits
/// that were in force or under changed ones. The state is this replay's own.
/// </summary>
public sealed class SessionReplay
{
    readonly ClinicState _state;
    readonly IReadOnlySet<Guid> _sessions;
    readonly Func<ClinicConfiguration, ClinicConfiguration>? _change;
    readonly FindingSink _sink = new();
    readonly List<StreamEvent> _happened = [];

    /// <param name="state">Before the first of the sessions was planned: a session keeps the limits it was planned under.</param>
    /// <param name="change">Null: as it was.</param>
    public SessionReplay(ClinicState state, IReadOnlySet<Guid> sessions, Func<ClinicConfiguration, ClinicConfiguration>? change = null)
    {
        (_state, _sessions, _change) = (state, sessions, change);
        if (change is not null)
        {
            state.Configure(change(state.Configuration));
        }
    }

    /// <summary>
    /// What people did then and could not do now, answers to alarms aside: an alarm that is not there cannot be acknowledged.
    /// Whatever else is refused makes the rest of its session doubtful.
    /// </summary>
    public Dictionary<Guid, int> Refused { get; } = [];

    /// <returns>What happened in the sessions asked for; valid until the next call.</returns>
    public IReadOnlyList<StreamEvent> Take(ClinicInput input, DateTimeOffset at)
    {
        // Nobody stored up to when the very first writer had ticked: it began with its first input.
        _state.TickedThrough = _state.TickedThrough == default ? at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerSecond)) : _state.TickedThrough;
        var outcome = ClinicEngine.Take(_state, Changed(input), at, _sink);
        if (outcome.Decision is Decision.Rejected && input is ClinicInput.Commanded { Command: not (AcknowledgeAlarm or PauseAlarmAudio) and var command })
        {
            Refused[command.Session] = Refused.GetValueOrDefault(command.Session) + 1;
        }

        return Drain();
    }

    /// <summary>Applies the timers up to an instant without an input.</summary>
    /// <returns>What happened in the sessions asked for; valid until the next call.</returns>
    public IReadOnlyList<StreamEvent> AdvanceTo(DateTimeOffset at)
    {
        ClinicEngine.Advance(_state, at, _sink);
        return Drain();
    }

    ClinicInput Changed(ClinicInput input) => _change is not null && input is ClinicInput.Configured configured
        ? new ClinicInput.Configured(_change(configured.Configuration))
        : input;

    List<StreamEvent> Drain()
    {
        _happened.Clear();
        foreach (var happened in _sink.Events)
        {
            if (_sessions.Contains(happened.Stream))
            {
                _happened.Add(happened);
            }
        }

        _sink.Clear();
        return _happened;
    }
}
