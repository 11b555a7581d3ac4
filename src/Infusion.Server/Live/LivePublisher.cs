using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;

namespace Infusion.Server.Live;

/// <summary>
/// Turns what the engine found into deltas. Numbers are coalesced per chair until the next flush;
/// alarms and changes of a chair go out with the turn that found them.
/// </summary>
sealed class LivePublisher(ClinicMemory memory, LiveFeed feed)
{
    /// <summary>Sessions with new numbers, and which.</summary>
    readonly Dictionary<Guid, ulong> _changed = [];

    public LiveFeed Feed { get; } = feed;

    ClinicState State => memory.State;

    public void ValuesChanged(Reading reading)
    {
        if (!State.Devices.TryGetValue(reading.Device, out var device)
            || device.Session is not { } id || !State.Sessions.ContainsKey(id))
        {
            return;
        }

        var mask = reading.Pump is null ? 0UL : 1UL << (int)Metric.PumpRateCurrent;
        foreach (ref readonly var sample in reading.Samples.AsSpan())
        {
            mask |= 1UL << (int)sample.Metric;
        }

        _changed[id] = _changed.GetValueOrDefault(id) | mask;
    }

    /// <summary>A device came or moved: its chair is shown anew.</summary>
    public void RegistryChanged(string? chair)
    {
        if (chair is not null)
        {
            AddChair(chair);
        }
    }

    /// <summary>A protocol was approved: the chairs that run under it say so.</summary>
    public void ProtocolChanged(InfusionProtocol protocol)
    {
        foreach (var session in State.Sessions.Values.Where(live =>
            live.State.Order.Protocol == protocol.Id && live.State.Order.ProtocolVersion == protocol.Version))
        {
            AddChair(session.State.Chair);
        }
    }

    /// <summary>What only a snapshot says has changed: every screen asks for one.</summary>
    public void ClinicChanged()
    {
        _changed.Clear();
        Feed.Break();
    }

    /// <summary>Chairs came, went or changed their names: all are shown anew.</summary>
    public void ChairsChanged()
    {
        _changed.Clear();
        Feed.Add(n => new ChairsDelta(n, Chairs()));
    }

    public void Collect(FindingSink sink)
    {
        foreach (var found in sink.Events)
        {
            if (AlarmOf(found) is { } change)
            {
                Feed.Add(n => new AlarmDelta(n, change.Kind, change.Alarm));
            }
        }

        foreach (var chair in sink.ChairsChanged)
        {
            AddChair(chair);
        }
    }

    public void FlushValues()
    {
        foreach (var (id, mask) in _changed)
        {
            if (State.Sessions.TryGetValue(id, out var session))
            {
                Feed.Add(n => ChairViews.Values(n, State, session, mask));
            }
        }

        _changed.Clear();
    }

    public Snapshot Snapshot(DateTimeOffset now, long input, long committedInput) => new(
        State.Configuration.Clinic,
        State.Configuration.Name,
        State.Configuration.TimeZone,
        Feed.Epoch,
        Feed.N,
        now,
        input,
        committedInput,
        memory.Simulated,
        Chairs(),
        [.. State.Alarms.Values.Select(alarm => AlarmViews.Build(alarm, null, State.Stream, State))]);

    IReadOnlyList<ChairView> Chairs() => [.. State.Configuration.Chairs.Select(chair => ChairViews.Build(State, chair))];

    void AddChair(string code)
    {
        var chair = State.Configuration.Chairs.FirstOrDefault(candidate => candidate.Code == code);
        if (chair is not null)
        {
            if (State.SessionAt(code) is { } session)
            {
                _changed.Remove(session.State.Id);
            }

            Feed.Add(n => new ChairDelta(n, code, ChairViews.Build(State, chair)));
        }
    }

    (AlarmChange Kind, AlarmView Alarm)? AlarmOf(in StreamEvent found)
    {
        var (id, kind) = found.Event switch
        {
            AlarmRaised or AlarmReturned or AlarmStandsAlone => (((AlarmEvent)found.Event).Alarm, AlarmChange.Raised),
            AlarmPriorityChanged changed => (changed.Alarm, changed.To > changed.From ? AlarmChange.Raised : AlarmChange.Updated),
            AlarmEvent updated => (updated.Alarm, AlarmChange.Updated),
            _ => (Guid.Empty, AlarmChange.Unknown),
        };
        if (kind is AlarmChange.Unknown)
        {
            return null;
        }

        var alarm = (found.After?.Alarms ?? (IReadOnlyDictionary<Guid, Alarm>)State.Alarms).GetValueOrDefault(id);
        var before = found.AlarmBefore ?? found.Before?.Alarms.GetValueOrDefault(id);
        return alarm is null
            ? before is null ? null : (AlarmChange.Ended, AlarmViews.Build(before with { Presence = AlarmPresence.Inactive }, found.Before, found.Stream, State))
            : (alarm.Presence is AlarmPresence.Inactive ? AlarmChange.Ended : kind, AlarmViews.Build(alarm, found.After, found.Stream, State));
    }
}
