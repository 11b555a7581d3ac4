using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Sessions;

namespace Infusion.Core.Reports;

/// <summary>Who went to a chair from when to when.</summary>
/// <param name="Chair">By its name then.</param>
/// <param name="Person">Sign-in name; null: nobody had the chair.</param>
/// <param name="CoveredFor">Who was on a break meanwhile; null: it is no cover.</param>
/// <param name="To">The end of the report where it went on.</param>
public sealed record ChairStretch(string Chair, string? Person, string? CoveredFor, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Chairs one after another, by time; a chair that nobody ever had is not in it.</summary>
    /// <param name="events">Of the clinic's own stream from its beginning, in order; others than about chairs are passed over.</param>
    public static ImmutableArray<ChairStretch> Of(IEnumerable<SessionEvent> events, DateTimeOffset from, DateTimeOffset to)
    {
        var duty = new ChairDuty();
        var open = new Dictionary<string, (ChairHolder? Holder, DateTimeOffset Since)>(StringComparer.Ordinal);
        var stretches = new List<ChairStretch>();
        foreach (var happened in events.Where(each => each.At < to))
        {
            if (happened is ChairDutyEvent handed)
            {
                duty.Apply(handed);
                Turn(handed.Chair, handed.At);
            }
            else if (happened is ChairSetupEvent setUp)
            {
                duty.Apply(setUp);
                if (setUp is ChairRenamed same && same.To == same.Chair)
                {
                    continue;
                }

                // Of a chair that is gone nobody says that nobody had it.
                End(setUp.Chair, setUp.At);
                if (setUp is ChairRenamed renamed)
                {
                    Turn(renamed.To, renamed.At);
                }
            }
        }

        foreach (var chair in open.Keys.ToList())
        {
            End(chair, to);
        }

        return [.. stretches.OrderBy(each => each.Chair, StringComparer.Ordinal).ThenBy(each => each.From)];

        void Turn(string chair, DateTimeOffset at)
        {
            var holder = duty.Of(chair);
            if (open.TryGetValue(chair, out var before) && (before.Holder?.Present, before.Holder?.Cover) == (holder?.Present, holder?.Cover))
            {
                return;
            }

            End(chair, at);
            if (holder is not null || before.Holder is not null)
            {
                open[chair] = (holder, at);
            }
        }

        void End(string chair, DateTimeOffset at)
        {
            if (open.Remove(chair, out var ended) && at > from && at > ended.Since)
            {
                stretches.Add(new ChairStretch(
                    chair, ended.Holder?.Present, ended.Holder?.Cover is null ? null : ended.Holder.Person, ended.Since > from ? ended.Since : from, at));
            }
        }
    }
}
