using System.Collections.Immutable;

namespace Infusion.Core.Pharmacokinetics;

/// <summary>The band so long after now.</summary>
public readonly record struct ForecastPoint(TimeSpan After, ConcentrationBand Plasma, ConcentrationBand EffectSite);

/// <summary>What the models say will be if a plan is given. Pure: looks at a body and leaves it as it is.</summary>
public static class ConcentrationForecast
{
    /// <summary>The band from now to the horizon (inclusive), each <paramref name="every"/>.</summary>
    public static ImmutableArray<ForecastPoint> Points(ModelledBody now, DeliveryPlan plan, TimeSpan horizon, TimeSpan every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, TimeSpan.Zero);
        var body = now.Copy();
        var points = ImmutableArray.CreateBuilder<ForecastPoint>();
        points.Add(new ForecastPoint(TimeSpan.Zero, body.Plasma, body.EffectSite));
        for (var at = every; at <= horizon; at += every)
        {
            var until = at.TotalMinutes;
            var from = (at - every).TotalMinutes;
            var begins = 0d;
            foreach (var stretch in plan.Stretches)
            {
                var ends = begins + stretch.Minutes;
                Pass(body, stretch.MilligramsPerMinute, Math.Min(ends, until) - Math.Max(begins, from));
                begins = ends;
            }

            Pass(body, 0d, until - Math.Max(begins, from));
            points.Add(new ForecastPoint(at, body.Plasma, body.EffectSite));
        }

        return points.ToImmutable();
    }

    /// <summary>The highest plasma concentration over the models while this rate is given so long, now included. Afterwards it only falls.</summary>
    public static double PeakPlasmaNgPerMl(ModelledBody now, double milligramsPerMinute, double minutes)
    {
        var models = KetamineModels.Span;
        var peak = 0d;
        for (var index = 0; index < models.Length; index++)
        {
            peak = Math.Max(peak, models[index].PeakPlasma(now.States[index], milligramsPerMinute / now.Kilograms, minutes));
        }

        return peak;
    }

    static void Pass(ModelledBody body, double milligramsPerMinute, double minutes)
    {
        if (minutes > 0d)
        {
            body.Step(milligramsPerMinute * minutes, minutes);
        }
    }
}
