using Infusion.Core.Sessions;
using Infusion.Server.Identity;

namespace Infusion.Server.Sessions;

/// <summary>What people see and do at the chair, as the browser sends it. Units stand in the names; a time that is null is now.</summary>
[Requires(Act.Chart)]
public abstract record CareRequest : CommandRequest
{
    public sealed record ChartVitals(
        decimal? SystolicMmHg = null,
        decimal? DiastolicMmHg = null,
        decimal? MeanMmHg = null,
        decimal? HeartRatePerMinute = null,
        decimal? Spo2Percent = null,
        decimal? RespiratoryRatePerMinute = null,
        decimal? TemperatureCelsius = null,
        decimal? Etco2MmHg = null,
        DateTimeOffset? At = null) : CareRequest;

    /// <param name="At">Chart time of the value.</param>
    public sealed record ReviewVital(Core.Telemetry.Metric Metric, string Device, DateTimeOffset At, VitalVerdict Verdict) : CareRequest;

    public sealed record SetVitalsByHand(bool IsOn) : CareRequest;

    public sealed record GiveDose(DoseRoute Route, decimal DoseMg, DateTimeOffset? At = null) : CareRequest;

    public sealed record ChartAdverseEvent(AdverseEventCode Code, int Grade, DateTimeOffset? Onset = null) : CareRequest;

    public sealed record ChartAdverseEventOutcome(Guid AdverseEvent, AdverseEventOutcome Outcome, DateTimeOffset? At = null) : CareRequest;

    /// <param name="Name">Of a medication that is not on the list; null: it is.</param>
    public sealed record GiveRescue(
        RescueMedication Medication, decimal Dose, RescueUnit Unit, RescueRoute Route, string? Name = null, DateTimeOffset? At = null) : CareRequest;

    public sealed record ChartRescueResponse(Guid Rescue, RescueResponse Response) : CareRequest;

    public sealed record ChartSetting(SettingItem Item, bool IsOn) : CareRequest;

    [Requires(Act.CallEmergency)]
    public sealed record CallEmergency(EmergencyKind Kind) : CareRequest;

    public sealed record ChartArrival(Responder Who, DateTimeOffset? At = null) : CareRequest;

    public sealed record EndEmergency : CareRequest;
}
