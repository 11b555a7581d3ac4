using System.Collections.Immutable;
using Infusion.Core.Admission;
using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Clinics;

/// <summary>A clinic of two chairs, driven second by second: ticks come before inputs, as the engine's caller promises.</summary>
sealed class Ward
{
    public static readonly DateTimeOffset DefaultStart = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);
    public static readonly Guid ClinicStream = new("00000000-0000-0000-0000-0000000000c1");
    public static readonly Guid FirstSession = new("00000000-0000-0000-0000-000000000001");
    public static readonly Guid SecondSession = new("00000000-0000-0000-0000-000000000002");

    readonly FindingSink _sink = new();
    readonly Dictionary<string, long> _seq = [];
    readonly ImmutableArray<ObservationDue> _schedule;
    readonly SafetyLimits? _limits;
    readonly InfusionProtocol? _protocol;
    readonly AdmissionGate? _admission;
    int _commands;

    /// <param name="schedule">Of observations; null: none, so that a test which feeds only part of the data hears of no other.</param>
    /// <param name="admission">What is asked before the start; null: nothing.</param>
    public Ward(
        SafetyLimits? limits = null, DateTimeOffset? start = null, InfusionProtocol? protocol = null, ImmutableArray<ObservationDue>? schedule = null,
        AdmissionGate? admission = null)
    {
        _admission = admission;
        _schedule = schedule ?? [];
        Start = start ?? DefaultStart;
        Now = Start;
        (_limits, _protocol) = (limits, protocol);
        State = NewState(limits, protocol, _schedule, admission);
        State.TickedThrough = Start;
    }

    public DateTimeOffset Start { get; }

    public DateTimeOffset Now { get; private set; }

    public ClinicState State { get; private set; }

    public List<StreamEvent> Events { get; } = [];

    public List<ChartedVital> Charted { get; } = [];

    public HashSet<string> Changed { get; } = [];

    public List<Reading> Stored { get; } = [];

    public SessionLive Live => State.Sessions[FirstSession];

    public IEnumerable<AlarmRaised> Raised => All<AlarmRaised>();

    public static InfusionOrder Order { get; } = new(
        "mood", 1, "ketamine", Mass.FromMilligrams(35m), BodyWeight.FromKilograms(70m), WeightBasis.Actual,
        Concentration.FromMilligramsPerMillilitre(1m), Rate.FromMillilitresPerHour(52.5m), TimeSpan.FromMinutes(40))
    {
        WeightRecord = new WeightRecord(WeightMethod.Measured, new DateOnly(2026, 11, 23)),
    };

    public static ClinicState NewState(
        SafetyLimits? limits = null, InfusionProtocol? protocol = null, ImmutableArray<ObservationDue>? schedule = null,
        AdmissionGate? admission = null) => new(
        new ClinicConfiguration(
            "north", "North clinic", "Europe/Berlin",
            [new Chair("a1", "room 1"), new Chair("b2", "room 2")],
            [
                new RegisteredDevice("mon-1", DeviceKind.Monitor, "a1"), new RegisteredDevice("mon-2", DeviceKind.Monitor, "b2"),
                new RegisteredDevice("pump-1", DeviceKind.Pump, "a1"), new RegisteredDevice("pump-2", DeviceKind.Pump, "b2"),
            ],
            limits ?? new SafetyLimits())
        {
            Protocols = [(protocol ?? SampleProtocols.Mood with { Discharge = null, Vials = null }) with
            {
                Safety = limits ?? new SafetyLimits(), Schedule = schedule ?? [], Admission = admission,
            }],
        },
        ClinicStream);

    public IEnumerable<T> All<T>()
        where T : SessionEvent => Events.Select(each => each.Event).OfType<T>();

    public int CountRaised(string rule, Metric? metric = null) =>
        Raised.Count(alarm => alarm.Rule == rule && (metric is null || alarm.Metric == metric));

    /// <summary>What was raised about patient and dose. Silence of a device a test does not feed is not counted.</summary>
    public IEnumerable<AlarmRaised> Clinical => Raised.Where(alarm => alarm.Rule != "telemetry-lost");

    /// <summary>The only alarm of a rule; without one, the only alarm about patient and dose.</summary>
    public Alarm OnlyAlarm(string? rule = null) => Live.State.Alarms.Values
        .Where(alarm => rule is null ? alarm.Rule != "telemetry-lost" : alarm.Rule == rule)
        .ShouldHaveSingleItem();

    /// <summary>Whether an alarm of the rule is active or latched in the session.</summary>
    public bool Lists(string rule) => Live.State.Alarms.Values.Any(alarm => alarm.Rule == rule);

    /// <summary>The condition of a rule holds no more, whether its alarm stays until somebody has acknowledged it or not.</summary>
    public void ShouldBeOver(string rule) =>
        Live.State.Alarms.Values.ShouldNotContain(alarm => alarm.Rule == rule && alarm.Presence == AlarmPresence.Active);

    /// <summary>Moves to so many seconds after the start, ticking each whole second on the way.</summary>
    public Ward At(decimal seconds)
    {
        var target = Start + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        for (var second = State.TickedThrough.AddSeconds(1); second <= target; second = second.AddSeconds(1))
        {
            Now = second;
            ClinicEngine.Tick(State, second, _sink);
            Drain();
        }

        Now = target;
        return this;
    }

    public Ward After(decimal seconds) => At(((decimal)(Now - Start).Ticks / TimeSpan.TicksPerSecond) + seconds);

    public Reading NewReading(string device, params ReadOnlySpan<Sample> samples) => new(
        device, "boot-1", _seq[device] = _seq.GetValueOrDefault(device) + 1, Now, Now, false, [.. samples], null, []);

    public ObserveOutcome Observe(Reading reading)
    {
        Stored.Add(reading);
        var outcome = ClinicEngine.Observe(State, reading, Now, _sink);
        Drain();
        return outcome;
    }

    /// <summary>A monitor's message; null is the sentinel, as the decoder hands it on.</summary>
    public ObserveOutcome Vital(Metric metric, decimal? value, string device = "mon-1") =>
        Observe(NewReading(device, MetricTable.ToSample(metric, value ?? 0m)));

    public ObserveOutcome Cuff(decimal systolic, decimal diastolic = 80m, decimal mean = 95m, DateTimeOffset? own = null) => Observe(NewReading(
        "mon-1",
        new Sample(Metric.NibpSystolic, systolic, Quality.Valid, own),
        new Sample(Metric.NibpDiastolic, diastolic, Quality.Valid, own),
        new Sample(Metric.NibpMean, mean, Quality.Valid, own)));

    public ObserveOutcome Pump(
        PumpStatus status, decimal? rate = null, decimal? total = null, PumpMode mode = PumpMode.Continuous, decimal? programmed = null, string device = "pump-1")
    {
        var samples = ImmutableArray.CreateBuilder<Sample>();
        Add(Metric.PumpRateProgrammed, programmed);
        Add(Metric.PumpRateCurrent, rate);
        Add(Metric.VolumeDeliveredTotal, total);
        return Observe(NewReading(device, samples.ToArray()) with { Pump = new PumpState(status, mode, "ketamine") });

        void Add(Metric metric, decimal? value)
        {
            if (value is { } number)
            {
                samples.Add(new Sample(metric, number, Quality.Valid));
            }
        }
    }

    /// <summary>A status message, or a last will.</summary>
    public Ward Report(string device, bool online, decimal? battery = null)
    {
        var kind = State.Devices.TryGetValue(device, out var known) ? known.Kind : DeviceKind.Unknown;
        ClinicEngine.Report(State, new DeviceReport(device, online, "boot-1", kind, null, null, null, battery, Now), Now, _sink);
        Drain();
        return this;
    }

    /// <summary>A message that lists what the device alarms itself.</summary>
    public Ward Alerts(string device, params ReadOnlySpan<DeviceAlert> alerts)
    {
        Observe(NewReading(device, new Sample(Metric.PerfusionIndex, 2m, Quality.Valid)) with { Alerts = [.. alerts] });
        return this;
    }

    public Ward Score(Observation what, ObservationScale scale, int score) =>
        Accept(new ChartObservation(NextId(), FirstSession, "nurse-1", what, scale, score, null));

    public Ward Stop() => Accept(new StopInfusion(NextId(), FirstSession, "nurse-1"));

    public Ward Pause() => Accept(new PauseInfusion(NextId(), FirstSession, "nurse-1"));

    /// <summary>What the pump is set to, beside whether it delivers.</summary>
    public ObserveOutcome Set(
        PumpStatus status, decimal? toBeInfused = null, decimal? concentration = null, decimal? programmed = null, decimal? total = null,
        string? drug = "ketamine", decimal? rate = null, PumpMode mode = PumpMode.Continuous)
    {
        (Metric Metric, decimal? Value)[] said =
        [
            (Metric.PumpRateProgrammed, programmed), (Metric.PumpRateCurrent, rate), (Metric.VolumeDeliveredTotal, total),
            (Metric.VolumeToBeInfused, toBeInfused), (Metric.DrugConcentration, concentration),
        ];
        var samples = said.Where(each => each.Value is not null).Select(each => new Sample(each.Metric, each.Value, Quality.Valid));
        return Observe(NewReading("pump-1", [.. samples]) with { Pump = new PumpState(status, mode, drug) });
    }

    public Decision Do(SessionCommand command)
    {
        var decision = ClinicEngine.Decide(State, command, Now, _sink);
        Drain();
        return decision;
    }

    public Guid NextId() => new(++_commands, 7, 7, new byte[8]);

    public PlanSession Plan { get; init; } =
        new(new Guid(77, 7, 7, new byte[8]), FirstSession, "nurse-1", "a1", FirstSession, Order) { History = DoseHistory.Nothing };

    public Ward Planned() => Accept(Plan);

    public Ward CheckedIn() => Planned().Accept(new CheckIn(NextId(), FirstSession, "nurse-1")).WithDevices();

    public Ward Ready() => CheckedIn().Accept(new MarkReady(NextId(), FirstSession, "nurse-1"));

    public Ward Infusing() => Ready().Accept(new StartInfusion(NextId(), FirstSession, "nurse-1"));

    /// <summary>As after a restart with a configuration that has lost the session's protocol.</summary>
    public Ward WithoutProtocol()
    {
        var (limits, configuration) = (Live.Limits, State.Configuration with { Protocols = [] });
        ClinicEngine.Reconfigure(State, configuration);
        var events = Events.ToList();
        var state = new ClinicState(configuration, ClinicStream) { TickedThrough = State.TickedThrough };
        foreach (var stored in events)
        {
            ClinicEngine.Restore(state, stored with { Before = null, After = null });
        }

        Live.Limits.ShouldBe(limits);
        State = state;
        return this;
    }

    public Ward Paused() => Infusing().Accept(new PauseInfusion(NextId(), FirstSession, "nurse-1"));

    public Ward WithDevices() => Attach("mon-1", DeviceKind.Monitor).Attach("pump-1", DeviceKind.Pump);

    public Ward Attach(string device, DeviceKind kind) => Accept(new AttachDevice(NextId(), FirstSession, "nurse-1", device, kind));

    public Ward Accept(SessionCommand command)
    {
        Do(command).ShouldBeOfType<Decision.Accepted>();
        return this;
    }

    public string Refused(SessionCommand command)
    {
        var before = Events.Count;
        var rejected = Do(command).ShouldBeOfType<Decision.Rejected>();
        Events.Count.ShouldBe(before);
        rejected.Reason.ShouldEndWith(".");
        return rejected.Code;
    }

    /// <summary>Loses everything but what is stored, and comes back.</summary>
    public ClinicState Rebuilt(DateTimeOffset? lastInputAt)
    {
        var state = NewState(_limits, _protocol, _schedule, _admission);
        foreach (var stored in Events)
        {
            ClinicEngine.Restore(state, stored with { Before = null, After = null });
        }

        foreach (var reading in Stored)
        {
            ClinicEngine.Recall(state, reading, Now);
        }

        ClinicEngine.Resume(state, lastInputAt, Now, _sink);
        return state;
    }

    public Ward Restart()
    {
        State = Rebuilt(Now);
        Drain();
        return this;
    }

    void Drain()
    {
        Events.AddRange(_sink.Events);
        Charted.AddRange(_sink.Charted);
        Changed.UnionWith(_sink.ChairsChanged);
        _sink.Clear();
    }
}
