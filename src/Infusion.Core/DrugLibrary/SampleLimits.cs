using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.DrugLibrary;

/// <summary>Limits to begin from: the seeds of clinical reference 3.2, in three stages, with the levers against noise of 5.3. A sample.</summary>
public static class SampleLimits
{
    const AlarmPriority Caution = AlarmPriority.Low;
    const AlarmPriority Call = AlarmPriority.Medium;
    const AlarmPriority Stop = AlarmPriority.High;

    public static SafetyLimits Staged { get; } = new()
    {
        UnmonitoredAfter = TimeSpan.FromSeconds(30),
        MissingMessages = 30,
        RecoveryAtLeast = TimeSpan.FromMinutes(30),
        VolumeWindow = TimeSpan.FromMinutes(3),
        DurationToleranceFraction = 0.25m,
        Vitals =
        [
            Low(Metric.SpO2, Caution, 94m, 2m, 30),
            Low(Metric.SpO2, Call, 92m, 2m, 15) with { AdjustableFrom = 88m, AdjustableTo = 95m },
            // 15 s at 89 %, 9 s at 85 %, 3 s at 75 %: the deeper, the sooner.
            Low(Metric.SpO2, Stop, 90m, 2m, 15) with { DepthSeconds = 45m, AdjustableFrom = 85m, AdjustableTo = 94m },

            High(Metric.NibpSystolic, Caution, 160m, 5m, 0) with { IsInclusive = true, BaselineChange = 0.2m },
            Repeated(High(Metric.NibpSystolic, Call, 180m, 5m, 0) with
            {
                BaselineChange = 0.3m, AdjustableFrom = 140m, AdjustableTo = 195m,
            }),
            High(Metric.NibpSystolic, Stop, 200m, 5m, 0) with { IsInclusive = true, AdjustableFrom = 160m, AdjustableTo = 210m },
            Low(Metric.NibpSystolic, Stop, 90m, 5m, 0) with { AdjustableFrom = 80m, AdjustableTo = 110m },

            High(Metric.NibpDiastolic, Caution, 100m, 5m, 0) with { IsInclusive = true },
            Repeated(High(Metric.NibpDiastolic, Call, 110m, 5m, 0) with { AdjustableFrom = 90m, AdjustableTo = 115m }),
            High(Metric.NibpDiastolic, Stop, 120m, 5m, 0) with { IsInclusive = true },

            Low(Metric.NibpMean, Caution, 65m, 5m, 0),
            Low(Metric.NibpMean, Call, 60m, 5m, 0),
            Low(Metric.NibpMean, Stop, 55m, 5m, 0),
            High(Metric.NibpMean, Caution, 120m, 5m, 0),
            Repeated(High(Metric.NibpMean, Call, 130m, 5m, 0)),

            .. Beats(Metric.HeartRate),
            .. Beats(Metric.PulseRate),

            Low(Metric.RespiratoryRate, Caution, 10m, 1m, 30),
            Low(Metric.RespiratoryRate, Stop, 8m, 1m, 10) with { AdjustableFrom = 6m, AdjustableTo = 12m },
            High(Metric.RespiratoryRate, Caution, 24m, 1m, 30),
            High(Metric.RespiratoryRate, Call, 30m, 1m, 10) with { AdjustableFrom = 20m, AdjustableTo = 40m },

            Low(Metric.EtCO2, Caution, 30m, 2m, 30),
            High(Metric.EtCO2, Caution, 50m, 2m, 30),
            High(Metric.EtCO2, Call, 55m, 2m, 15),

            High(Metric.Temperature, Caution, 37.8m, 0.2m, 0),
            High(Metric.Temperature, Call, 38.5m, 0.2m, 0),
            High(Metric.Temperature, Stop, 40m, 0.2m, 0),
        ],
        ProbeDoubt = new ProbeDoubtSettings(0.3m, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)),
        Trends =
        [
            new(Metric.SpO2, 4m, TimeSpan.FromMinutes(3)),
            new(Metric.RespiratoryRate, 6m, TimeSpan.FromMinutes(3)),
            new(Metric.NibpSystolic, 25m, TimeSpan.FromMinutes(30)),
        ],
        SlowBreathingAndLowSpO2 = new(new(Metric.RespiratoryRate, LimitSide.Low, 10m, 1m), new(Metric.SpO2, LimitSide.Low, 94m, 2m)),
        HighEtCO2AndLowSpO2 = new(new(Metric.EtCO2, LimitSide.High, 50m, 2m), new(Metric.SpO2, LimitSide.Low, 94m, 2m)),
        SlowHeartAndLowPressure = new(new(Metric.HeartRate, LimitSide.Low, 50m, 5m), new(Metric.NibpSystolic, LimitSide.Low, 100m, 5m)),
        FastHeartAndHighPressure = new(new(Metric.HeartRate, LimitSide.High, 110m, 5m), new(Metric.NibpSystolic, LimitSide.High, 160m, 5m)),
        ApnoeaAfter = TimeSpan.FromSeconds(20),
        NotMeasuredDelay = TimeSpan.FromSeconds(15),
        RateDisagreement = new RateDisagreement(20m, TimeSpan.FromSeconds(30)),
    };

    static ImmutableArray<VitalLimit> Beats(Metric metric) =>
    [
        Low(metric, Caution, 50m, 5m, 15),
        Low(metric, Call, 45m, 5m, 15) with { AdjustableFrom = 35m, AdjustableTo = 55m },
        Low(metric, Stop, 40m, 5m, 5) with { DepthSeconds = 25m },
        High(metric, Caution, 110m, 5m, 30),
        High(metric, Call, 120m, 5m, 300) with { AdjustableFrom = 100m, AdjustableTo = 150m },
        High(metric, Stop, 140m, 5m, 10),
    ];

    static VitalLimit Low(Metric metric, AlarmPriority priority, decimal value, decimal hysteresis, int delaySeconds) =>
        Limit(metric, LimitSide.Low, priority, value, hysteresis, delaySeconds);

    static VitalLimit High(Metric metric, AlarmPriority priority, decimal value, decimal hysteresis, int delaySeconds) =>
        Limit(metric, LimitSide.High, priority, value, hysteresis, delaySeconds);

    static VitalLimit Repeated(VitalLimit limit) => limit with { IsInclusive = true, RepeatAfter = TimeSpan.FromSeconds(60) };

    static VitalLimit Limit(Metric metric, LimitSide side, AlarmPriority priority, decimal value, decimal hysteresis, int delaySeconds) =>
        new(metric, side, priority) { Value = value, Hysteresis = hysteresis, Delay = TimeSpan.FromSeconds(delaySeconds) };
}
