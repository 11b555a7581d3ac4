using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;

namespace Infusion.Core.Dosing;

/// <summary>
/// An order against its protocol: all that is wrong with it at once. A number that is absent or cannot be true is a finding of its
/// own, and then nothing is computed from any of them.
/// </summary>
public static class OrderCheck
{
    /// <summary>What no dose, weight, concentration or rate reaches, in mg, kg, mg/mL or mL/h.</summary>
    const decimal Absurd = 1_000_000m;

    const decimal Tiny = 0.000001m;

    static readonly TimeSpan LongestDuration = TimeSpan.FromDays(7);

    /// <param name="before">Null: not known.</param>
    public static ImmutableArray<OrderFinding> Findings(InfusionOrder order, InfusionProtocol protocol, DoseHistory? before, DateTimeOffset now)
    {
        var findings = new OrderFindings();
        Believable(order, findings);
        if (findings.Count > 0)
        {
            return findings.All;
        }

        Bounds(order, protocol.Guardrails, findings);
        Product(order, protocol, findings);
        OrderWeight.Check(order, protocol.Guardrails, before, now, findings);
        Caps(order, protocol.Guardrails, before, findings);
        return findings.All;
    }

    static void Believable(InfusionOrder order, OrderFindings findings)
    {
        Number("dose", "Dose", order.Dose.Milligrams, "mg");
        Number("weight", "Weight", order.Weight.Kilograms, "kg");
        if (order.WeightRecord?.Actual is { } actual)
        {
            Number("weight-actual", "Actual weight", actual.Kilograms, "kg");
        }

        if (order.OrderedMilligramsPerKilogram is { } perKilogram)
        {
            Number("dose-per-kg", "Dose by weight", perKilogram, "mg/kg");
        }

        Number("concentration", "Concentration", order.Concentration.MilligramsPerMillilitre, "mg/mL");
        Number("rate", "Rate", order.Rate.MillilitresPerHour, "mL/h");
        if (order.Duration <= TimeSpan.Zero || order.Duration > LongestDuration)
        {
            findings.Hard(
                "duration",
                FormattableString.Invariant($"Duration {Minutes(order)} min cannot be: it is above 0 and at most {LongestDuration.TotalMinutes} min"),
                Minutes(order));
        }

        void Number(string path, string what, decimal value, string unit)
        {
            if (value is < Tiny or > Absurd)
            {
                findings.Hard(path, FormattableString.Invariant($"{what} {value} {unit} cannot be: it is from {Tiny} to {Absurd} {unit}"), value);
            }
        }
    }

    static void Bounds(InfusionOrder order, Guardrails bounds, OrderFindings findings)
    {
        findings.Against(bounds.TotalDoseMg, "dose", "Dose", order.Dose.Milligrams, "mg");
        findings.Against(bounds.DoseMgPerKg, "dose-per-kg", "Dose by weight", order.DoseMilligramsPerKilogram, "mg/kg");
        findings.Against(bounds.RateMgPerKgPerHour, "rate", "Rate", order.MilligramsPerKilogramPerHour, "mg/kg/h");
        findings.Against(bounds.DurationMinutes, "duration", "Duration", Minutes(order), "min");
        findings.Against(bounds.WeightKg, "weight", "Weight", order.Weight.Kilograms, "kg");

        var asked = order.OrderedMilligramsPerKilogram * order.Weight.Kilograms;
        if (asked is { } milligrams && Math.Abs(milligrams - order.Dose.Milligrams) > order.Dose.Milligrams * bounds.DoseMismatchFraction)
        {
            findings.Hard(
                "dose-by-weight",
                $"{OrderFindings.Number(order.OrderedMilligramsPerKilogram!.Value)} mg/kg at {OrderFindings.Number(order.Weight.Kilograms)} kg are "
                + $"{OrderFindings.Number(milligrams)} mg, the dose is {OrderFindings.Number(order.Dose.Milligrams)} mg",
                milligrams,
                order.Dose.Milligrams);
        }

        var product = order.Rate * order.Duration * order.Concentration;
        var differs = Math.Abs(product.Milligrams - order.Dose.Milligrams);
        if (differs > order.Dose.Milligrams * bounds.DoseMismatchFraction)
        {
            findings.Hard(
                "rate-times-duration",
                $"{OrderFindings.Number(order.Rate.MillilitresPerHour)} mL/h over {OrderFindings.Number(Minutes(order))} min at "
                + $"{OrderFindings.Number(order.Concentration.MilligramsPerMillilitre)} mg/mL give {OrderFindings.Number(product.Milligrams)} mg, "
                + $"the dose is {OrderFindings.Number(order.Dose.Milligrams)} mg",
                product.Milligrams,
                order.Dose.Milligrams);
        }
    }

    static void Product(InfusionOrder order, InfusionProtocol protocol, OrderFindings findings)
    {
        if (!protocol.IsDrug(order.Drug))
        {
            findings.Hard("drug", $"\"{order.Drug}\" is not the drug of this protocol, {protocol.Drug}");
        }

        if (!protocol.Concentrations.IsEmpty && !protocol.Concentrations.Contains(order.Concentration))
        {
            var allowed = string.Join(" or ", protocol.Concentrations.Select(each => OrderFindings.Number(each.MilligramsPerMillilitre)));
            findings.Hard(
                "concentration",
                $"Concentration {OrderFindings.Number(order.Concentration.MilligramsPerMillilitre)} mg/mL is not one of this protocol: {allowed} mg/mL",
                order.Concentration.MilligramsPerMillilitre);
        }
    }

    static void Caps(InfusionOrder order, Guardrails bounds, DoseHistory? before, OrderFindings findings)
    {
        if (bounds.PerDayMg is null && bounds.PerSeriesMg is null)
        {
            return;
        }

        if (before is null)
        {
            findings.Soft("history", "What this patient was given before is not known, so the caps for a day and a series cannot be judged");
            return;
        }

        Cap("day-cap", "24 hours", before.GivenLast24Hours, bounds.PerDayMg);
        Cap("series-cap", "this series", before.GivenInSeries, bounds.PerSeriesMg);

        void Cap(string path, string within, Mass given, decimal? cap)
        {
            var total = (given + order.Dose).Milligrams;
            if (total > cap)
            {
                findings.Hard(
                    path,
                    $"{OrderFindings.Number(given.Milligrams)} mg were given within {within}; with this dose {OrderFindings.Number(total)} mg, "
                    + $"the cap is {OrderFindings.Number(cap.Value)} mg",
                    total,
                    cap);
            }
        }
    }

    static decimal Minutes(InfusionOrder order) => (decimal)order.Duration.Ticks / TimeSpan.TicksPerMinute;
}
