using System.Collections;
using System.Reflection;
using Infusion.Core.Safety;

namespace Infusion.Core.DrugLibrary;

/// <summary>
/// Every number among the settings, however deep and whenever it was added, lies within reason: what has no bounds of its own
/// here has those of its kind.
/// </summary>
static class SettingBounds
{
    const decimal MostNumber = 100_000m;
    static readonly TimeSpan LongestTime = TimeSpan.FromHours(24);
    static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Judged elsewhere, or no setting.</summary>
    static readonly string[] Left = [nameof(SafetyLimits.Vitals), nameof(SafetyLimits.Rules)];

    /// <summary>By path, inclusive.</summary>
    static readonly Dictionary<string, (TimeSpan Least, TimeSpan Most)> Times = new()
    {
        ["safety.telemetryLostAfter"] = (TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)),
        ["safety.pumpWithoutSessionDelay"] = (TimeSpan.Zero, TimeSpan.FromMinutes(2)),
        ["safety.rateDelay"] = (TimeSpan.Zero, TimeSpan.FromMinutes(2)),
        ["safety.combinationDelay"] = (TimeSpan.Zero, TimeSpan.FromMinutes(2)),
        ["safety.apnoeaAfter"] = (TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1)),
        ["safety.volumeWindow"] = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)),
        ["safety.earlyEndDelay"] = (TimeSpan.Zero, TimeSpan.FromMinutes(10)),
        ["safety.unmonitoredAfter"] = (TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)),
        ["safety.offlineDelay"] = (TimeSpan.Zero, TimeSpan.FromMinutes(1)),
        ["safety.notMeasuredDelay"] = (TimeSpan.Zero, TimeSpan.FromMinutes(5)),

        // It holds a true alarm back.
        ["safety.probeDoubt.atMost"] = (TimeSpan.Zero, TimeSpan.FromMinutes(1)),
    };

    static readonly Dictionary<string, (decimal Least, decimal Most)> Numbers = new()
    {
        ["safety.rateToleranceFraction"] = (0.005m, 0.5m),
        ["safety.volumeToleranceFraction"] = (0.005m, 0.5m),
        ["safety.volumeToleranceMl"] = (0m, 10m),
        ["safety.doseToleranceFraction"] = (0m, 0.25m),
        ["safety.concentrationToleranceFraction"] = (0m, 0.1m),
        ["safety.durationToleranceFraction"] = (0.05m, 2m),
        ["safety.earlyEndFraction"] = (0.5m, 1m),
        ["safety.probeDoubt.perfusionBelow"] = (0m, 5m),
        ["safety.estimatedPlasmaCeilingNgPerMl"] = (50m, 5_000m),
    };

    public static void Check(SafetyLimits limits, FaultList faults)
    {
        foreach (var property in typeof(SafetyLimits).GetProperties().Where(property => !Left.Contains(property.Name)))
        {
            CheckOne(property, limits, $"safety.{Camel(property.Name)}", faults);
        }
    }

    static void CheckOne(PropertyInfo property, object owner, string path, FaultList faults)
    {
        var value = property.GetValue(owner);
        if (value is not null)
        {
            CheckValue(value, path, faults);
        }
        else if (property.PropertyType.IsClass && IsNeeded(property))
        {
            faults.Missing(path);
        }
    }

    static void CheckValue(object value, string path, FaultList faults)
    {
        switch (value)
        {
            case TimeSpan time:
                var (shortest, longest) = Times.GetValueOrDefault(path, (TimeSpan.Zero, LongestTime));
                faults.Between(time, shortest, longest, path);
                break;
            case decimal or int:
                var (least, most) = Numbers.GetValueOrDefault(path, (0m, path.EndsWith("Fraction", StringComparison.Ordinal) ? 1m : MostNumber));
                var number = Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture);
                faults.Require(
                    number >= least && number <= most, path, $"must lie between {FaultList.Number(least)} and {FaultList.Number(most)}");
                break;
            case Enum word:
                faults.Require(Enum.IsDefined(word.GetType(), word) && Convert.ToInt32(word, System.Globalization.CultureInfo.InvariantCulture) != 0, path, "is no word that is known");
                break;
            case IEnumerable items and not string:
                CheckItems(items, path, faults);
                break;
            case { } part when part.GetType().Namespace?.StartsWith("Infusion.Core", StringComparison.Ordinal) == true:
                foreach (var property in part.GetType().GetProperties())
                {
                    CheckOne(property, part, $"{path}.{Camel(property.Name)}", faults);
                }

                break;
            default:
                break;
        }
    }

    static void CheckItems(IEnumerable items, string path, FaultList faults)
    {
        // A list that was never made cannot even be counted.
        if (items.GetType().GetProperty("IsDefault")?.GetValue(items) is true)
        {
            faults.Missing(path);
            return;
        }

        var index = 0;
        foreach (var item in items)
        {
            var here = $"{path}[{index++}]";
            if (item is null)
            {
                faults.Missing(here);
            }
            else
            {
                CheckValue(item, here, faults);
            }
        }
    }

    static bool IsNeeded(PropertyInfo property)
    {
        lock (Nullability)
        {
            return Nullability.Create(property).ReadState == NullabilityState.NotNull;
        }
    }

    static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
