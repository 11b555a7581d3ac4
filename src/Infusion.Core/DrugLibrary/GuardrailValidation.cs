namespace Infusion.Core.DrugLibrary;

/// <summary>Whether the bounds of an order are whole, in order and fit each other and what is usual.</summary>
static class GuardrailValidation
{
    /// <summary>Beyond these a number is a slip of the unit, not a decision.</summary>
    const decimal MostMg = 10_000m;
    const decimal MostMgPerKg = 50m;
    const decimal MostMgPerKgPerHour = 20m;
    const decimal MostMinutes = 24 * 60m;
    const decimal MostKg = 500m;
    const decimal MostMgInASeries = 1_000_000m;

    public static void Check(InfusionProtocol protocol, FaultList faults)
    {
        var isDoseKnown = faults.Require(
            protocol.UsualDoseMgPerKg is > 0 and <= MostMgPerKg, "usualDoseMgPerKg", $"must be above 0 and at most {FaultList.Number(MostMgPerKg)} mg/kg");
        var isDurationKnown = faults.Require(
            protocol.UsualDuration > TimeSpan.Zero && Minutes(protocol.UsualDuration) <= MostMinutes,
            "usualDuration", $"must be above 0 and at most {FaultList.Number(MostMinutes)} min");
        if (protocol.Guardrails is not { } bounds)
        {
            faults.Missing("guardrails");
            return;
        }

        var total = Sound(bounds.TotalDoseMg, "totalDoseMg", "mg", MostMg, faults);
        var perKg = Sound(bounds.DoseMgPerKg, "doseMgPerKg", "mg/kg", MostMgPerKg, faults);
        var rate = Sound(bounds.RateMgPerKgPerHour, "rateMgPerKgPerHour", "mg/kg/h", MostMgPerKgPerHour, faults);
        var duration = Sound(bounds.DurationMinutes, "durationMinutes", "min", MostMinutes, faults);
        var weight = Sound(bounds.WeightKg, "weightKg", "kg", MostKg, faults);
        if (bounds.BolusMgPerKg is not null)
        {
            // A bolus may be as small as one likes: it has no lower bound to give.
            var bolus = Sound(bounds.BolusMgPerKg, "bolusMgPerKg", "mg/kg", MostMgPerKg, faults, needsLow: false);
            faults.Require(
                !(bolus?.HardHigh > perKg?.HardHigh), "guardrails.bolusMgPerKg.hardHigh",
                $"is more than a whole dose may be ({Number(perKg?.HardHigh)} mg/kg)");
        }

        CheckCaps(bounds, total, faults);
        faults.Between(bounds.SeriesBreak, TimeSpan.FromDays(1), TimeSpan.FromDays(365), "guardrails.seriesBreak");
        faults.Require(bounds.DoseMismatchFraction is >= 0 and <= 0.1m, "guardrails.doseMismatchFraction", "must lie between 0 and 0.1");
        faults.Require(bounds.WeightChangeFraction is > 0 and <= 0.5m, "guardrails.weightChangeFraction", "must be above 0 and at most 0.5");
        var dose = isDoseKnown ? protocol.UsualDoseMgPerKg : (decimal?)null;
        var minutes = isDurationKnown ? Minutes(protocol.UsualDuration) : (decimal?)null;
        Usual(dose, perKg, "usualDoseMgPerKg", "guardrails.doseMgPerKg", "mg/kg", faults);
        Usual(minutes, duration, "usualDuration", "guardrails.durationMinutes", "min", faults);
        Usual(dose * 60m / minutes, rate, "usualDoseMgPerKg", "guardrails.rateMgPerKgPerHour", "mg/kg/h in the usual duration", faults);
        CheckHeaviest(dose * weight?.SoftHigh, total, faults);
    }

    /// <returns>Null: it is missing or wrong in itself, so nothing is compared with it.</returns>
    static Guardrail? Sound(Guardrail? guardrail, string name, string unit, decimal most, FaultList faults, bool needsLow = true)
    {
        var path = "guardrails." + name;
        if (guardrail is null)
        {
            faults.Missing(path);
            return null;
        }

        var isSound = faults.Require(guardrail.HardHigh is not null, $"{path}.hardHigh", "is missing: without it anything may be ordered")
            & faults.Require(guardrail.HardLow is not null || !needsLow, $"{path}.hardLow", "is missing: without it a slip of the unit may be ordered");
        (string Name, decimal? Value)[] inOrder =
        [
            ("hardLow", guardrail.HardLow), ("softLow", guardrail.SoftLow), ("softHigh", guardrail.SoftHigh), ("hardHigh", guardrail.HardHigh),
        ];
        (string Name, decimal Value)? before = null;
        foreach (var (bound, value) in inOrder)
        {
            if (value is not { } number)
            {
                continue;
            }

            isSound &= faults.Require(
                number >= 0 && number <= most, $"{path}.{bound}", $"must lie between 0 and {Number(most)} {unit}");
            if (before is { } lower)
            {
                isSound &= faults.Require(
                    lower.Value <= number, $"{path}.{bound}", $"{Number(number)} {unit} is below {lower.Name}, {Number(lower.Value)} {unit}");
            }

            before = (bound, number);
        }

        isSound &= faults.Require(guardrail.HardHigh is not 0m, $"{path}.hardHigh", "must be above 0");
        return isSound ? guardrail : null;
    }

    static void CheckCaps(Guardrails bounds, Guardrail? total, FaultList faults)
    {
        var isDaySound = bounds.PerDayMg is null
            || faults.Require(bounds.PerDayMg is > 0 and <= MostMg, "guardrails.perDayMg", $"must be above 0 and at most {Number(MostMg)} mg");
        var isSeriesSound = bounds.PerSeriesMg is null
            || faults.Require(
                bounds.PerSeriesMg is > 0 and <= MostMgInASeries, "guardrails.perSeriesMg", $"must be above 0 and at most {Number(MostMgInASeries)} mg");
        if (isDaySound)
        {
            faults.Require(
                !(bounds.PerDayMg < total?.HardHigh), "guardrails.perDayMg",
                $"is less than one infusion may have ({Number(total?.HardHigh)} mg)");
        }

        if (isSeriesSound)
        {
            var least = isDaySound ? bounds.PerDayMg ?? total?.HardHigh : total?.HardHigh;
            faults.Require(!(bounds.PerSeriesMg < least), "guardrails.perSeriesMg", $"is less than one day may have ({Number(least)} mg)");
        }
    }

    /// <summary>What an order begins with must need no override.</summary>
    static void Usual(decimal? value, Guardrail? guardrail, string path, string other, string unit, FaultList faults)
    {
        if (value is { } number && guardrail?.Crossed(number) is { } bound)
        {
            faults.Add(path, $"is {Number(number)} {unit}, beyond {Number(bound)} of {other}: every order would begin outside it");
        }
    }

    static void CheckHeaviest(decimal? milligrams, Guardrail? total, FaultList faults)
    {
        if (milligrams is { } dose && total?.Check(dose) == GuardrailVerdict.Hard)
        {
            faults.Add(
                "guardrails.totalDoseMg",
                $"forbids the usual dose at the highest usual weight ({Number(dose)} mg)");
        }
    }

    static decimal Minutes(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerMinute;

    static string Number(decimal? value) => value is { } number ? FaultList.Number(number) : "none";
}
