namespace Infusion.Core.Pathway;

/// <summary>What is offered and never imposed. Stored by name.</summary>
public enum Offer : byte
{
    Unknown = 0,
    TalkTherapy = 1,

    /// <summary>In chronic pain.</summary>
    MentalHealthAssessment = 2,

    /// <summary>In other indications, where the patient reports pain.</summary>
    PainAssessment = 3,
}

/// <summary>Stored by name.</summary>
public enum OfferAnswer : byte
{
    Unknown = 0,

    /// <summary>Not answered yet.</summary>
    Offered = 1,
    Accepted = 2,

    /// <summary>Not now, and asked again on a day.</summary>
    Declined = 3,

    /// <summary>Somewhere else does it.</summary>
    Referred = 4,
}

/// <summary>What a physician decided at a review. Stored by name.</summary>
public enum ReviewOutcome : byte { Unknown = 0, Continue = 1, Change = 2, Stop = 3 }

/// <summary>Why a plan ended. Stored by name.</summary>
public enum PlanEnd : byte { Unknown = 0, Completed = 1, NoResponse = 2, PatientsWish = 3, Medical = 4, Moved = 5, Other = 6 }
