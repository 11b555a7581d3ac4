using System.Collections.Immutable;
using Infusion.Core.Reports;

namespace Infusion.Core.Replay;

/// <summary>What became of one alarm under other limits. One of the two may be null, never both.</summary>
/// <param name="Before">Null: it was gained.</param>
/// <param name="After">Null: it was lost.</param>
/// <param name="LongerBy">How much longer it stood; negative: shorter. Zero for one that was gained or lost.</param>
public sealed record AlarmChange(AlarmSpan? Before, AlarmSpan? After, TimeSpan LongerBy = default)
{
    public bool IsGained => Before is null;

    public bool IsLost => After is null;

    /// <summary>How much later it was raised; negative: earlier. Zero for one that was gained or lost.</summary>
    public TimeSpan LaterBy => After is not null && Before is not null ? After.RaisedAt - Before.RaisedAt : TimeSpan.Zero;

    /// <summary>It was raised, or at its worst, at another priority.</summary>
    public bool HasOtherPriority =>
        After is not null && Before is not null && (Before.Raised, Before.Gravest) != (After.Raised, After.Gravest);
}

/// <summary>The alarms of one session as it was against those as it would be.</summary>
/// <param name="Changes">In the order in which they were raised.</param>
/// <param name="Same">Raised and ended at the same instants with the same priorities.</param>
public sealed record AlarmDifference(ImmutableArray<AlarmChange> Changes, ImmutableArray<AlarmSpan> Same)
{
    /// <summary>Two alarms of one condition that do not overlap are still the same one when they begin this near to each other.</summary>
    static readonly TimeSpan Near = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Matches alarms of the same condition (rule, metric, source) that overlap or begin near to each other, those with the
    /// nearest onsets first. Each alarm is matched once at most; what is left over was lost or gained.
    /// </summary>
    /// <param name="until">The end of the session, or of what is known of it: alarms that have not ended stand until then.</param>
    public static AlarmDifference Between(IReadOnlyList<AlarmSpan> asItWas, IReadOnlyList<AlarmSpan> asItWouldBe, DateTimeOffset until)
    {
        var (changes, same) = (new List<AlarmChange>(), ImmutableArray.CreateBuilder<AlarmSpan>());
        var partners = Match(asItWas, asItWouldBe, until);
        for (var index = 0; index < asItWas.Count; index++)
        {
            var before = asItWas[index];
            if (partners[index] is not { } partner)
            {
                changes.Add(new AlarmChange(before, null));
                continue;
            }

            var after = asItWouldBe[partner];
            var change = new AlarmChange(before, after, after.LastedUntil(until) - before.LastedUntil(until));
            if (change.LaterBy == TimeSpan.Zero && change.LongerBy == TimeSpan.Zero && !change.HasOtherPriority)
            {
                same.Add(before);
            }
            else
            {
                changes.Add(change);
            }
        }

        var taken = partners.OfType<int>().ToHashSet();
        changes.AddRange(asItWouldBe.Where((_, index) => !taken.Contains(index)).Select(after => new AlarmChange(null, after)));
        return new AlarmDifference([.. changes.OrderBy(change => (change.Before ?? change.After)!.RaisedAt)], same.ToImmutable());
    }

    /// <returns>For each alarm as it was, the place of its partner; null: it has none.</returns>
    static int?[] Match(IReadOnlyList<AlarmSpan> asItWas, IReadOnlyList<AlarmSpan> asItWouldBe, DateTimeOffset until)
    {
        var partners = new int?[asItWas.Count];
        var taken = new bool[asItWouldBe.Count];
        foreach (var (_, before, after) in Candidates(asItWas, asItWouldBe, until).OrderBy(pair => pair))
        {
            if (partners[before] is null && !taken[after])
            {
                (partners[before], taken[after]) = (after, true);
            }
        }

        return partners;
    }

    static IEnumerable<(TimeSpan Apart, int Before, int After)> Candidates(
        IReadOnlyList<AlarmSpan> asItWas, IReadOnlyList<AlarmSpan> asItWouldBe, DateTimeOffset until)
    {
        var others = asItWouldBe.Select((alarm, place) => (alarm, place)).ToLookup(each => each.alarm.Condition);
        for (var index = 0; index < asItWas.Count; index++)
        {
            foreach (var (other, place) in others[asItWas[index].Condition])
            {
                var apart = (other.Onset - asItWas[index].Onset).Duration();
                if (apart <= Near || Overlap(asItWas[index], other, until))
                {
                    yield return (apart, index, place);
                }
            }
        }
    }

    static bool Overlap(AlarmSpan a, AlarmSpan b, DateTimeOffset until) =>
        a.Onset < (b.EndedAt ?? until) && b.Onset < (a.EndedAt ?? until);
}
