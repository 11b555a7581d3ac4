using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>
/// Limits, delays and rule settings in force. Who stands for them is said by the protocol they are part of.
/// Seeds: clinical reference 3.2.
/// </summary>
public sealed record SafetyLimits
{
    public ImmutableArray<VitalLimit> Vitals { get; init; } = Basic;

    /// <summary>By the rule's code; a rule that is not here is on, as it ships.</summary>
    public ImmutableDictionary<string, RuleTuning> Rules { get; init; } = ImmutableDictionary<string, RuleTuning>.Empty;

    /// <summary>Nothing from an attached device for this long while the session needs it.</summary>
    public TimeSpan TelemetryLostAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A pump may run this long before the session is started, and after it was stopped.</summary>
    public TimeSpan PumpWithoutSessionDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Fraction of the ordered rate by which the pump's may differ.</summary>
    public decimal RateToleranceFraction { get; init; } = 0.05m;

    public TimeSpan RateDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The infusion may run this long without a valid SpO2, inclusive; null: not judged.</summary>
    public TimeSpan? UnmonitoredAfter { get; init; }

    /// <summary>After the start, for the blood pressure that should have been taken before it.</summary>
    public TimeSpan BaselineDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A monitor may measure this long with nobody checked in.</summary>
    public TimeSpan CheckInDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A device said to be offline may come back within this.</summary>
    public TimeSpan OfflineDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>So many messages of a device missing within <see cref="MissingWithin"/> are too many, inclusive; null: not judged.</summary>
    public int? MissingMessages { get; init; }

    public TimeSpan MissingWithin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Recovery is watched at least so long, inclusive, and vitals are within their limits at discharge; null: not judged.</summary>
    public TimeSpan? RecoveryAtLeast { get; init; }

    /// <summary>A pump may stand still this long while the infusion is charted as running.</summary>
    public TimeSpan StopChartedWithin { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A session may stay open this long after discharge.</summary>
    public TimeSpan ClosedWithin { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Fraction by which a volume may differ from what was ordered or from what the rate gives.</summary>
    public decimal VolumeToleranceFraction { get; init; } = 0.05m;

    /// <summary>And so many mL at least: counters are coarse.</summary>
    public decimal VolumeToleranceMl { get; init; } = 0.5m;

    /// <summary>The counter is compared with rate times time over this, at most five minutes; null: not compared.</summary>
    public TimeSpan? VolumeWindow { get; init; }

    /// <summary>Fraction of the ordered dose by which more may be given before it is an overdose: what keep-vein-open adds.</summary>
    public decimal DoseToleranceFraction { get; init; } = 0.05m;

    /// <summary>Fraction by which the concentration set on the pump may differ from the ordered one: rounding.</summary>
    public decimal ConcentrationToleranceFraction { get; init; } = 0.02m;

    /// <summary>Fraction of the ordered duration by which an infusion may take longer; null: not judged.</summary>
    public decimal? DurationToleranceFraction { get; init; }

    /// <summary>A pump that stops before this fraction of the ordered dose stopped early.</summary>
    public decimal EarlyEndFraction { get; init; } = 0.95m;

    public TimeSpan EarlyEndDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>ng/mL. The plasma's estimated peak, by the highest of the models, may be up to this.</summary>
    public decimal EstimatedPlasmaCeilingNgPerMl { get; init; } = 500m;

    /// <summary>A high alarm that nobody acknowledged calls the first who is on duty after this.</summary>
    public TimeSpan EscalateHighAfter { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>And a medium one after this. A low one calls nobody.</summary>
    public TimeSpan EscalateMediumAfter { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How often the last on duty is reminded; not more often than each 10 s.</summary>
    public TimeSpan RemindEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>So many low and medium alarms of one session sound one by one within <see cref="ManyAlarmsWithin"/>; more sound as one.</summary>
    public int ManyAlarms { get; init; } = 6;

    public TimeSpan ManyAlarmsWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>When a finger probe is not believed at once; null: it always is.</summary>
    public ProbeDoubtSettings? ProbeDoubt { get; init; }

    /// <summary>Vitals that move towards a limit; at most one for each metric. Empty: not judged.</summary>
    public ImmutableArray<TrendLimit> Trends { get; init; } = [];

    /// <summary>Little breathing and a saturation that shows it; null: not judged.</summary>
    public Combination? SlowBreathingAndLowSpO2 { get; init; }

    /// <summary>CO2 that is not breathed out and a saturation that shows it; null: not judged.</summary>
    public Combination? HighEtCO2AndLowSpO2 { get; init; }

    /// <summary>The first half is the heart's rate, told by the pulse where there is no other; null: not judged.</summary>
    public Combination? SlowHeartAndLowPressure { get; init; }

    /// <summary>The first half is the heart's rate, told by the pulse where there is no other; null: not judged.</summary>
    public Combination? FastHeartAndHighPressure { get; init; }

    /// <summary>Two halves of a combination hold together for so long.</summary>
    public TimeSpan CombinationDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>No breath is told of for so long while the monitor tells of something else; null: not judged.</summary>
    public TimeSpan? ApnoeaAfter { get; init; }

    /// <summary>A vital that was there is no longer told for so long beyond its staleness, while the monitor talks; null: not judged.</summary>
    public TimeSpan? NotMeasuredDelay { get; init; }

    /// <summary>Heart rate, pulse at the finger and pulse at the cuff are apart; null: not judged.</summary>
    public RateDisagreement? RateDisagreement { get; init; }

    /// <summary>The few limits that hold where no protocol says more.</summary>
    static ImmutableArray<VitalLimit> Basic { get; } =
    [
        new(Metric.SpO2, LimitSide.Low, AlarmPriority.High) { Value = 90m, Hysteresis = 2m, Delay = TimeSpan.FromSeconds(15) },
        new(Metric.NibpSystolic, LimitSide.High, AlarmPriority.Medium)
        {
            Value = 180m, IsInclusive = true, Hysteresis = 5m, RepeatAfter = TimeSpan.FromSeconds(60),
        },
        new(Metric.RespiratoryRate, LimitSide.Low, AlarmPriority.High) { Value = 8m, Hysteresis = 1m, Delay = TimeSpan.FromSeconds(10) },
        new(Metric.RespiratoryRate, LimitSide.High, AlarmPriority.Medium) { Value = 30m, Hysteresis = 1m, Delay = TimeSpan.FromSeconds(10) },
    ];

    /// <summary>The limits of one side of a metric.</summary>
    public IEnumerable<VitalLimit> Of(Metric metric, LimitSide side) =>
        Vitals.Where(limit => limit.Metric == metric && limit.Side == side);

    /// <summary>The same with each limit of one side of a metric changed.</summary>
    public SafetyLimits With(Metric metric, LimitSide side, Func<VitalLimit, VitalLimit> change) =>
        this with { Vitals = [.. Vitals.Select(limit => limit.Metric == metric && limit.Side == side ? change(limit) : limit)] };
}
