using System.Collections.Immutable;
using Infusion.Core.Admission;
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
/// <param name="Device">Or the person who charted it: <see cref="HandSource"/>.</param>
public readonly record struct LiveValue(decimal? Value, Quality Quality, DateTimeOffset At, DateTimeOffset ReceivedAt, string Device)
{
    public bool IsByHand => HandSource.Is(Device);
}

public enum Trend : byte { Unknown = 0, FallingFast = 1, Falling = 2, Steady = 3, Rising = 4, RisingFast = 5 }

/// <summary>Numbers of an open session as they stand: what the rules read and the board shows.</summary>
public sealed partial class SessionLive(SessionState state, SafetyLimits limits, ImmutableArray<ObservationDue> schedule)
{
    [NonSerialized]
    RulesInForce? _rules;
    [NonSerialized]
    InfusionProtocol? _protocol;
    [NonSerialized]
    CalmBands? _calmBands;
    [NonSerialized]
    AsOrdered? _asOrdered;
    [NonSerialized]
    (ImmutableDictionary<Guid, Alarm> All, Alarm[] MayCall)? _alarms;
    LiveValue?[] _values = new LiveValue?[64];
    TrendMemory _trends = new();
    ProbeMemory _probe = new();
    DateTimeOffset[] _before = new DateTimeOffset[16];
    DateTimeOffset?[] _ownTimes = new DateTimeOffset?[16];
    ulong _hadValue;

    public SessionState State { get; set; } = state;

    /// <summary>Of its protocol, as adjusted for this session.</summary>
    public SafetyLimits Limits { get; private set; } = limits;

    public RulesInForce Rules => _rules ??= RulesInForce.Of(Limits);

    internal CalmBands CalmBands => _calmBands is { } known && known.AreOf(Limits, State.Baseline)
        ? known
        : _calmBands = new CalmBands(Limits, State.Baseline);

    /// <summary>Those of its alarms that call people if nobody answers.</summary>
    internal Alarm[] AlarmsThatMayCall
    {
        get
        {
            if (_alarms is not { } known || !ReferenceEquals(known.All, State.Alarms))
            {
                _alarms = known = (State.Alarms, [.. State.Alarms.Values.Where(Escalation.MayCall)]);
            }

            return known.MayCall;
        }
    }

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

    /// <summary>The single dose; else what the pump delivered as drug, by the ordered concentration.</summary>
    public Mass? Given => State.Care.Dose is { } dose ? dose.Dose : Delivered is { } volume ? volume * State.Order.Concentration : null;

    /// <summary>What the models make of what was delivered: for the eye, never for a dose.</summary>
    public ConcentrationEstimate Estimate { get; private set; } = new(state.Order.Weight);

    /// <summary>Conditions waiting or raised.</summary>
    public AlarmSlots Slots { get; } = new();

    /// <summary>When the cuff measurement shown was taken, on the monitor's own clock.</summary>
    public DateTimeOffset? NibpClockAt { get; private set; }

    /// <summary>What its protocol wants observed, and when.</summary>
    public ObservationClock Observations { get; private set; } = new(schedule);

    /// <summary>Chart time of the last live message of the monitor attached; null: none yet.</summary>
    public DateTimeOffset? MonitorHeardAt { get; internal set; }

    /// <summary>Since when the finger probe has been in doubt; null: it has not.</summary>
    public DateTimeOffset? ProbeDoubtSince => _probe.Since;

    internal TrendMemory Trends => _trends;

    /// <summary>Since check-in and until the start, earliest first.</summary>
    public IReadOnlyList<PressureSeen> PressuresBeforeStart => Pressures.Seen;

    internal PressureMemory Pressures { get; private set; } = new();

    internal DeliveryAccount Account { get; private set; } = new();

    internal SegmentTracker Segments { get; private set; } = new();

    internal FlowMemory Flow { get; private set; } = new();

    internal ContainerWatch Container { get; private set; } = new();

    internal ChartedMinutes Minutes { get; private set; } = new();

    internal LateEvidence Late { get; private set; } = new();

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

    internal AsOrdered AsOrdered(InfusionProtocol? protocol) =>
        _asOrdered is { } known && known.IsOf(State.Order, State.History, protocol)
            ? known
            : _asOrdered = new AsOrdered(State.Order, State.History, protocol);

    internal void Judge(SafetyLimits limits)
    {
        Limits = limits;
        _rules = null;
    }

