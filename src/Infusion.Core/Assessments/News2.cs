namespace Infusion.Core.Assessments;

/// <summary>Scale 2 is for people with hypercapnic respiratory failure, and by a physician's word only.</summary>
public enum News2Scale : byte { Unknown = 0, One = 1, Two = 2 }

/// <summary>New confusion scores as V, P and U do.</summary>
public enum News2Consciousness : byte { Unknown = 0, Alert = 1, NewConfusion = 2, Voice = 3, Pain = 4, Unresponsive = 5 }

/// <summary>What the score is computed from. Null and Unknown: not known.</summary>
/// <param name="RespiratoryRate">Breaths a minute.</param>
/// <param name="SpO2">Percent.</param>
/// <param name="IsOnOxygen">Supplemental oxygen.</param>
/// <param name="Systolic">mmHg.</param>
/// <param name="Pulse">Beats a minute.</param>
/// <param name="Temperature">Degrees Celsius.</param>
public readonly record struct News2Input(
    decimal? RespiratoryRate,
    decimal? SpO2,
    bool? IsOnOxygen,
    decimal? Systolic,
    decimal? Pulse,
    News2Consciousness Consciousness,
    decimal? Temperature,
    News2Scale Scale = News2Scale.One);

/// <summary>The points of each part, 0 to 3. Null: the part is not known, and so the score is incomplete.</summary>
public readonly record struct News2Score(
    int? RespiratoryRate, int? SpO2, int? Oxygen, int? Systolic, int? Pulse, int? Consciousness, int? Temperature)
{
    /// <summary>0 to 20; null while any part is not known.</summary>
    public int? Total => RespiratoryRate + SpO2 + Oxygen + Systolic + Pulse + Consciousness + Temperature;

    /// <summary>What the known parts come to: the score is that or more.</summary>
    public int AtLeast => (RespiratoryRate ?? 0) + (SpO2 ?? 0) + (Oxygen ?? 0) + (Systolic ?? 0) + (Pulse ?? 0) + (Consciousness ?? 0) + (Temperature ?? 0);

    /// <summary>One part alone scores 3.</summary>
    public bool HasRed => RespiratoryRate == 3 || SpO2 == 3 || Systolic == 3 || Pulse == 3 || Consciousness == 3 || Temperature == 3;
}

/// <summary>
/// National Early Warning Score 2 of the Royal College of Physicians, complete (clinical reference 3.4). Charted as a score and
/// never used to alarm or to drive an infusion: dissociation scores 3 for consciousness, a systolic pressure of 219 mmHg nothing.
/// Numbers are rounded as the chart has them (whole; temperature to one decimal; halves up), so that its bands have no holes.
/// </summary>
public static class News2
{
    public static News2Score Of(in News2Input input) => new(
        RespiratoryRate(Whole(input.RespiratoryRate)),
        input.Scale switch
        {
            News2Scale.One => SpO2ByScaleOne(Whole(input.SpO2)),
            News2Scale.Two => SpO2ByScaleTwo(Whole(input.SpO2), input.IsOnOxygen),
            _ => null,
        },
        input.IsOnOxygen switch { true => 2, false => 0, null => null },
        Systolic(Whole(input.Systolic)),
        Pulse(Whole(input.Pulse)),
        input.Consciousness switch { News2Consciousness.Unknown => null, News2Consciousness.Alert => 0, _ => 3 },
        Temperature(input.Temperature is { } degrees ? Math.Round(degrees, 1, MidpointRounding.AwayFromZero) : null));

    static int? RespiratoryRate(decimal? rate) => rate switch
    {
        null => null,
        <= 8 => 3,
        <= 11 => 1,
        <= 20 => 0,
        <= 24 => 2,
        _ => 3,
    };

    static int? SpO2ByScaleOne(decimal? percent) => percent switch
    {
        null => null,
        <= 91 => 3,
        <= 93 => 2,
        <= 95 => 1,
        _ => 0,
    };

    static int? SpO2ByScaleTwo(decimal? percent, bool? isOnOxygen) => (percent, isOnOxygen) switch
    {
        (null, _) => null,
        ( <= 83, _) => 3,
        ( <= 85, _) => 2,
        ( <= 87, _) => 1,
        ( <= 92, _) => 0,
        (_, null) => null,
        (_, false) => 0,
        ( <= 94, _) => 1,
        ( <= 96, _) => 2,
        _ => 3,
    };

    static int? Systolic(decimal? pressure) => pressure switch
    {
        null => null,
        <= 90 => 3,
        <= 100 => 2,
        <= 110 => 1,
        <= 219 => 0,
        _ => 3,
    };

    static int? Pulse(decimal? rate) => rate switch
    {
        null => null,
        <= 40 => 3,
        <= 50 => 1,
        <= 90 => 0,
        <= 110 => 1,
        <= 130 => 2,
        _ => 3,
    };

    static int? Temperature(decimal? degrees) => degrees switch
    {
        null => null,
        <= 35.0m => 3,
        <= 36.0m => 1,
        <= 38.0m => 0,
        <= 39.0m => 1,
        _ => 2,
    };

    static decimal? Whole(decimal? number) => number is { } known ? Math.Round(known, MidpointRounding.AwayFromZero) : null;
}
