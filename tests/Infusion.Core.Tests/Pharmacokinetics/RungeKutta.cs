using Infusion.Core.Pharmacokinetics;

namespace Infusion.Core.Tests.Pharmacokinetics;

/// <summary>The differential equations of a model solved step by step, knowing nothing of modes.</summary>
static class RungeKutta
{
    const double StepMinutes = 0.01;

    /// <summary>Plasma and effect site in ng/mL after the stretches.</summary>
    public static (double Plasma, double EffectSite) After(CompartmentModel model, double kilograms, params (double MilligramsPerMinute, double Minutes)[] stretches)
    {
        var volume = model.CentralLitresPerKilogram * kilograms;
        var amounts = new double[4];
        foreach (var (rate, minutes) in stretches)
        {
            var steps = (int)Math.Ceiling(minutes / StepMinutes);
            for (var step = 0; step < steps; step++)
            {
                amounts = Next(amounts, minutes / steps, each => Slope(each, rate, volume, model.Constants));
            }
        }

        return (amounts[0] / volume * 1000, amounts[3]);
    }

    /// <summary>Milligrams in three compartments, and the effect site in ng/mL.</summary>
    static double[] Slope(double[] amounts, double rate, double volume, RateConstants k) =>
    [
        rate - ((k.K10 + k.K12 + k.K13) * amounts[0]) + (k.K21 * amounts[1]) + (k.K31 * amounts[2]),
        (k.K12 * amounts[0]) - (k.K21 * amounts[1]),
        (k.K13 * amounts[0]) - (k.K31 * amounts[2]),
        0.0835 * ((amounts[0] / volume * 1000) - amounts[3]),
    ];

    static double[] Next(double[] now, double step, Func<double[], double[]> slope)
    {
        var first = slope(now);
        var second = slope(Along(now, first, step / 2));
        var third = slope(Along(now, second, step / 2));
        var fourth = slope(Along(now, third, step));
        return [.. now.Select((value, index) => value + (step / 6 * (first[index] + (2 * second[index]) + (2 * third[index]) + fourth[index])))];
    }

    static double[] Along(double[] now, double[] slope, double step) => [.. now.Select((value, index) => value + (step * slope[index]))];
}
