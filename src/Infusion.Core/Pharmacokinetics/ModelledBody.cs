using Infusion.Core.Quantities;

namespace Infusion.Core.Pharmacokinetics;

/// <summary>One body as every model sees it, beginning with no drug in it. Steps without allocation.</summary>
public sealed class ModelledBody
{
    readonly double _kilograms;
    readonly KineticState[] _states;

    /// <param name="weight">The weight that the dose was ordered by.</param>
    public ModelledBody(BodyWeight weight)
        : this((double)weight.Kilograms, new KineticState[KetamineModels.Span.Length])
    {
    }

    ModelledBody(double kilograms, KineticState[] states)
    {
        _kilograms = kilograms;
        _states = states;
    }

    public ConcentrationBand Plasma => Band(static state => state.Plasma);

    public ConcentrationBand EffectSite => Band(static state => state.EffectSite);

    public double Kilograms => _kilograms;

    /// <summary>In the order of <see cref="KetamineModels.All"/>.</summary>
    public IReadOnlyList<KineticState> States => _states;

    public ModelledBody Copy() => new(_kilograms, [.. _states]);

    /// <summary>Time passes, and the mass goes in evenly meanwhile; at once if no time passes.</summary>
    public void Step(double milligrams, double minutes)
    {
        var models = KetamineModels.Span;
        for (var index = 0; index < models.Length; index++)
        {
            _states[index] = models[index].Step(_states[index], milligrams / _kilograms, minutes);
        }
    }

    ConcentrationBand Band(Func<KineticState, double> value)
    {
        var models = KetamineModels.Span;
        var (low, high) = (0, 0);
        for (var index = 1; index < models.Length; index++)
        {
            low = value(_states[index]) < value(_states[low]) ? index : low;
            high = value(_states[index]) > value(_states[high]) ? index : high;
        }

        return new ConcentrationBand(value(_states[low]), models[low].Name, value(_states[high]), models[high].Name);
    }
}
