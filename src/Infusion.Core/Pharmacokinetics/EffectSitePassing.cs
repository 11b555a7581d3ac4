namespace Infusion.Core.Pharmacokinetics;

/// <summary>
/// When the effect site will have fallen below a level for good (it may still rise after a stop, and again in a plan).
/// Zero: it is below now and stays there. Null: not within the horizon.
/// </summary>
public readonly record struct EffectSitePassing(TimeSpan? First, string FirstModel, TimeSpan? Last, string LastModel)
{
    /// <summary>Steps in which a stretch of delivery is looked through; what rises above the level and falls again within one is not seen.</summary>
    const double LookMinutes = 0.5d;

    /// <summary>A hundredth of a second.</summary>
    const double Precision = 1d / 6000d;

    /// <param name="levelNgPerMl">Above zero; at the level is not yet below.</param>
    public static EffectSitePassing Below(ModelledBody now, DeliveryPlan plan, double levelNgPerMl, TimeSpan horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levelNgPerMl);
        var models = KetamineModels.Span;
        var (first, last) = (0, 0);
        var minutes = new double[models.Length];
        for (var index = 0; index < models.Length; index++)
        {
            minutes[index] = Minutes(models[index], now.States[index], now.Kilograms, plan, levelNgPerMl, horizon.TotalMinutes);
            first = minutes[index] < minutes[first] ? index : first;
            last = minutes[index] > minutes[last] ? index : last;
        }

        return new EffectSitePassing(Span(minutes[first]), models[first].Name, Span(minutes[last]), models[last].Name);
    }

    static TimeSpan? Span(double minutes) => double.IsInfinity(minutes) ? null : TimeSpan.FromMinutes(minutes);

    /// <summary>Positive infinity: not within the horizon.</summary>
    static double Minutes(CompartmentModel model, KineticState state, double kilograms, DeliveryPlan plan, double level, double horizon)
    {
        var at = 0d;
        var below = 0d;
        foreach (var stretch in plan.Stretches)
        {
            var rate = stretch.MilligramsPerMinute / kilograms;
            var ends = Math.Min(at + stretch.Minutes, horizon);
            while (at < ends)
            {
                var step = Math.Min(LookMinutes, ends - at);
                var next = model.Step(state, rate * step, step);
                below = next.EffectSite >= level ? double.PositiveInfinity
                    : state.EffectSite >= level ? at + Crossing(model, state, rate, 0d, step, level)
                    : below;
                at = step < LookMinutes ? ends : at + step;
                state = next;
            }
        }

        return at >= horizon ? below : AfterTheLast(model, state, at, below, level, horizon);
    }

    /// <summary>With nothing given plasma falls, and the effect site rises until the two meet and falls from there on.</summary>
    static double AfterTheLast(CompartmentModel model, KineticState state, double at, double below, double level, double horizon)
    {
        var left = horizon - at;
        var top = state.EffectSite < state.Plasma ? Bisect(0d, left, minutes => Later(minutes) is var later && later.EffectSite < later.Plasma) : 0d;
        if (Math.Max(state.EffectSite, Later(top).EffectSite) < level)
        {
            return below;
        }

        return Later(left).EffectSite >= level ? double.PositiveInfinity : at + Crossing(model, state, 0d, top, left, level);

        KineticState Later(double minutes) => model.Step(state, 0d, minutes);
    }

    static double Crossing(CompartmentModel model, KineticState state, double rate, double from, double until, double level) =>
        Bisect(from, until, minutes => model.Step(state, rate * minutes, minutes).EffectSite >= level);

    /// <summary>The end of what holds from <paramref name="from"/> on; at <paramref name="until"/> it does not hold any more.</summary>
    static double Bisect(double from, double until, Func<double, bool> holds)
    {
        while (until - from > Precision)
        {
            var middle = (from + until) / 2d;
            (from, until) = holds(middle) ? (middle, until) : (from, middle);
        }

        return until;
    }
}
