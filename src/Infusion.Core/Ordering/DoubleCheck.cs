using Infusion.Core.Admission;
using Infusion.Core.Sessions;

namespace Infusion.Core.Ordering;

/// <summary>What a second person computed against the order.</summary>
public static class DoubleCheck
{
    /// <summary>Each of dose, volume and (of an infusion) rate agrees within so many percent of the order, inclusive.</summary>
    public static bool Agrees(ComputedByHand computed, InfusionOrder order, decimal withinPercent) =>
        Within(computed.Dose.Milligrams, order.Dose.Milligrams, withinPercent)
        && Within(computed.Volume.Millilitres, order.Volume.Millilitres, withinPercent)
        && (order.Route is not DoseRoute.IvInfusion
            || (computed.Rate is { } rate && Within(rate.MillilitresPerHour, order.Rate.MillilitresPerHour, withinPercent)));

    static bool Within(decimal computed, decimal ordered, decimal percent) => Math.Abs(computed - ordered) <= ordered * percent / 100m;

    /// <summary>Who has seen the numbers, or made them, is no independent check; null: they may.</summary>
    public static Decision.Rejected? Refuse(AdmissionState admission, string by) =>
        IsOne(by, admission.OrderedBy)
            ? new Decision.Rejected("check-same-person", $"{by} gave this order; a second person checks it, signed in as themselves.")
        : IsOne(by, admission.Prepared?.By)
            ? new Decision.Rejected("check-same-person", $"{by} prepared this dose; somebody else checks the order, signed in as themselves.")
        : admission.Check is not null
            ? new Decision.Rejected("check-done", $"The order is checked already, by {admission.Check.By}. A changed order is checked anew.")
        : admission.Disagreed.Any(each => IsOne(by, each.By))
            ? new Decision.Rejected(
                "check-seen", $"{by} has seen the numbers of this order by now; somebody else checks it, or the physician gives the order anew, which is then checked anew.")
        : null;

    internal static bool IsOne(string by, string? other) => string.Equals(by, other, StringComparison.OrdinalIgnoreCase);
}
