namespace Infusion.Core.Admission;

/// <summary>Check-in in words for people.</summary>
public static class CheckInWords
{
    /// <summary>Goes on after "Not done: ".</summary>
    public static string Of(CheckInItem item) => item switch
    {
        CheckInItem.Identity => "two identifiers",
        CheckInItem.Consent => "consent",
        CheckInItem.Fasting => "fasting",
        CheckInItem.Pregnancy => "pregnancy",
        CheckInItem.Benzodiazepine => "last benzodiazepine",
        CheckInItem.Stimulant => "last stimulant",
        CheckInItem.Substances => "substance screen",
        CheckInItem.Contraindications => "contraindications",
        CheckInItem.Suicidality => "suicidality screen",
        CheckInItem.Escort => "escort, by name",
        CheckInItem.BloodPressure => "blood pressure",
        _ => "something that is not known",
    };

    public static string Of(IdentityProof identifier) => identifier switch
    {
        IdentityProof.FullName => "full name",
        IdentityProof.BirthDate => "birth date",
        IdentityProof.RecordNumber => "record number",
        IdentityProof.Photo => "photo",
        IdentityProof.Address => "address or telephone",
        _ => "something that is not known",
    };

    public static string Of(Contraindication contraindication) => contraindication switch
    {
        Contraindication.PressureRiseHazard => "a rise of pressure would be a serious hazard (aneurysm, haemorrhage, recent infarction or stroke)",
        Contraindication.Hypersensitivity => "hypersensitivity to ketamine",
        Contraindication.UncontrolledHypertension => "uncontrolled hypertension",
        Contraindication.UnstableHeartDisease => "poorly controlled heart disease",
        Contraindication.PsychosisManiaOrDelirium => "psychosis, mania or delirium",
        Contraindication.SevereLiverImpairment => "severe liver impairment",
        Contraindication.RaisedIntracranialOrOcularPressure => "raised pressure in skull or eye",
        Contraindication.ActiveSubstanceUse => "active substance use disorder",
        Contraindication.Thyrotoxicosis => "thyrotoxicosis",
        Contraindication.SleepApnoea => "sleep apnoea",
        Contraindication.Porphyria => "porphyria",
        Contraindication.InterstitialCystitis => "interstitial cystitis",
        Contraindication.SeizureThresholdLowered => "theophylline, or another cause of a lowered seizure threshold",
        Contraindication.Breastfeeding => "breastfeeding",
        _ => "something that is not known",
    };

    internal static string Hours(TimeSpan span) => FormattableString.Invariant($"{(decimal)span.Ticks / TimeSpan.TicksPerHour:0.##} h");

    internal static string Minutes(TimeSpan span) => FormattableString.Invariant($"{(decimal)span.Ticks / TimeSpan.TicksPerMinute:0.##} min");

    internal static string Number(decimal? value) => FormattableString.Invariant($"{value:0.####}");
}
