using Infusion.Core.Associations;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Associations;

/// <summary>Two sessions side by side, with everything that came in as a writer would store it.</summary>
sealed class TwoChairs
{
    public static readonly Guid A = Ward.FirstSession;
    public static readonly Guid B = Ward.SecondSession;

    readonly FindingSink _sink = new();
    readonly Dictionary<string, long> _seq = [];
    readonly Dictionary<string, decimal> _total = [];
    int _commands;

    public ClinicState State { get; private set; } = Ward.NewState();

    public DateTimeOffset Now { get; private set; } = Ward.DefaultStart;

    public List<(ClinicInput Input, DateTimeOffset At)> Inputs { get; } = [];

    public List<StreamEvent> Events { get; } = [];

    public List<ChartedVital> Charted { get; } = [];

    public List<CorrectedSession> Corrected { get; } = [];

    public TwoChairs()
    {
        Take(new ClinicInput.Begun(null));
        Plan(A, "a1");
        Plan(B, "b2");
    }

    public SessionLive Live(Guid session) => State.Sessions[session];

    public IEnumerable<T> All<T>(Guid stream)
        where T : SessionEvent => Events.Where(each => each.Stream == stream).Select(each => each.Event).OfType<T>();

    public Guid NextId() => new(++_commands, 5, 5, new byte[8]);

    public TwoChairs Attach(Guid session, string device, DeviceKind kind) => Accept(new AttachDevice(NextId(), session, "nurse-1", device, kind));

    public TwoChairs Detach(Guid session, string device) => Accept(new DetachDevice(NextId(), session, "nurse-1", device));

    /// <summary>Infuses, by hand watched where no monitor is.</summary>
    public TwoChairs Start(Guid session) => Accept(new SetVitalsByHand(NextId(), session, "nurse-1", true))
        .Accept(new MarkReady(NextId(), session, "nurse-1")).Accept(new StartInfusion(NextId(), session, "nurse-1"));

    /// <summary>Seconds in which these devices speak: a monitor its SpO2, a pump a counter that goes by its rate.</summary>
    public TwoChairs Run(int seconds, decimal spO2 = 97m, decimal rate = 52.5m, params string[] devices)
    {
        for (var second = 0; second < seconds; second++)
        {
            Now += TimeSpan.FromSeconds(1);
            foreach (var device in devices)
            {
                Take(new ClinicInput.Observed(Reading(device, spO2, rate)));
            }
        }

        return this;
    }

    public TwoChairs Cuff(string monitor, decimal systolic, decimal diastolic)
    {
        Now += TimeSpan.FromSeconds(1);
        return Take(new ClinicInput.Observed(Reading(monitor, 97m, 0m) with
        {
            Samples = [new Sample(Metric.NibpSystolic, systolic, Quality.Valid), new Sample(Metric.NibpDiastolic, diastolic, Quality.Valid)],
        }));
    }

    /// <param name="chair">Where its gateway says that it stands.</param>
    public TwoChairs Report(string device, string? chair) => Take(new ClinicInput.Reported(
        new DeviceReport(device, true, "boot-1", DeviceKind.Monitor, null, null, null, null, Now) { Chair = chair }));

    public TwoChairs Accept(SessionCommand command)
    {
        Do(command).ShouldBeOfType<Decision.Accepted>();
        return this;
    }

    public Decision Do(SessionCommand command)
    {
        var decision = ClinicEngine.Decide(State, command, Now, _sink);
        if (decision is Decision.Accepted)
        {
            Inputs.Add((new ClinicInput.Commanded(command), Now));
        }

        Drain();
        return decision;
    }

    public string Refused(SessionCommand command)
    {
        var before = Events.Count;
        var rejected = Do(command).ShouldBeOfType<Decision.Rejected>();
        Events.Count.ShouldBe(before);
        rejected.Reason.ShouldEndWith(".");
        return rejected.Code;
    }

    public CorrectAssociation Correction(
        string device, DateTimeOffset from, DateTimeOffset? to, Guid? fromSession, Guid? toSession, params ClosedChart[] closed) =>
        new(NextId(), Ward.ClinicStream, "nurse-1", device, from, to, fromSession, toSession, new Guid(9, 9, 9, new byte[8])) { Closed = [.. closed] };

