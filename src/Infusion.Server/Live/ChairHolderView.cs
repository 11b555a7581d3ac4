using Infusion.Core.Alarms;

namespace Infusion.Server.Live;

/// <param name="Person">Has the chair, also during a break. Sign-in names, as all here.</param>
/// <param name="Cover">Stands in during a break; null: no break.</param>
/// <param name="OfferedTo">Asked and not answered yet; null: nobody is.</param>
/// <param name="IsOfferedForBreak">The open offer is to cover a break.</param>
public sealed record ChairHolderView(
    string Chair, string Person, DateTimeOffset Since, string? Cover, string? OfferedTo, bool IsOfferedForBreak)
{
    public static IReadOnlyList<ChairHolderView> Of(ChairDuty duty) =>
        [.. duty.Holders.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => Of(each.Key, each.Value))];

    public static ChairHolderView Of(string chair, ChairHolder holder) =>
        new(chair, holder.Person, holder.Since, holder.Cover, holder.OfferedTo, holder.IsOfferedForBreak);
}
