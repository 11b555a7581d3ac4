using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;

namespace Infusion.Core.Dosing;

/// <summary>The weight of an order: how it came about, what it is based on, and whether it is a slip.</summary>
static class OrderWeight
{
    const decimal PoundsPerKilogram = 2.2046m;

    /// <summary>A weight that is the last one by this factor, within so much of it, was taken in the other unit.</summary>
    const decimal PoundSlip = 0.05m;

    /// <summary>Rounding of an ideal or adjusted weight.</summary>
    const decimal BasisToleranceKg = 0.5m;

    static readonly Guardrail PlausibleHeight = new(100m, null, null, 250m);

    public static void Check(InfusionOrder order, Guardrails bounds, DoseHistory? before, DateTimeOffset now, OrderFindings findings)
    {
        Kept(order.WeightRecord, now, findings);
        Basis(order, findings);
        if (order.ActualWeight is { } actual && before?.LastWeight is { } last)
        {
            AgainstLast(actual.Kilograms, last.Kilograms, bounds.WeightChangeFraction, findings);
        }
    }

    static void Kept(WeightRecord? record, DateTimeOffset now, OrderFindings findings)
    {
        if (record?.Method is not (WeightMethod.Measured or WeightMethod.Stated))
        {
            findings.Hard("weight-method", "It is not said whether the weight was measured or stated");
        }

        // A day by the clinic's calendar may have begun before the one of UTC.
        if (record?.On is not { } on || on > DateOnly.FromDateTime(now.UtcDateTime).AddDays(1))
        {
            findings.Hard("weight-date", "The day of the weight is absent or in the future");
        }
    }

    static void Basis(InfusionOrder order, OrderFindings findings)
    {
        if (order.WeightBasis == WeightBasis.Actual)
        {
            return;
        }

        if (order.WeightBasis is not (WeightBasis.Ideal or WeightBasis.Adjusted))
        {
            findings.Hard("weight-basis", "It is not said whether the weight is actual, ideal or adjusted");
            return;
        }

        var word = order.WeightBasis == WeightBasis.Ideal ? "ideal" : "adjusted";
        if (order.WeightRecord is not { Height: { } height, Actual: { } actual, Sex: Sex.Female or Sex.Male } record)
        {
            findings.Hard("weight-basis", $"An {word} weight needs the actual weight, the height and the sex");
            return;
        }

        if (PlausibleHeight.Crossed(height.Centimetres) is { } bound)
        {
            findings.Hard("height", $"Height {OrderFindings.Number(height.Centimetres)} cm is beyond {OrderFindings.Number(bound)} cm", height.Centimetres, bound);
            return;
        }

        var ideal = BodyWeight.Ideal(height, record.Sex);
        var expected = order.WeightBasis == WeightBasis.Ideal ? ideal : BodyWeight.Adjusted(actual, height, record.Sex);
        if (expected is not { } kilograms)
        {
            findings.Hard("weight-basis", $"There is no {word} weight for this body size; dose by the actual weight");
        }
        else if (Math.Abs(kilograms.Kilograms - order.Weight.Kilograms) > BasisToleranceKg)
        {
            findings.Hard(
                "weight-basis",
                $"The {word} weight is {OrderFindings.Number(kilograms.Kilograms)} kg, the order says {OrderFindings.Number(order.Weight.Kilograms)} kg",
                order.Weight.Kilograms,
                kilograms.Kilograms);
        }
    }

    static void AgainstLast(decimal kilograms, decimal last, decimal tolerance, OrderFindings findings)
    {
        var numbers = $"{OrderFindings.Number(kilograms)} kg, last time {OrderFindings.Number(last)} kg";
        if (IsPoundSlip(kilograms / last) || IsPoundSlip(last / kilograms))
        {
            findings.Hard("weight-pounds", $"The weight looks like pounds and kilograms mixed up: {numbers}", kilograms, last);
        }
        else if (Math.Abs(kilograms - last) > last * tolerance)
        {
            findings.Soft("weight-change", $"The weight changed by more than {OrderFindings.Number(tolerance * 100)} %: {numbers}", kilograms, last);
        }
    }

    static bool IsPoundSlip(decimal ratio) =>
        Math.Abs(ratio - PoundsPerKilogram) <= PoundsPerKilogram * PoundSlip;
}
