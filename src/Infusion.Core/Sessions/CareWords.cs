namespace Infusion.Core.Sessions;

/// <summary>What the codes are called, in the middle of a sentence.</summary>
public static class CareWords
{
    public static string Of(DoseRoute route) => route switch
    {
        DoseRoute.IvInfusion => "an IV infusion",
        DoseRoute.Intramuscular => "intramuscular",
        DoseRoute.Intranasal => "intranasal",
        DoseRoute.Oral => "oral",
        DoseRoute.Sublingual => "sublingual",
        _ => "by an unknown route",
    };

    public static string Of(RescueRoute route) => route switch
    {
        RescueRoute.Intravenous => "IV",
        RescueRoute.Intramuscular => "IM",
        RescueRoute.Oral => "oral",
        RescueRoute.Sublingual => "sublingual",
        RescueRoute.Intranasal => "intranasal",
        RescueRoute.Inhaled => "inhaled",
        RescueRoute.Subcutaneous => "SC",
        _ => "by an unknown route",
    };

    public static string Of(RescueUnit unit) => unit switch
    {
        RescueUnit.Milligram => "mg",
        RescueUnit.Microgram => "µg",
        RescueUnit.Gram => "g",
        RescueUnit.Millilitre => "mL",
        RescueUnit.LitrePerMinute => "L/min",
        _ => "?",
    };

    public static string Of(HaltReason reason) => reason == HaltReason.PatientsWish ? "patient's wish" : Spaced(reason);

    /// <summary>MusicAndLight as "music and light".</summary>
    public static string Spaced<T>(T code)
        where T : struct, Enum =>
        string.Concat(code.ToString().Select((letter, index) =>
            char.IsUpper(letter) ? (index == 0 ? "" : " ") + char.ToLowerInvariant(letter) : letter.ToString()));
}