    /// <summary>Corrects, and charts what follows.</summary>
    public TwoChairs Correct(string device, DateTimeOffset from, DateTimeOffset? to, Guid? fromSession, Guid? toSession, params ClosedChart[] closed)
    {
        var command = Correction(device, from, to, fromSession, toSession, closed);
        return Accept(command).Complete(command.Id);
    }

    public TwoChairs Complete(Guid correction)
    {
        var pending = State.Corrections[correction];
        return Take(new ClinicInput.Corrected(correction, [.. pending.Charts.Select(chart => new StreamCut(
            chart.Session, Events.Count(each => each.Stream == chart.Session)))]).With(RunOf(pending, Events, Inputs)));
    }

    public ClosedChart Closed(Guid session)
    {
        var all = Events.Where(each => each.Stream == session).ToList();
        var state = all.Aggregate((SessionState?)null, (known, each) => Session.Evolve(known, each.Event, session))!;
        return new ClosedChart(session, state.Chair, state.Patient, state.PlannedAt, state.PhaseSince, false, state.Associations);
    }

    public TwoChairs Close(Guid session)
    {
        Accept(new StopInfusion(NextId(), session, "nurse-1"));
        Accept(new Discharge(NextId(), session, "nurse-1"));
        return Accept(new CloseSession(NextId(), session, "nurse-1"));
    }

    /// <summary>The same inputs once more, each correction with what was on record by then.</summary>
    public List<StreamEvent> Replayed()
    {
        var (state, sink, events) = (Ward.NewState(), new FindingSink(), new List<StreamEvent>());
        for (var index = 0; index < Inputs.Count; index++)
        {
            var (input, at) = Inputs[index];
            if (input is ClinicInput.Corrected corrected)
            {
                input = new ClinicInput.Corrected(corrected.Correction, corrected.Streams)
                    .With(RunOf(state.Corrections[corrected.Correction], events, Inputs[..index]));
            }

            ClinicEngine.Take(state, input, at, sink);
            events.AddRange(sink.Events);
            sink.Clear();
        }

        return events;
    }

    TwoChairs Take(ClinicInput input)
    {
        Inputs.Add((input, Now));
        ClinicEngine.Take(State, input, Now, _sink);
        Drain();
        return this;
    }

    void Plan(Guid session, string chair) =>
        Accept(new PlanSession(NextId(), session, "nurse-1", chair, session, Ward.Order) { History = DoseHistory.Nothing })
            .Accept(new CheckIn(NextId(), session, "nurse-1"));

    CorrectionRun RunOf(AssociationCorrected pending, List<StreamEvent> events, List<(ClinicInput Input, DateTimeOffset At)> inputs)
    {
        var run = new CorrectionRun(State.Configuration, pending);
        run.Take(
        [
            .. events.Select(each => CorrectionStep.Of(each.Stream, each.Event)),
            .. inputs.Select(each => CorrectionStep.Of(each.Input, each.At)),
        ]);
        return run;
    }

    Reading Reading(string device, decimal spO2, decimal rate)
    {
        var seq = _seq[device] = _seq.GetValueOrDefault(device) + 1;
        if (device.StartsWith("mon", StringComparison.Ordinal))
        {
            return new Reading(device, "boot-1", seq, Now, Now, false, [MetricTable.ToSample(Metric.SpO2, spO2), MetricTable.ToSample(Metric.HeartRate, 70m)], null, []);
        }

        var total = _total[device] = _total.GetValueOrDefault(device) + (rate / 3600m);
        return new Reading(
            device, "boot-1", seq, Now, Now, false,
            [new Sample(Metric.PumpRateProgrammed, rate, Quality.Valid), new Sample(Metric.PumpRateCurrent, rate, Quality.Valid), new Sample(Metric.VolumeDeliveredTotal, total, Quality.Valid)],
            new PumpState(rate > 0m ? PumpStatus.Infusing : PumpStatus.NotInfusing, PumpMode.Continuous, "ketamine"), []);
    }

    void Drain()
    {
        Events.AddRange(_sink.Events);
        Charted.AddRange(_sink.Charted);
        Corrected.AddRange(_sink.Corrected);
        _sink.Clear();
    }
}
