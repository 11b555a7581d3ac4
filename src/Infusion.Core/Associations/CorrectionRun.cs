using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Associations;

/// <summary>
/// The sessions of a correction once more, from what is on record, with their devices as corrected: what they would be had
/// each device been right from the start. In a state of its own; nothing sounds.
/// </summary>
/// <remarks>A function of what people did, of what the devices sent and of the associations, and of nothing that happened between: so that a correction taken back leaves no trace in the numbers.</remarks>
public sealed class CorrectionRun
{
    readonly AssociationCorrected _correction;
    readonly ClinicState _state;
    readonly FindingSink _sink = new();
    readonly Dictionary<Guid, CorrectedSession> _sessions;

    /// <summary>When devices come and go, in order; those that are over are taken out.</summary>
    readonly List<Change> _changes = [];

    DateTimeOffset? _now;

    /// <summary>Readings of the device in the time of the correction.</summary>
    public int Moved { get; private set; }

    public CorrectionRun(ClinicConfiguration configuration, AssociationCorrected correction)
    {
        _correction = correction;
        _sessions = correction.Charts.ToDictionary(chart => chart.Session, chart => new CorrectedSession(chart, correction));
        var devices = correction.Charts.SelectMany(chart => chart.After)
            .Select(each => new RegisteredDevice(each.Device, each.Kind, null))
            .Append(new RegisteredDevice(correction.Device, correction.Kind, null)).DistinctBy(each => each.Device);
        _state = new ClinicState(configuration with { Devices = [.. devices] }, Guid.Empty);
        foreach (var chart in correction.Charts)
        {
            foreach (var each in chart.After)
            {
                _changes.Add(new Change(each.From, chart.Session, new DeviceAssociated(each.From, each.Device, each.Kind, "")));
                if (each.To is { } to)
                {
                    _changes.Add(new Change(to, chart.Session, new DeviceReleased(to, each.Device, "")));
                }
            }
        }

        // A device leaves before it comes elsewhere.
        _changes.Sort((left, right) => (left.At, left.Event is DeviceAssociated).CompareTo((right.At, right.Event is DeviceAssociated)));
    }

    /// <summary>
    /// Takes what was taken in up to a time that is not before that of the steps taken already. The order is made here: at one
    /// instant what a person did comes first, and inputs stay in theirs.
    /// </summary>
    public void Take(IEnumerable<CorrectionStep> steps)
    {
        foreach (var step in steps.OrderBy(each => each.TakenAt).ThenBy(each => each.Input is not null))
        {
            Take(step);
        }
    }

    void Take(in CorrectionStep step)
    {
        if (step.Input is { } input ? !Concerns(input) : !_sessions.ContainsKey(step.Session))
        {
            return;
        }

        MoveTo(step.TakenAt);
        if (step.Input is not null)
        {
            var outcome = ClinicEngine.Take(_state, step.Input, _now!.Value, _sink);
            Moved += step.Input is ClinicInput.Observed { Reading: var reading } && IsMoved(reading, outcome.Observed) ? 1 : 0;
        }
        else
        {
            Take(_sessions[step.Session], step.Event!);
        }

        Drain();
        ApplyChanges(_now!.Value);
    }

    /// <returns>The sessions as they would be, each with what is on record beside it.</returns>
    public IReadOnlyCollection<CorrectedSession> Finish(DateTimeOffset now)
    {
        MoveTo(now);
        return _sessions.Values;
    }

    bool Concerns(ClinicInput input) => input switch
    {
        ClinicInput.Observed { Reading.Device: var device } => _state.Devices.ContainsKey(device),
        ClinicInput.Reported { Report.Device: var device } => _state.Devices.ContainsKey(device),
        _ => false,
    };

    bool IsMoved(Reading reading, ObserveOutcome outcome) => reading.Device == _correction.Device && outcome switch
    {
        ObserveOutcome.Live => _state.Devices[reading.Device].LastLiveAt is { } at && _correction.Covers(at),
        ObserveOutcome.Late => _correction.Covers(_state.Devices[reading.Device].Clock.Late(reading).ChartTime),
        _ => false,
    };

    void Take(CorrectedSession session, SessionEvent happened)
    {
        session.Record(happened);
        if (CorrectionStep.IsOfPeople(happened))
        {
            session.Live = ClinicEngine.Repeat(_state, session.Chart.Session, happened, _now!.Value, _sink);
        }
    }

    void MoveTo(DateTimeOffset at)
    {
        if (_now is null)
        {
            _state.TickedThrough = at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerSecond));
            _state.WatchingSince = _state.TickedThrough;
        }

        _now = at > _now || _now is null ? at : _now;
        ApplyChanges(_now.Value);
        ClinicEngine.Advance(_state, _now.Value, _sink);
        Drain();
    }

    /// <summary>What is due; of a session that is not planned yet, when it is.</summary>
    void ApplyChanges(DateTimeOffset now)
    {
        for (var index = 0; index < _changes.Count && _changes[index].At <= now;)
        {
            var change = _changes[index];
            if (!_state.Sessions.ContainsKey(change.Session))
            {
                index++;
                continue;
            }

            _changes.RemoveAt(index);
            ClinicEngine.Advance(_state, change.At, _sink);
            ClinicEngine.Repeat(_state, change.Session, change.Event, change.At, _sink);
            Drain();
        }
    }

    void Drain()
    {
        foreach (var happened in _sink.Events)
        {
            _sessions.GetValueOrDefault(happened.Stream)?.Find(happened);
        }

        foreach (var vital in _sink.Charted)
        {
            _sessions[vital.Session].Find(vital);
        }

        _sink.Clear();
    }

    readonly record struct Change(DateTimeOffset At, Guid Session, SessionEvent Event);
}
