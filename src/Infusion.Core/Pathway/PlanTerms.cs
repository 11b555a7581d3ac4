namespace Infusion.Core.Pathway;

/// <summary>What a physician plans: for what, with which protocol, how many, how far apart, and when to look again or to stop.</summary>
/// <param name="Icd10">One of the indication's codes.</param>
/// <param name="ProtocolVersion">0 in a command: the one in use.</param>
/// <param name="Infusions">Of the series; boosters come on top.</param>
/// <param name="MinDaysBetween">Calendar days at the clinic from one infusion to the next, at least.</param>
/// <param name="MaxDaysBetween">At most, as intended: later is planned all the same, and told.</param>
public sealed record PlanTerms(
    Indication Indication, string Icd10, string Protocol, int ProtocolVersion, int Infusions, int MinDaysBetween, int MaxDaysBetween)
{
    /// <summary>Single infusions after the series.</summary>
    public int Boosters { get; init; }

    /// <summary>How many days apart boosters are intended; null: as it comes.</summary>
    public int? BoosterEveryDays { get; init; }

    /// <summary>A physician looks at the outcomes after this infusion of the series; null: the plan asks for no review.</summary>
    public int? ReviewAfterInfusion { get; init; }

    /// <summary>Without a response by this infusion the plan is to stop; null: no such rule.</summary>
    public int? StopWithoutResponseAfterInfusion { get; init; }
}
