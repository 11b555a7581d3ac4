using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Charting;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Pharmacokinetics;
using Infusion.Core.Quantities;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>The last thing known of one metric. Age is the reader's to compute; a stale value is not a value.</summary>
/// <param name="At">Chart time.</param>
public readonly record struct LiveValue(decimal? Value, Quality Quality, DateTimeOffset At, DateTimeOffset ReceivedAt, string Device);

public enum Trend : byte { Unknown = 0, FallingFast = 1, Falling = 2, Steady = 3, Rising = 4, RisingFast = 5 }

/// <summary>Numbers of an open session as they stand: what the rules read and the board shows.</summary>
public sealed class SessionLive(SessionState state, SafetyLimits limits, ImmutableArray<ObservationDue> schedule)
{
    [NonSerialized]
    RulesInForce? _rules;
    [NonSerialized]
    InfusionProtocol? _protocol;
    readonly LiveValue?[] _values = new LiveValue?[64];
    readonly TrendMemory _trends = new();
    readonly ProbeMemory _probe = new();
    readonly DateTimeOffset[] _before = new DateTimeOffset[16];
    readonly DateTimeOffset?[] _ownTimes = new DateTimeOffset?[16];
    ulong _hadValue;

    public SessionState State { get; set; } = state;

    /// <summary>Of its protocol, as adjusted for this session.</summary>
    public SafetyLimits Limits { get; private set; } = limits;

    public RulesInForce Rules => _rules ??= RulesInForce.Of(Limits);

    /// <summary>Events of its stream so far.</summary>
    public long EventCount { get; internal set; }

    public LiveValue? this[Metric metric]
    {
        get => _values[(int)metric];
        set => _values[(int)metric] = value;
    }

    /// <summary>The same without a copy.</summary>
    internal ref readonly LiveValue? WordOn(Metric metric) => ref _values[(int)metric];

    /// <summary>The pump's last word on each part; parts not said in a message stand.</summary>
    public PumpState? Pump { get; set; }

    /// <summary>Chart time of the attached pump's last live word; null: none is attached, or it has not spoken.</summary>
    public DateTimeOffset? PumpAt { get; set; }

    /// <summary>Volume the attached pump gave in this session by its own counter; null: unknown.</summary>
    public Volume? Delivered { get; set; }

    public DateTimeOffset? DeliveredAsOf { get; set; }

    /// <summary>The same as drug, by the ordered concentration.</summary>
    public Mass? Given => Delivered is { } volume ? volume * State.Order.Concentration : null;

    /// <summary>What the models make of what was delivered: for the eye, never for a dose.</summary>
    public ConcentrationEstimate Estimate { get; } = new(state.Order.Weight);

    /// <summary>Conditions waiting or raised.</summary>
    public AlarmSlots Slots { get; } = new();

    /// <summary>When the cuff measurement shown was taken, on the monitor's own clock.</summary>
    public DateTimeOffset? NibpClockAt { get; private set; }

    /// <summary>What its protocol wants observed, and when.</summary>
    public ObservationClock Observations { get; } = new(schedule);

    /// <summary>Chart time of the last live message of the monitor attached; null: none yet.</summary>
    public DateTimeOffset? MonitorHeardAt { get; internal set; }

    /// <summary>Since when the finger probe has been in doubt; null: it has not.</summary>
    public DateTimeOffset? ProbeDoubtSince => _probe.Since;

    internal TrendMemory Trends => _trends;

    internal DeliveryAccount Account { get; } = new();

    internal SegmentTracker Segments { get; } = new();

    internal FlowMemory Flow { get; } = new();

    internal ContainerWatch Container { get; } = new();

    internal ChartedMinutes Minutes { get; } = new();

    internal LateEvidence Late { get; } = new();

    /// <summary>Whether the attached device ever gave a valid value of this metric here.</summary>
    public bool HadValue(Metric metric) => (_hadValue & Bit(metric)) != 0;

