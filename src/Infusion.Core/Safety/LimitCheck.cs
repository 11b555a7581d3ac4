using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>One value against one limit. A questionable value may breach, but only a valid one clears.</summary>
public static class LimitCheck
{
    /// <summary>Breach below <paramref name="limit"/> (exclusive); clear at <paramref name="limit"/> + <paramref name="hysteresis"/> or above.</summary>
    public static Judgement Below(in LiveValue? value, decimal limit, decimal hysteresis) =>
        value is { Value: { } number } known
            ? Judged(known, number, limit, number < limit, number >= limit + hysteresis)
            : Judgement.Unknown;

    /// <summary>Breach above <paramref name="limit"/> (exclusive); clear at <paramref name="limit"/> - <paramref name="hysteresis"/> or below.</summary>
    public static Judgement Above(in LiveValue? value, decimal limit, decimal hysteresis) =>
        value is { Value: { } number } known
            ? Judged(known, number, limit, number > limit, number <= limit - hysteresis)
            : Judgement.Unknown;

    /// <summary>Breach at <paramref name="limit"/> or above (inclusive); clear at <paramref name="limit"/> - <paramref name="hysteresis"/> or below.</summary>
    public static Judgement AtOrAbove(in LiveValue? value, decimal limit, decimal hysteresis) =>
        value is { Value: { } number } known
            ? Judged(known, number, limit, number >= limit, number <= limit - hysteresis && number < limit)
            : Judgement.Unknown;

    static Judgement Judged(in LiveValue value, decimal number, decimal limit, bool breaches, bool clears)
    {
        var verdict = breaches ? Verdict.Breach : clears ? Verdict.Clear : Verdict.Between;
        return verdict != Verdict.Breach && value.Quality != Quality.Valid
            ? Judgement.Unknown
            : new Judgement(verdict, number, limit, value.At, value.At);
    }
}
