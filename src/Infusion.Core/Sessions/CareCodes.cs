namespace Infusion.Core.Sessions;

// Codes of what people chart. The numbers are stored: never renumber, never reuse.

/// <summary>Why an infusion was paused or stopped.</summary>
public enum HaltReason : byte
{
    Unknown = 0,
    Completed = 1,
    Hypertension = 2,
    Distress = 3,
    Nausea = 4,
    PatientsWish = 5,
    Technical = 6,
    Desaturation = 7,
    Sedation = 8,
    Other = 9,
}

/// <summary>How the drug of the order is given. An order from before it was kept is an infusion.</summary>
public enum DoseRoute : byte { Unknown = 0, IvInfusion = 1, Intramuscular = 2, Intranasal = 3, Oral = 4, Sublingual = 5 }

/// <summary>How a rescue medication was given.</summary>
public enum RescueRoute : byte
{
    Unknown = 0,
    Intravenous = 1,
    Intramuscular = 2,
    Oral = 3,
    Sublingual = 4,
    Intranasal = 5,
    Inhaled = 6,
    Subcutaneous = 7,
}

public enum RescueUnit : byte { Unknown = 0, Milligram = 1, Microgram = 2, Gram = 3, Millilitre = 4, LitrePerMinute = 5 }

/// <summary>What is at hand. Other: its name stands in the note.</summary>
public enum RescueMedication : byte
{
    Unknown = 0,
    Labetalol = 1,
    Hydralazine = 2,
    Clonidine = 3,
    Metoprolol = 4,
    Midazolam = 5,
    Lorazepam = 6,
    Ondansetron = 7,
    Glycopyrrolate = 8,
    Paracetamol = 9,
    Ketorolac = 10,
    Flumazenil = 11,
    Oxygen = 12,
    Succinylcholine = 13,
    Dextrose = 14,
    Epinephrine = 15,
    Other = 16,
}

public enum RescueResponse : byte { Unknown = 0, Effective = 1, Partial = 2, NoEffect = 3, Worse = 4 }

public enum AdverseEventCode : byte
{
    Unknown = 0,
    Dissociation = 1,
    PerceptualChange = 2,
    Anxiety = 3,
    EmergenceReaction = 4,
    Hallucination = 5,
    Euphoria = 6,
    Sedation = 7,
    Dizziness = 8,
    VisualDisturbance = 9,
    Headache = 10,
    Nausea = 11,
    Vomiting = 12,
    Hypersalivation = 13,
    Hypertension = 14,
    Tachycardia = 15,
    Palpitation = 16,
    ChestPain = 17,
    Arrhythmia = 18,
    Hypotension = 19,
    Bradycardia = 20,
    Desaturation = 21,
    RespiratoryDepression = 22,
    Apnoea = 23,
    Laryngospasm = 24,
    Aspiration = 25,
    SeizureLikeMovements = 26,
    Paraesthesia = 27,
    Rash = 28,
    Anaphylaxis = 29,
    Infiltration = 30,
    UrinarySymptoms = 31,
    LiverTestRise = 32,
    SuicidalIdeation = 33,
    Fall = 34,
    MedicationError = 35,
    DeviceFault = 36,
}

public enum AdverseEventOutcome : byte { Unknown = 0, Resolved = 1, Resolving = 2, NotResolved = 3, ResolvedWithSequelae = 4, Fatal = 5 }

/// <summary>What makes the room what it is for the patient.</summary>
public enum SettingItem : byte { Unknown = 0, Music = 1, DimmedLight = 2, EyeMask = 3, SupportPerson = 4, Blanket = 5 }

/// <summary>What a person says of a value that a device measured.</summary>
public enum VitalVerdict : byte { Unknown = 0, Confirmed = 1, Artefact = 2 }

public enum EmergencyKind : byte { Unknown = 0, Help = 1, Airway = 2, Circulation = 3, Behaviour = 4, Seizure = 5 }

/// <summary>Who came to an emergency.</summary>
public enum Responder : byte { Unknown = 0, Nurse = 1, Physician = 2, Anaesthetist = 3, EmergencyTeam = 4, Ambulance = 5 }