    /// <summary>
    /// Takes the numbers from the same session as a correction has it: values, minutes, dose, estimate. State, alarms and limits
    /// stay; the other is not to be used any more.
    /// </summary>
    internal void TakeOver(SessionLive corrected)
    {
        (_values, _trends, _probe, _before) = (corrected._values, corrected._trends, corrected._probe, corrected._before);
        (_ownTimes, _hadValue, NibpClockAt) = (corrected._ownTimes, corrected._hadValue, corrected.NibpClockAt);
        (Pump, PumpAt, Delivered, DeliveredAsOf) = (corrected.Pump, corrected.PumpAt, corrected.Delivered, corrected.DeliveredAsOf);
        (Estimate, Observations, MonitorHeardAt) = (corrected.Estimate, corrected.Observations, corrected.MonitorHeardAt);
        (Account, Segments, Flow, Container) = (corrected.Account, corrected.Segments, corrected.Flow, corrected.Container);
        (Minutes, Late, Pressures) = (corrected.Minutes, corrected.Late, corrected.Pressures);
        _handEntries = corrected._handEntries;
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

    /// <summary>The models go by the weight. Before the start they know of nothing that was given.</summary>
    internal void Reorder(BodyWeight from)
    {
        if (State.Order.Weight != from)
        {
            Estimate = new(State.Order.Weight);
        }
    }

    internal void Take(in CuffMeasurement measurement, Reading reading)
    {
        if (measurement.Quality == Quality.Valid)
        {
            KeepPressure(measurement.At, measurement.Pressure.Systolic, measurement.Pressure.Diastolic, reading.Device);
        }

        NibpClockAt = measurement.ClockAt;
        Observations.See(Observation.BloodPressure, measurement.At);
        TakePart(Metric.NibpSystolic, measurement.Pressure.Systolic, measurement, reading);
        TakePart(Metric.NibpDiastolic, measurement.Pressure.Diastolic, measurement, reading);
        TakePart(Metric.NibpMean, measurement.Pressure.Mean, measurement, reading);
    }

    /// <summary>
    /// What a person measured stands where a monitor's word would, unless there is a later one. That the monitor measures the
    /// metric is not said by it.
    /// </summary>
    internal void TakeByHand(VitalsCharted charted)
    {
        KeepPressure(charted.At, charted.Of(Metric.NibpSystolic), charted.Of(Metric.NibpDiastolic), HandSource.Of(charted.By));
        var entry = new HandEntry(charted);
        Keep(entry);
        foreach (var part in entry.Parts)
        {
            TakePart(entry, part);
        }
    }

    /// <summary>A mean of the measurement before does not stand beside new pressures.</summary>
    void TakePart(HandEntry entry, HandEntry.Part part)
    {
        var (metric, known) = ((int)part.Metric, _values[(int)part.Metric]);
        part.Find(this, metric < _ownTimes.Length ? _ownTimes[metric] : null, _trends.CopyOf(part.Metric));
        if (part.Value is not { } value)
        {
            var isOfOther = _values[(int)Metric.NibpSystolic] is { IsByHand: true } systolic && systolic.At == entry.At && known?.At != entry.At;
            _values[metric] = isOfOther ? null : known;
        }
        else if (!(known?.At > entry.At))
        {
            KeepBefore(metric, entry.At);
            _ownTimes[metric] = null;
            _values[metric] = new LiveValue(value, Quality.Valid, entry.At, entry.At, HandSource.Of(entry.By));
            _trends.Add(part.Metric, entry.At, value);
            NibpClockAt = part.Metric == Metric.NibpSystolic ? entry.At : NibpClockAt;
        }

        part.Made = _values[metric];
    }

    /// <summary>Where a monitor measures the same, a value by hand is as soon old as the monitor's; where none does, as a cuff's.</summary>
    internal TimeSpan StaleAfter(Metric metric, in LiveValue value, DateTimeOffset now) =>
        value.IsByHand && !(HadValue(metric) && now - MonitorHeardAt < Limits.TelemetryLostAfter)
            ? HandSource.StaleAfter
            : MetricTable.StaleAfter(metric);

    /// <summary>Nothing of a device that is gone may look live.</summary>
    internal void Forget(string device)
    {
        for (var index = 0; index < _values.Length; index++)
        {
            if (_values[index] is { IsByHand: true })
            {
                _hadValue &= ~Bit((Metric)index);
                Minutes.Forget((Metric)index);
            }
            else if (_values[index] is { } value && value.Device == device)
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

    void KeepPressure(DateTimeOffset at, decimal? systolic, decimal? diastolic, string device)
    {
        if (State.Phase is SessionPhase.CheckedIn or SessionPhase.Ready && at >= State.CheckedInAt)
        {
            Pressures.Add(at, systolic, diastolic, device);
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
