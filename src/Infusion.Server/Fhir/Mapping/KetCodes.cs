using Hl7.Fhir.Model;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Recovery;
using Infusion.Server.Identity;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>
/// The project's own code system, for what neither LOINC nor SNOMED nor MDC is known to have a code. A code is never renamed and
/// never used again for something else.
/// </summary>
static class KetCodes
{
    public const string System = FhirCodes.Canonical + "/CodeSystem/ket-codes";

    public const string Alarm = "alarm";
    public const string AlarmPriority = "alarm-priority";
    public const string AlarmKind = "alarm-kind";
    public const string AlarmPresence = "alarm-presence";
    public const string AlarmInactivation = "alarm-inactivation";
    public const string AlarmObserved = "alarm-observed";
    public const string AlarmLimit = "alarm-limit";
    public const string Waste = "waste";
    public const string Infusion = "infusion-care";
    public const string TalkTherapy = "talk-therapy";

    /// <summary>Every code that is emitted, with its display.</summary>
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        [Alarm] = "Device or session alarm",
        [AlarmPriority] = "Alarm priority",
        [AlarmKind] = "Alarm kind",
        [AlarmPresence] = "Alarm presence",
        [AlarmInactivation] = "Alarm inactivation state",
        [AlarmObserved] = "Value that was observed",
        [AlarmLimit] = "Limit that was crossed",
        ["high"] = "High priority alarm",
        ["medium"] = "Medium priority alarm",
        ["low"] = "Low priority alarm",
        ["physiological"] = "Physiological alarm",
        ["technical"] = "Technical alarm",
        [Waste] = "Controlled substance wasted amount",
        [Infusion] = "Ketamine infusion",
        [TalkTherapy] = "Talk therapy",
        ["sedation-mo-aas"] = "Modified Observer's Assessment of Alertness/Sedation (MOAA/S)",
        ["sedation-rass"] = "Richmond Agitation-Sedation Scale (RASS)",
        ["sedation-poss"] = "Pasero Opioid-Induced Sedation Scale (POSS)",
        ["dissociation-cadss-6"] = "Clinician-Administered Dissociative States Scale, six items (CADSS-6)",
        ["comfort-nrs"] = "Comfort, 0 to 10",
        ["nausea-nrs"] = "Nausea, 0 to 10",
        ["pain-nrs"] = "Pain, 0 to 10",
        ["anxiety-nrs"] = "Anxiety, 0 to 10",
        ["recovery-aldrete-percent"] = "Modified Aldrete score, circulation in percent",
        ["recovery-aldrete-mmhg"] = "Modified Aldrete score, circulation in mmHg",
        ["recovery-padss"] = "Post-anaesthetic discharge scoring system (PADSS)",
        ["recovery-activity"] = "Activity",
        ["recovery-respiration"] = "Breathing",
        ["recovery-circulation-percent"] = "Circulation, in percent of the baseline pressure",
        ["recovery-circulation-mmhg"] = "Circulation, in mmHg from the baseline pressure",
        ["recovery-consciousness"] = "Consciousness",
        ["recovery-oxygen-saturation"] = "Oxygen saturation",
        ["recovery-vital-signs"] = "Vital signs",
        ["recovery-activity-and-mind"] = "Activity and mind",
        ["recovery-pain-and-nausea"] = "Pain, nausea, vomiting",
        ["recovery-bleeding"] = "Bleeding",
        ["recovery-fluids-and-voiding"] = "Drinking and passing urine",
        ["phq-9"] = "PHQ-9",
        ["gad-7"] = "GAD-7",
        ["qids-sr16"] = "QIDS-SR16",
        ["pcl-5"] = "PCL-5",
        ["y-bocs"] = "Y-BOCS",
        ["pain"] = "Pain",
        ["bpi"] = "Brief Pain Inventory",
        ["c-ssrs-screener"] = "C-SSRS screener",
    };

    /// <summary>What people do, by the table of rights, and what the trail knows besides: see <see cref="FhirCodes.Acts"/>.</summary>
    public static readonly IReadOnlyDictionary<string, string> Acts = new Dictionary<string, string>(Rights.All.Select(right => KeyValuePair.Create(right.Act.ToString(), right.Words)))
    {
        ["SignIn"] = "sign in",
        ["SignOut"] = "sign out",
        ["UseLink"] = "use a one-time link",
        ["Token"] = "get an access token",
        ["Tablet"] = "answer on the tablet",
        ["EnrolDisplay"] = "enrol a wall display",
        ["WatchWall"] = "show the board on a wall display",
        ["Support"] = "work on the server itself",
        ["Lost"] = "lines of the trail were lost",
        ["LetGo"] = "lines of the trail were let go by their age",
        ["Other"] = "something else",
    };

    public static Coding Coding(string code) => new(System, code, All[code]);

    public static CodeableConcept Concept(string code) => new() { Coding = [Coding(code)] };

    /// <returns>Null: a scale that has no code yet.</returns>
    public static string? Of(ObservationScale scale, Core.DrugLibrary.Observation what) => scale switch
    {
        ObservationScale.MoaaS => "sedation-mo-aas",
        ObservationScale.Rass => "sedation-rass",
        ObservationScale.Poss => "sedation-poss",
        ObservationScale.Cadss6 => "dissociation-cadss-6",
        ObservationScale.Numeric when what is Core.DrugLibrary.Observation.Comfort => "comfort-nrs",
        ObservationScale.Numeric when what is Core.DrugLibrary.Observation.Nausea => "nausea-nrs",
        ObservationScale.Numeric when what is Core.DrugLibrary.Observation.Pain => "pain-nrs",
        ObservationScale.Numeric when what is Core.DrugLibrary.Observation.Anxiety => "anxiety-nrs",
        _ => null,
    };

    public static string Of(RecoveryScale scale) => scale switch
    {
        RecoveryScale.AldretePercent => "recovery-aldrete-percent",
        RecoveryScale.AldreteMmHg => "recovery-aldrete-mmhg",
        RecoveryScale.Padss => "recovery-padss",
        _ => throw new ArgumentOutOfRangeException(nameof(scale), scale, "is no scale"),
    };

    public static string Of(RecoveryItem item) => item switch
    {
        RecoveryItem.Activity => "recovery-activity",
        RecoveryItem.Respiration => "recovery-respiration",
        RecoveryItem.CirculationPercent => "recovery-circulation-percent",
        RecoveryItem.CirculationMmHg => "recovery-circulation-mmhg",
        RecoveryItem.Consciousness => "recovery-consciousness",
        RecoveryItem.OxygenSaturation => "recovery-oxygen-saturation",
        RecoveryItem.VitalSigns => "recovery-vital-signs",
        RecoveryItem.ActivityAndMind => "recovery-activity-and-mind",
        RecoveryItem.PainAndNausea => "recovery-pain-and-nausea",
        RecoveryItem.Bleeding => "recovery-bleeding",
        RecoveryItem.FluidsAndVoiding => "recovery-fluids-and-voiding",
        _ => throw new ArgumentOutOfRangeException(nameof(item), item, "is no line of a scale"),
    };
}
