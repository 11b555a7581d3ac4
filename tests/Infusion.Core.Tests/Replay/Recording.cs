using System.Collections.Immutable;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.Replay;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Replay;

/// <summary>Inputs as a writer would store them, made and taken in at once.</summary>
sealed class Recording
{
    static readonly Guid Session = Ward.FirstSession;

    readonly FindingSink _sink = new();
    readonly ClinicState _state;
    readonly SafetyLimits? _limits;
    long _seq;
    int _commands;

    public Recording(SafetyLimits? limits = null)
    {
        (_limits, _state) = (limits, Ward.NewState(limits));
        Take(new ClinicInput.Begun(null));
        Do(new PlanSession(NextId(), Session, "nurse-1", "a1", Session, Ward.Order) { History = DoseHistory.Nothing });
        Do(new CheckIn(NextId(), Session, "nurse-1"));
        Do(new AttachDevice(NextId(), Session, "nurse-1", "mon-1", DeviceKind.Monitor));
        Do(new MarkReady(NextId(), Session, "nurse-1"));
        Do(new StartInfusion(NextId(), Session, "nurse-1"));
    }

    public DateTimeOffset Now { get; private set; } = Ward.DefaultStart;

    public List<(ClinicInput Input, DateTimeOffset At)> Inputs { get; } = [];

    public List<StreamEvent> Events { get; } = [];

    /// <summary>One reading a second.</summary>
    public Recording SpO2(decimal value, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Now += TimeSpan.FromSeconds(1);
            Take(new ClinicInput.Observed(new Reading(
                "mon-1", "boot-1", ++_seq, Now, Now, false, [MetricTable.ToSample(Metric.SpO2, value)], null, [])));
        }

        return this;
    }

    /// <summary>The server's timers run on without a message.</summary>
    public Recording Silence(int seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        ClinicEngine.Advance(_state, Now, _sink);
        return Drain();
    }

    public Recording Restart(int awaySeconds)
    {
        var until = _state.TickedThrough;
        Now += TimeSpan.FromSeconds(awaySeconds);
        return Take(new ClinicInput.Begun(until));
    }

    public Recording Configure(SafetyLimits limits) => Take(new ClinicInput.Configured(Ward.NewState(limits).Configuration));

    public Recording Do(SessionCommand command) => Take(new ClinicInput.Commanded(command));

    public Guid NextId() => new(++_commands, 9, 9, new byte[8]);

    /// <summary>The same inputs once more, from the beginning.</summary>
    public (ImmutableArray<StreamEvent> Events, SessionReplay Replay) Replayed(Func<SafetyLimits, SafetyLimits>? change = null)
    {
        var replay = new SessionReplay(Ward.NewState(_limits), new HashSet<Guid> { Session }, change is null ? null : clinic => clinic with
        {
            Limits = change(clinic.Limits),
            Protocols = [.. clinic.Protocols.Select(protocol => protocol with { Safety = change(protocol.Safety) })],
        });
        var events = ImmutableArray.CreateBuilder<StreamEvent>();
        foreach (var (input, at) in Inputs)
        {
            events.AddRange(replay.Take(input, at));
        }

        events.AddRange(replay.AdvanceTo(Now));
        return (events.ToImmutable(), replay);
    }

    Recording Take(ClinicInput input)
    {
        Inputs.Add((input, Now));
        ClinicEngine.Take(_state, input, Now, _sink);
        return Drain();
    }

    Recording Drain()
    {
        Events.AddRange(_sink.Events.Where(happened => happened.Stream == Session));
        _sink.Clear();
        return this;
    }
}
