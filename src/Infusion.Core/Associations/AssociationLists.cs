using System.Collections.Immutable;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Associations;

/// <summary>A session's devices over time, cut and joined. Sorted by their beginning.</summary>
public static class AssociationLists
{
    /// <summary>Whether the device was here for all of that time.</summary>
    public static bool Holds(ImmutableArray<Association> all, string device, DateTimeOffset from, DateTimeOffset? to) =>
        all.Any(each => each.Device == device && each.From <= from && (each.To is null || (to is not null && to <= each.To)));

    /// <summary>The first association of a kind, or of a device, that lies in that time; null: none does.</summary>
    public static Association? Meeting(ImmutableArray<Association> all, Func<Association, bool> which, DateTimeOffset from, DateTimeOffset? to) =>
        all.FirstOrDefault(each => which(each) && (to is null || each.From < to) && (each.To is null || each.To > from));

    public static ImmutableArray<Association> Without(ImmutableArray<Association> all, string device, DateTimeOffset from, DateTimeOffset? to)
    {
        var left = new List<Association>();
        foreach (var each in all)
        {
            if (each.Device != device || (to is not null && each.From >= to) || each.To <= from)
            {
                left.Add(each);
                continue;
            }

            if (each.From < from)
            {
                left.Add(each with { To = from });
            }

            if (to is { } end && (each.To is null || each.To > end))
            {
                left.Add(each with { From = end });
            }
        }

        return Sorted(left);
    }

    /// <summary>Joined with what touches it, so that a stretch taken away and given back leaves no seam.</summary>
    public static ImmutableArray<Association> With(ImmutableArray<Association> all, string device, DeviceKind kind, DateTimeOffset from, DateTimeOffset? to)
    {
        var added = new Association(device, kind, from, to);
        var others = new List<Association>();
        foreach (var each in all)
        {
            if (each.Device == device && each.Kind == kind && (to is null || each.From <= to) && (each.To is null || each.To >= from))
            {
                added = added with
                {
                    From = each.From < added.From ? each.From : added.From,
                    To = added.To is null || each.To is null ? null : each.To > added.To ? each.To : added.To,
                };
            }
            else
            {
                others.Add(each);
            }
        }

        return Sorted([.. others, added]);
    }

    static ImmutableArray<Association> Sorted(IEnumerable<Association> all) =>
        [.. all.OrderBy(each => each.From).ThenBy(each => each.Device, StringComparer.Ordinal)];
}
