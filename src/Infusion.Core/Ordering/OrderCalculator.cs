using System.Collections.Immutable;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;

namespace Infusion.Core.Ordering;

/// <summary>
/// Weight, dose, concentration, volume, rate and duration of an order from what a physician types. Exact decimals; each result is
/// rounded once, half up, to what a syringe or a pump can be set to, and what is shown is what is ordered.
/// </summary>
public static class OrderCalculator
{
    const decimal Least = 0.001m;
    const decimal Most = 100_000m;
    const int WeightDigits = 2;
    const int DoseDigits = 2;
    const int ConcentrationDigits = 4;

    /// <summary>Pumps take tenths of a mL/h.</summary>
    const int RateDigits = 1;

    static readonly Guardrail PlausibleHeight = new(100m, null, null, 250m);

    /// <param name="before">Null: not known.</param>
    public static OrderCalculation Calculate(OrderDraft draft, InfusionProtocol protocol, DoseHistory? before, DateTimeOffset now)
    {
        var faults = ImmutableArray.CreateBuilder<OrderFault>();
        var actual = ActualWeight(draft, faults);
        var isHeightPlausible = draft.HeightCm is not { } said || PlausibleHeight.Crossed(said) is null;
        if (!isHeightPlausible)
        {
            faults.Add(new("height", "That height cannot be; enter 100 to 250 cm, or leave it out where the dose goes by the actual weight."));
        }

        var weight = isHeightPlausible && actual is { } known ? DosingWeight(draft, known, faults) : null;
        var isDoseThere = OneOf(draft.DoseMgPerKg, "dose-per-kg", draft.DoseMg, "dose", "the dose, either in mg/kg or in mg", faults);
        var isProductThere = OneOf(
            draft.ConcentrationMgPerMl, "concentration", draft.TotalVolumeMl, "volume", "the concentration, or the volume that holds the dose", faults);
        var isDurationThere = Entered(draft.DurationMinutes, "duration", "the duration in minutes", faults);
        if (weight is not { } kilograms || !isDoseThere || !isProductThere || !isDurationThere)
        {
            return new OrderCalculation(weight, null, faults.ToImmutable(), []);
        }

        var milligrams = Round(draft.DoseMgPerKg * kilograms.Kilograms ?? draft.DoseMg!.Value, DoseDigits);
        var strength = draft.ConcentrationMgPerMl ?? Round(milligrams / draft.TotalVolumeMl!.Value, ConcentrationDigits);
        if (milligrams <= 0 || strength <= 0)
        {
            faults.Add(new("dose", "So small a dose cannot be drawn up; enter a larger dose or a smaller volume."));
            return new OrderCalculation(weight, null, faults.ToImmutable(), []);
        }

        var (dose, concentration) = (Mass.FromMilligrams(milligrams), Concentration.FromMilligramsPerMillilitre(strength));
        var duration = TimeSpan.FromTicks((long)(draft.DurationMinutes!.Value * TimeSpan.TicksPerMinute));
        var order = new InfusionOrder(
            protocol.Id, protocol.Version, protocol.Drug, dose, kilograms, draft.Basis, concentration,
            Rate.FromMillilitresPerHour(Round((dose / concentration / duration).MillilitresPerHour, RateDigits)), duration)
        {
            WeightRecord = new WeightRecord(
                draft.Method, draft.WeighedOn, draft.Basis == WeightBasis.Actual ? null : actual,
                draft.HeightCm is { } height ? Height.FromCentimetres(height) : null, draft.Sex),
            OrderedMilligramsPerKilogram = draft.DoseMgPerKg,
            Route = draft.Route,
        };
        return new OrderCalculation(weight, order, [], OrderCheck.Findings(order, protocol, before, now));
    }

    static BodyWeight? ActualWeight(OrderDraft draft, ImmutableArray<OrderFault>.Builder faults)
    {
        if (!Entered(draft.Weight, "weight", "the weight", faults))
        {
            return null;
        }

        if (draft.WeightUnit is not (WeightUnit.Kilogram or WeightUnit.Pound))
        {
            faults.Add(new("weight", "Say whether the weight is in kg or in lb."));
            return null;
        }

        var entered = draft.Weight!.Value;
        return Rounded(draft.WeightUnit == WeightUnit.Pound ? BodyWeight.FromPounds(entered) : BodyWeight.FromKilograms(entered), "weight", faults);
    }

    static BodyWeight? DosingWeight(OrderDraft draft, BodyWeight actual, ImmutableArray<OrderFault>.Builder faults)
    {
        if (draft.Basis == WeightBasis.Actual)
        {
            return actual;
        }

        var word = draft.Basis == WeightBasis.Ideal ? "ideal" : "adjusted";
        if (draft.Basis is not (WeightBasis.Ideal or WeightBasis.Adjusted))
        {
            faults.Add(new("weight-basis", "Say whether the dose goes by the actual, ideal or adjusted weight."));
            return null;
        }

        if (draft.HeightCm is not { } centimetres)
        {
            faults.Add(new("height", $"An {word} weight needs the height; enter 100 to 250 cm."));
            return null;
        }

        if (draft.Sex is not (Sex.Female or Sex.Male))
        {
            faults.Add(new("sex", $"An {word} weight needs the sex that its formula goes by."));
            return null;
        }

        var height = Height.FromCentimetres(centimetres);
        if ((draft.Basis == WeightBasis.Ideal ? BodyWeight.Ideal(height, draft.Sex) : BodyWeight.Adjusted(actual, height, draft.Sex)) is not { } weight)
        {
            faults.Add(new("weight-basis", $"There is no {word} weight for this body size; dose by the actual weight."));
            return null;
        }

        return Rounded(weight, "weight", faults);
    }

    static BodyWeight? Rounded(BodyWeight weight, string path, ImmutableArray<OrderFault>.Builder faults)
    {
        var kilograms = Round(weight.Kilograms, WeightDigits);
        if (kilograms > 0)
        {
            return BodyWeight.FromKilograms(kilograms);
        }

        faults.Add(new(path, "So small a weight cannot be; enter it again."));
        return null;
    }

    static bool OneOf(decimal? first, string firstPath, decimal? second, string secondPath, string what, ImmutableArray<OrderFault>.Builder faults)
    {
        if (first is not null && second is not null)
        {
            faults.Add(new(secondPath, $"Enter {what}, not both."));
            return false;
        }

        return second is null ? Entered(first, firstPath, what, faults) : Entered(second, secondPath, what, faults);
    }

    static bool Entered(decimal? value, string path, string what, ImmutableArray<OrderFault>.Builder faults)
    {
        if (value is >= Least and <= Most)
        {
            return true;
        }

        faults.Add(new(path, value is null ? $"Enter {what}." : $"Enter {what}: from {CheckedNumber(Least)} to {CheckedNumber(Most)}."));
        return false;
    }

    static string CheckedNumber(decimal value) => FormattableString.Invariant($"{value:0.####}");

    static decimal Round(decimal value, int digits) => Math.Round(value, digits, MidpointRounding.AwayFromZero);
}
