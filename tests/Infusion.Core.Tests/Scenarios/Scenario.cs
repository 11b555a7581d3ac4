using System.Collections.Immutable;
using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Scenarios;

sealed record Scenario(string Given, decimal Until, Step[] Steps, string Limits = "basic")
{
    public IEnumerable<StreamEvent> Run()
    {
        var ward = Limits == "staged" ? new Ward(SampleLimits.Staged, schedule: SampleProtocols.Mood.Schedule) : new Ward();
        ward = Given == "infusing" ? ward.Infusing() : ward.Ready();
        var setUp = ward.Events.Count;
        var inputs = Steps.SelectMany(step => step.Repetitions()).OrderBy(each => each.At).ToList();
        foreach (var (at, step, repetition) in inputs)
        {
            step.Do(ward.At(at), repetition);
        }

        ward.At(Until);
        return ward.Events.Skip(setUp);
    }
}

sealed record Step(
    decimal At,
    decimal? Every,
    decimal? Until,
    Dictionary<string, decimal>? Monitor,
    bool Late,
    decimal Clock,
    decimal? Measured,
    Dictionary<string, decimal>? Pump,
    PumpWords? PumpSays,
    AlertWords[]? Alerts,
    string? Command,
    string? Acknowledge,
    string? PauseAudio)
{
    public IEnumerable<(decimal At, Step Step, int Repetition)> Repetitions()
    {
        var at = At;
        var repetition = 0;
        do
        {
            yield return (at, this, repetition++);
            at += Every ?? 0;
        }
        while (Every is not null && at < Until);
    }

    public void Do(Ward ward, int repetition)
    {
        if (Monitor is not null)
        {
            ward.Observe(ward.NewReading("mon-1", Samples(ward, Monitor)) with
            {
                FlaggedLate = Late,
                At = ClockAt(ward.Now),
                Alerts = Pump is null ? Said(Alerts) : [],
            });
        }

        if (Pump is not null)
        {
            var says = PumpSays ?? new PumpWords();
            ward.Observe(ward.NewReading("pump-1", Samples(Pump, says.Rising * repetition)) with
            {
                Pump = new PumpState(Enum.Parse<PumpStatus>(says.Status), Enum.Parse<PumpMode>(says.Mode), says.Drug),
                Alerts = Said(Alerts),
            });
        }

        if (Intent(ward) is { } command)
        {
            ward.Accept(command);
        }
    }

    SessionCommand? Intent(Ward ward)
    {
        var (id, session) = (ward.NextId(), Ward.FirstSession);
        return Command switch
        {
            nameof(StartInfusion) => new StartInfusion(id, session, "nurse-1"),
            nameof(PauseInfusion) => new PauseInfusion(id, session, "nurse-1"),
            nameof(ResumeInfusion) => new ResumeInfusion(id, session, "nurse-1"),
            nameof(StopInfusion) => new StopInfusion(id, session, "nurse-1"),
            nameof(Discharge) => new Discharge(id, session, "nurse-1"),
            null when Acknowledge is not null => new AcknowledgeAlarm(id, session, "nurse-1", ward.OnlyAlarm(Acknowledge).Id),
            null when PauseAudio is not null => new PauseAlarmAudio(id, session, "nurse-1", ward.OnlyAlarm(PauseAudio).Id, TimeSpan.FromSeconds(120)),
            null => null,
            _ => throw new ArgumentOutOfRangeException(nameof(ward), Command, "no such command in scenarios"),
        };
    }

    static ImmutableArray<DeviceAlert> Said(AlertWords[]? alerts) =>
        [.. (alerts ?? []).Select(alert => new DeviceAlert(alert.Code, Enum.Parse<DeviceAlertPriority>(alert.Priority, ignoreCase: true), alert.Text))];

    DateTimeOffset ClockAt(DateTimeOffset now) => now + TimeSpan.FromTicks((long)(Clock * TimeSpan.TicksPerSecond));

    Sample[] Samples(Ward ward, Dictionary<string, decimal> values)
    {
        DateTimeOffset? own = Measured is { } second ? ClockAt(ward.Start.AddSeconds((double)second)) : null;
        return [.. Samples(values, 0m).Select(sample => sample.Metric < Metric.PumpRateProgrammed ? sample with { MeasuredAt = own } : sample)];
    }

    static Sample[] Samples(Dictionary<string, decimal> values, decimal given) =>
    [
        .. values.Select(each => (Metric: Enum.Parse<Metric>(each.Key), each.Value)).Select(each => MetricTable.ToSample(
            each.Metric, each.Metric == Metric.VolumeDeliveredTotal ? each.Value + given : each.Value)),
    ];
}

/// <param name="Rising">mL added to the volume counter at each repetition.</param>
sealed record PumpWords(string Status = "Infusing", string Mode = "Continuous", decimal Rising = 0m, string Drug = "ketamine");

sealed record AlertWords(string Code, string Priority, string? Text);