    /// <summary>Against about a minute or two ago (cuff: against the measurement before). Unknown without enough to compare.</summary>
    public Trend TrendOf(Metric metric) => _trends.Of(metric);

    /// <summary>Chart time of the live word on a vital before the latest, whatever device said it; the earliest time there is: none.</summary>
    internal DateTimeOffset Before(Metric metric) => (int)metric < _before.Length ? _before[(int)metric] : default;

    /// <summary>
    /// Chart time of a live value. One told again under the time of its own that is known keeps its place: a clock that was
    /// set back must not make it new.
    /// </summary>
    internal DateTimeOffset TimeOf(in Sample sample, Reading reading, DateTimeOffset chartTime)
    {
        var metric = (int)sample.Metric;
        return metric < _ownTimes.Length && sample.MeasuredAt is { } own && own == _ownTimes[metric]
            && _values[metric] is { } value && value.Device == reading.Device
            ? value.At
            : OwnTime.OnChart(sample.MeasuredAt, reading.At, chartTime);
    }

    /// <summary>The version it was planned under, which never changes; null: the clinic does not have it.</summary>
    internal InfusionProtocol? Protocol(ClinicConfiguration clinic) =>
        _protocol ??= clinic.Protocol(State.Order.Protocol, State.Order.ProtocolVersion);

    internal void Judge(SafetyLimits limits)
    {
        Limits = limits;
        _rules = null;
    }

    internal void Take(in Sample sample, DateTimeOffset at, Reading reading)
    {
        KeepBefore((int)sample.Metric, at);
        if ((int)sample.Metric < _ownTimes.Length)
        {
            _ownTimes[(int)sample.Metric] = sample.MeasuredAt;
        }

        _values[(int)sample.Metric] = new LiveValue(sample.Value, sample.Quality, at, reading.ReceivedAt, reading.Device);
        if (Limits.ProbeDoubt is { } doubt)
        {
            _probe.Take(sample, at, HadValue(sample.Metric), doubt);
        }

        if (sample is { Quality: Quality.Valid, Value: { } value })
        {
            _hadValue |= Bit(sample.Metric);
            _trends.Add(sample.Metric, at, value);
            if (sample.Metric == Metric.SpO2)
            {
                Observations.See(Observation.SpO2, at);
            }
        }
    }

    internal void Take(in CuffMeasurement measurement, Reading reading)
    {
        NibpClockAt = measurement.ClockAt;
        Observations.See(Observation.BloodPressure, measurement.At);
        TakePart(Metric.NibpSystolic, measurement.Pressure.Systolic, measurement, reading);
        TakePart(Metric.NibpDiastolic, measurement.Pressure.Diastolic, measurement, reading);
        TakePart(Metric.NibpMean, measurement.Pressure.Mean, measurement, reading);
    }

    /// <summary>Nothing of a device that is gone may look live.</summary>
    internal void Forget(string device)
    {
        for (var index = 0; index < _values.Length; index++)
        {
            if (_values[index] is { } value && value.Device == device)
            {
                KeepBefore(index, null);
                _values[index] = null;
                _hadValue &= ~Bit((Metric)index);
                _trends.Forget((Metric)index);
                Minutes.Forget((Metric)index);
            }
        }

        if (_values[(int)Metric.NibpSystolic] is null)
        {
            NibpClockAt = null;
        }

        if (_values[(int)Metric.SpO2] is null && _values[(int)Metric.PulseRate] is null)
        {
            _probe.Forget();
        }
    }

    void KeepBefore(int metric, DateTimeOffset? next)
    {
        if (metric < _before.Length && _values[metric] is { } value && value.At != next)
        {
            _before[metric] = value.At;
        }
    }

    void TakePart(Metric metric, decimal? value, in CuffMeasurement measurement, Reading reading) =>
        Take(new Sample(metric, value, value is null ? Quality.Invalid : measurement.Quality), measurement.At, reading);

    static ulong Bit(Metric metric) => 1ul << (int)metric;
}
