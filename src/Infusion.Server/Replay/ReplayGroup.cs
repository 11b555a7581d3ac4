using System.Runtime.CompilerServices;
using Infusion.Core.Clinics;
using Infusion.Core.Replay;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;

namespace Infusion.Server.Replay;

/// <summary>The sessions that begin from one state.</summary>
sealed class ReplayGroup(
    RecordedSessions sessions, ReplayStart starts, InputStore inputs, string clinic, StartPoint start,
    IReadOnlyList<RecordedSession> recorded, RecordCut cut, Func<ClinicConfiguration, ClinicConfiguration>? change)
{
    const int InputsAStep = 5_000;

    /// <summary>Closed ones end by themselves; an open one goes as far as the clinic was committed.</summary>
    readonly DateTimeOffset _until = recorded.All(session => session.ClosedAt is not null)
        ? recorded.Max(session => session.ClosedAt!.Value)
        : cut.TickedThrough ?? start.At;

    readonly bool _hasOpen = recorded.Any(session => session.ClosedAt is null);

    public async IAsyncEnumerable<WhatIfLine> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var otherBuild = (await inputs.CheckpointsAsync(clinic, cancellationToken)).Any(checkpoint =>
            !checkpoint.IsReadable && checkpoint.EvaluatedAt >= start.At && checkpoint.EvaluatedAt <= _until.AddDays(1));
        var running = recorded.ToDictionary(session => session.Session, session => new Replayed(session, start, otherBuild));
        var ids = running.Keys.ToHashSet();
        var asItWas = new SessionReplay(await starts.StateAsync(clinic, start, cancellationToken), ids);
        var asItWouldBe = change is null ? null : new SessionReplay(await starts.StateAsync(clinic, start, cancellationToken), ids, change);
        var taken = 0;
        DateTimeOffset? began = null;
        yield return new WhatIfLine.Progress(0m, 0, recorded.Count);
        await foreach (var (_, at, body) in inputs.BetweenAsync(
            clinic, start.Input, start.At, cut.Input, _hasOpen ? DateTimeOffset.MaxValue : _until, cancellationToken))
        {
            began ??= at;
            if (Take(running, asItWas.Take(body, at), asItWouldBe?.Take(body, at)) is { } ended)
            {
                running.Remove(ended.Session.Session);
                yield return await EndAsync(ended, ended.Session.ClosedAt ?? at, asItWouldBe, cancellationToken);
            }

            if (++taken % InputsAStep == 0)
            {
                yield return new WhatIfLine.Progress(Share(began.Value, at), 0, recorded.Count);
            }
        }

        if (_hasOpen && taken > 0)
        {
            Take(running, asItWas.AdvanceTo(_until), asItWouldBe?.AdvanceTo(_until));
        }

        foreach (var left in running.Values.OrderBy(each => each.Session.PlannedAt))
        {
            yield return await EndAsync(left, left.Session.ClosedAt ?? _until, asItWouldBe, cancellationToken);
        }
    }

    /// <returns>The session that has ended by this: an input ends one at most.</returns>
    static Replayed? Take(
        Dictionary<Guid, Replayed> running, IReadOnlyList<StreamEvent> asItWas, IReadOnlyList<StreamEvent>? asItWouldBe)
    {
        foreach (var happened in asItWouldBe ?? [])
        {
            running.GetValueOrDefault(happened.Stream)?.AsItWouldBe.Take(happened.Event);
        }

        Replayed? ended = null;
        foreach (var happened in asItWas)
        {
            var session = running.GetValueOrDefault(happened.Stream);
            session?.TakeAsItWas(happened);
            ended = happened.Event is SessionClosed ? session : ended;
        }

        return ended;
    }

    async Task<WhatIfLine> EndAsync(
        Replayed ended, DateTimeOffset until, SessionReplay? asItWouldBe, CancellationToken cancellationToken) =>
        new WhatIfLine.Done(ended.Compare(
            await sessions.EventsAsync(clinic, ended.Session, cancellationToken), until,
            asItWouldBe?.Refused.GetValueOrDefault(ended.Session.Session) ?? 0, asItWouldBe is not null));

    decimal Share(DateTimeOffset began, DateTimeOffset at) =>
        _until > began ? Math.Clamp((decimal)(at - began).Ticks / (_until - began).Ticks, 0m, 1m) : 1m;
}
