namespace Infusion.Core.Admission;

/// <summary>What a clinic asks before an infusion. The numbers are stored: never renumber, never reuse.</summary>
public enum CheckInItem : byte
{
    Unknown = 0,
    Identity = 1,
    Consent = 2,
    Fasting = 3,
    Pregnancy = 4,
    Benzodiazepine = 5,
    Stimulant = 6,
    Substances = 7,
    Contraindications = 8,
    Suicidality = 9,
    Escort = 10,

    /// <summary>Not answered: measured.</summary>
    BloodPressure = 11,
}

/// <summary>What was found. Which of them answer an item: <see cref="CheckInAnswers"/>. The numbers are stored: never renumber, never reuse.</summary>
public enum CheckInFinding : byte
{
    Unknown = 0,
    Confirmed = 1,
    NotConfirmed = 2,
    NotRelevant = 3,
    Negative = 4,
    Positive = 5,
    NotDone = 6,
    NoneTaken = 7,

    /// <summary>At the time that the answer names.</summary>
    Taken = 8,
}

/// <summary>By what a patient was known. The numbers are stored: never renumber, never reuse.</summary>
public enum IdentityProof : byte { Unknown = 0, FullName = 1, BirthDate = 2, RecordNumber = 3, Photo = 4, Address = 5 }

/// <summary>Clinical reference 3.5. The numbers are stored: never renumber, never reuse.</summary>
public enum Contraindication : byte
{
    Unknown = 0,

    /// <summary>Aneurysm, arteriovenous malformation, intracranial haemorrhage, recent infarction or stroke, decompensated heart failure.</summary>
    PressureRiseHazard = 1,
    Hypersensitivity = 2,
    UncontrolledHypertension = 3,
    UnstableHeartDisease = 4,
    PsychosisManiaOrDelirium = 5,
    SevereLiverImpairment = 6,
    RaisedIntracranialOrOcularPressure = 7,
    ActiveSubstanceUse = 8,
    Thyrotoxicosis = 9,
    SleepApnoea = 10,
    Porphyria = 11,
    InterstitialCystitis = 12,
    SeizureThresholdLowered = 13,
    Breastfeeding = 14,
}

/// <summary>Where an item stands. What is not known is open, never passed.</summary>
public enum CheckInStatus : byte { Unknown = 0, Open = 1, Pass = 2, Hold = 3, Overridden = 4 }
