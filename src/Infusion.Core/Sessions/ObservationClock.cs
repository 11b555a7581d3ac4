using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;

namespace Infusion.Core.Sessions;

/// <summary>An observation that is to come.</summary>
/// <param name="Since">From when it is counted: the one before, the beginning of this part of the session, or the change of rate.</param>
/// <param name="OverdueAt">Missed when it has not come by then; null: it cannot be missed.</param>
public readonly record struct DueObservation(Observation What, DateTimeOffset Since, DateTimeOffset At, DateTimeOffset? OverdueAt);

/// <summary>
/// What is due when, by the schedule of the session's protocol: computed from the part of the session, from what live devices
/// measured last (kept here) and from what people charted (kept in the state). A late measurement does not count: it clears nothing.
/// </summary>
public sealed class ObservationClock(ImmutableArray<ObservationDue> schedule)
{
    readonly DateTimeOffset?[] _seen = new DateTimeOffset?[16];
    [NonSerialized]
    Looked[]? _looked;

    public ImmutableArray<ObservationDue> Schedule { get; } = schedule;

    /// <summary>Each observation the schedule names, once.</summary>
    public ImmutableArray<Observation> Watched { get; } = [.. schedule.Select(line => line.What).Distinct()];

    /// <summary>Chart time of the last one; null: none in this session.</summary>
    public DateTimeOffset? LastOf(Observation what, SessionState state) => Later(
        Later(_seen[(int)what], state.MeasuredByHand.TryGetValue(what, out var measured) ? measured : null),
        state.Scores.TryGetValue(what, out var score) ? score.At : null);

    /// <summary>The first one that has not come, be it long overdue; null: none is due in this part of the session.</summary>
    public DueObservation? Due(Observation what, SessionState state) => LookedUp(what, state).Due;

    /// <summary>The first one that has neither come nor been charted as missed.</summary>
    internal DueObservation? Open(Observation what, SessionState state) => LookedUp(what, state).Open;

    /// <summary>None of the schedule is missed if it does not come.</summary>
    internal bool IsNothingOverdue(SessionState state, DateTimeOffset now)
    {
        foreach (var what in Watched)
        {
            if (LookedUp(what, state).Due is { OverdueAt: { } overdue } && overdue <= now)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A live device measured it, at that chart time.</summary>
    public void See(Observation what, DateTimeOffset at) => _seen[(int)what] = Later(_seen[(int)what], at);

    /// <summary>A state never changes: what was found for it and for what was seen last is found again.</summary>
    ref readonly Looked LookedUp(Observation what, SessionState state)
    {
        ref var looked = ref (_looked ??= new Looked[_seen.Length])[(int)what];
        if (!ReferenceEquals(looked.State, state) || looked.Seen != _seen[(int)what])
        {
            looked = new Looked(
                state,
                _seen[(int)what],
                SlotAfter(what, state, null),
                SlotAfter(what, state, state.Missed.TryGetValue(what, out var missed) ? missed : null));
        }

        return ref looked;
    }

    DueObservation? SlotAfter(Observation what, SessionState state, DateTimeOffset? missedThrough)
    {
        if (Part(state) is not var (window, began))
        {
            return null;
        }

        var last = LastOf(what, state);
        if (window == ObservationWindow.BeforeStart)
        {
            return BeforeStart(what, last, began);
        }

        var since = Later(last, began)!.Value;
        var anchor = Later(missedThrough, since)!.Value;
        DueObservation? first = null;
        foreach (var line in Schedule)
        {
            if (line.What != what)
            {
                continue;
            }

            if (line.Window == window && Regular(line, began, anchor) is { } at && IsCovered(what, window, at - began))
            {
                first = Sooner(first, new DueObservation(what, since, at, at + line.Grace));
            }
            else if (line.Window == ObservationWindow.AfterChange && window == ObservationWindow.Infusing
                && state.ChangedAt is { } changed && !(last > changed) && !(missedThrough >= changed + line.Every))
            {
                first = Sooner(first, new DueObservation(what, changed, changed + line.Every, changed + line.Every + line.Grace));
            }
        }

        return first;
    }

    DueObservation? BeforeStart(Observation what, DateTimeOffset? last, DateTimeOffset checkedIn)
    {
        foreach (var line in Schedule)
        {
            if (line.What == what && line.Window == ObservationWindow.BeforeStart)
            {
                return new DueObservation(what, last ?? checkedIn, last + line.Every ?? checkedIn, null);
            }
        }

        return null;
    }

    /// <summary>By the line that holds at the anchor, or, before it begins, from its beginning.</summary>
    static DateTimeOffset? Regular(ObservationDue line, DateTimeOffset began, DateTimeOffset anchor) =>
        anchor - began >= line.Until ? null : Later(anchor, began + line.From)!.Value + line.Every;

    bool IsCovered(Observation what, ObservationWindow window, TimeSpan offset)
    {
        foreach (var line in Schedule)
        {
            if (line.What == what && line.Window == window && offset >= line.From && !(offset >= line.Until))
            {
                return true;
            }
        }

        return false;
    }

    static (ObservationWindow Window, DateTimeOffset Began)? Part(SessionState state) => state.Phase switch
    {
        SessionPhase.CheckedIn or SessionPhase.Ready => (ObservationWindow.BeforeStart, state.CheckedInAt ?? state.PhaseSince),
        SessionPhase.Infusing or SessionPhase.Paused => (ObservationWindow.Infusing, state.StartedAt ?? state.PhaseSince),
        SessionPhase.Recovery => (ObservationWindow.Recovery, state.PhaseSince),
        _ => null,
    };

    static DueObservation Sooner(DueObservation? left, in DueObservation right) => left is { } known && known.At <= right.At ? known : right;

    static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left > right || right is null ? left : right;

    readonly record struct Looked(SessionState? State, DateTimeOffset? Seen, DueObservation? Due, DueObservation? Open);
}
