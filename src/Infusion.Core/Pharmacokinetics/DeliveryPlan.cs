using System.Collections.Immutable;

namespace Infusion.Core.Pharmacokinetics;

/// <summary>A stretch of constant delivery to come.</summary>
public readonly record struct PlannedDelivery(double MilligramsPerMinute, double Minutes);

/// <summary>What a forecast supposes is given from now on, stretch after stretch, and nothing after the last.</summary>
public sealed record DeliveryPlan(ImmutableArray<PlannedDelivery> Stretches)
{
    /// <summary>Nothing any more.</summary>
    public static DeliveryPlan Stops { get; } = new([]);

    /// <summary>
    /// This rate until the ordered dose is in. Where it is in already, the rate for as long as the forecast looks:
    /// a pump that runs on (a keep-vein-open rate, an overrun) is not taken to stop by itself.
    /// </summary>
    /// <param name="leftMilligrams">Of the ordered dose; zero or less: it is in.</param>
    public static DeliveryPlan GoesOnAt(double milligramsPerMinute, double leftMilligrams, TimeSpan horizon) =>
        milligramsPerMinute > 0d
            ? new([new PlannedDelivery(milligramsPerMinute, MinutesAt(milligramsPerMinute, leftMilligrams, horizon))])
            : Stops;

    /// <summary>How long <see cref="GoesOnAt"/> gives this rate, which is above zero.</summary>
    public static double MinutesAt(double milligramsPerMinute, double leftMilligrams, TimeSpan horizon) =>
        leftMilligrams > 0d ? Math.Min(leftMilligrams / milligramsPerMinute, horizon.TotalMinutes) : horizon.TotalMinutes;
}
