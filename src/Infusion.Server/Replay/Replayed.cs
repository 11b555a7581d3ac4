using System.Text.Json;
using Infusion.Core.Clinics;
using Infusion.Core.Replay;
using Infusion.Core.Reports;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;
using JasperFx.Events;

namespace Infusion.Server.Replay;

/// <summary>What a replay gathers of one session until the session ends: then it is compared and let go.</summary>
sealed class Replayed(RecordedSession session, StartPoint start, bool otherBuild)
{
    readonly List<(Guid Id, SessionEvent Event)> _events = [];

    public RecordedSession Session { get; } = session;

    public SessionAlarms AsItWas { get; } = new(session.Session);

    public SessionAlarms AsItWouldBe { get; } = new(session.Session);

    public void TakeAsItWas(StreamEvent happened)
    {
        _events.Add((happened.Id, happened.Event));
        AsItWas.Take(happened.Event);
    }

    public WhatIfSession Compare(IReadOnlyList<IEvent> stored, DateTimeOffset until, int refused, bool isChanged)
    {
        var difference = AlarmDifference.Between(AsItWas.Alarms, isChanged ? AsItWouldBe.Alarms : AsItWas.Alarms, until);
        return new WhatIfSession(
            Session.Session, Session.Chair, Session.Initials, Session.Protocol, Session.PlannedAt, until,
            Hours(AsItWas.Monitored(DateTimeOffset.MinValue, until)),
            Judge(stored),
            refused,
            [.. difference.Same.Select(WhatIfAlarm.Of)],
            [.. difference.Changes.Select(change => new WhatIfChange(
                change.Before is { } before ? WhatIfAlarm.Of(before) : null, change.After is { } after ? WhatIfAlarm.Of(after) : null,
                Seconds(change.LaterBy), Seconds(change.LongerBy), change.HasOtherPriority))]);
    }

    static decimal Hours(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerHour;

    static decimal Seconds(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerSecond;

    static string Text(SessionEvent happened) =>
        $"{SessionEventNames.All[happened.GetType()]} {JsonSerializer.Serialize(happened, happened.GetType(), QuantityConverters.Options)}";

    ReplayView Judge(IReadOnlyList<IEvent> stored)
    {
        var difference = FirstDifference(stored);
        return new ReplayView(
            Session.Session, difference is null, Session.Events, Session.ClosedAt is null, start.Basis,
            start.Basis is ReplayBasis.Beginning ? null : start.At, otherBuild, difference, Say(difference));
    }

    ReplayDifference? FirstDifference(IReadOnlyList<IEvent> stored)
    {
        for (var index = 0; index < Math.Max(stored.Count, _events.Count); index++)
        {
            var onRecord = index < stored.Count ? Text((SessionEvent)stored[index].Data) : null;
            var again = index < _events.Count ? Text(_events[index].Event) : null;
            if (onRecord != again || stored[index].Id != _events[index].Id)
            {
                return new ReplayDifference(index + 1, onRecord, again);
            }
        }

        return null;
    }

    string Say(ReplayDifference? difference)
    {
        var verdict = difference switch
        {
            null => $"The same {Session.Events} events.",
            { Stored: null } => $"A difference at event {difference.Number}: the replay has one more.",
            { Replayed: null } => $"A difference at event {difference.Number}: the replay has none.",
            _ => $"A difference at event {difference.Number}.",
        };
        var basis = start.Basis switch
        {
            ReplayBasis.Beginning => " Begun from the clinic's first input, with the configuration of today.",
            ReplayBasis.Folded => " The state before was stored by another build; begun from events and readings instead.",
            _ => "",
        };
        return verdict + basis + (otherBuild ? " It was recorded, in part at least, by another build." : "");
    }
}
