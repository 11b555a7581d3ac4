namespace Infusion.Core.SignOff;

/// <summary>The stored name of each event. A rename in code never rewrites history; a name is never reused.</summary>
public static class SignOffEventNames
{
    public static readonly IReadOnlyDictionary<Type, string> All = new Dictionary<Type, string>
    {
        [typeof(ChartSigned)] = "chart_signed",
        [typeof(ChartLocked)] = "chart_locked",
        [typeof(ObligationWaived)] = "obligation_waived",
        [typeof(WaiverWithdrawn)] = "waiver_withdrawn",
        [typeof(EntryAdded)] = "chart_entry_added",
        [typeof(ChartChanged)] = "chart_changed",
        [typeof(ChangeSeen)] = "chart_change_seen",
    };
}
