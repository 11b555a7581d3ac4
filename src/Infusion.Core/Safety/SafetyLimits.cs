namespace Infusion.Core.Safety;

/// <summary>
/// Limits and delays in force. Configuration that a medical director approves; what ships is a sample and says so.
/// Seeds: clinical reference 3.2. Low and high are exclusive: a value below Low or above High breaches, unless said otherwise.
/// </summary>
public sealed record SafetyLimits
{
    /// <summary>False until someone with the right has approved this set. Screens say "sample limits".</summary>
    public bool Approved { get; init; }

    /// <summary>Percent. SpO2 below this for <see cref="SpO2Delay"/> is an alarm.</summary>
    public decimal SpO2Low { get; init; } = 90m;

    /// <summary>Percent above the limit at which the condition clears.</summary>
    public decimal SpO2Hysteresis { get; init; } = 2m;

    public TimeSpan SpO2Delay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>mmHg, inclusive: at or above is a breach; confirmed by a second measurement.</summary>
    public decimal SystolicHigh { get; init; } = 180m;

    public decimal SystolicHysteresis { get; init; } = 5m;

    /// <summary>The second measurement is at least this much later on the device's clock.</summary>
    public TimeSpan NibpRepeatAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Breaths a minute.</summary>
    public decimal RespiratoryRateLow { get; init; } = 8m;

    public decimal RespiratoryRateHigh { get; init; } = 30m;

    public decimal RespiratoryRateHysteresis { get; init; } = 1m;

    public TimeSpan RespiratoryRateDelay { get; init; } = TimeSpan.FromSeconds(10);

    public decimal HeartRateLow { get; init; } = 45m;

    public decimal HeartRateHigh { get; init; } = 120m;

    /// <summary>Nothing from an attached device for this long while the session needs it.</summary>
    public TimeSpan TelemetryLostAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A pump may run this long before the session is started, and after it was stopped.</summary>
    public TimeSpan PumpWithoutSessionDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Fraction of the ordered rate by which the pump's may differ.</summary>
    public decimal RateToleranceFraction { get; init; } = 0.05m;

    public TimeSpan RateDelay { get; init; } = TimeSpan.FromSeconds(10);
}
