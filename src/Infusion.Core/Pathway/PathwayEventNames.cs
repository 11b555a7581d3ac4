namespace Infusion.Core.Pathway;

/// <summary>The stored name of each event. A rename in code never rewrites history; a name is never reused.</summary>
public static class PathwayEventNames
{
    public static readonly IReadOnlyDictionary<Type, string> All = new Dictionary<Type, string>
    {
        [typeof(PlanOpened)] = "plan_opened",
        [typeof(PlanRevised)] = "plan_revised",
        [typeof(PlanReviewed)] = "plan_reviewed",
        [typeof(PlanClosed)] = "plan_closed",
        [typeof(InfusionPlanned)] = "plan_infusion_planned",
        [typeof(InfusionMoved)] = "plan_infusion_moved",
        [typeof(InfusionCancelled)] = "plan_infusion_cancelled",
        [typeof(InfusionLinked)] = "plan_infusion_linked",
        [typeof(InfusionUnlinked)] = "plan_infusion_unlinked",
        [typeof(InfusionBegan)] = "plan_infusion_began",
        [typeof(InfusionEnded)] = "plan_infusion_ended",
        [typeof(OfferAnswered)] = "offer_answered",
        [typeof(PainReported)] = "pain_reported",
        [typeof(TherapyPlanned)] = "therapy_planned",
        [typeof(TherapyMoved)] = "therapy_moved",
        [typeof(TherapyCancelled)] = "therapy_cancelled",
        [typeof(TherapyRecorded)] = "therapy_recorded",
        [typeof(HandOffSeen)] = "hand_off_seen",
        [typeof(PathwayConfigured)] = "pathway_configured",
    };
}
