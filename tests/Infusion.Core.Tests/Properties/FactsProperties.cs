using System.Collections.Immutable;
using System.Reflection;
using FsCheck.Xunit;
using Infusion.Core.Alarms;
using Infusion.Core.Associations;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Properties;

/// <summary>
/// Whatever devices and people do with every rule on: a rule that is not asked because a fact rules it out would have found nothing.
/// Each byte of a script is what happens in the next few seconds.
/// </summary>
public class FactsProperties
{
    static readonly ImmutableArray<ObservationDue> Schedule = SampleProtocols.Mood.Schedule;

    static SafetyLimits EveryRule => SampleLimits.Staged with { TelemetryLostAfter = TimeSpan.FromSeconds(12), MissingMessages = 3, ClosedWithin = TimeSpan.FromSeconds(20) };

    /// <summary>And each breach is raised at once, so that none is too short to be seen.</summary>
    static SafetyLimits EveryBreach => EveryRule with
    {
        Vitals = [.. EveryRule.Vitals.Select(limit => limit with { Delay = TimeSpan.Zero, RepeatAfter = null })],
        Rules = SafetyRules.All.ToImmutableDictionary(rule => rule.Code, _ => new RuleTuning(Delay: TimeSpan.Zero)),
    };

    [Property(MaxTest = 150)]
    public void AskedOnlyWhereNoFactRulesItOut_TheSameHappensAsAlwaysAsked(byte[] script) => ShouldBeTheSame(() => EveryRule, script);

    [Property(MaxTest = 250)]
    public void AskedOnlyWhereNoFactRulesItOut_EachBreachIsFoundAsAlwaysAsked(byte[] script) => ShouldBeTheSame(() => EveryBreach, script);

    /// <summary>As chance finds them seldom: each vital on, above and below each of its limits, of each quality, by a monitor or by hand, and growing old.</summary>
    [Theory]
    [InlineData(Quality.Valid)]
    [InlineData(Quality.Questionable)]
    [InlineData(Quality.Invalid)]
    public void AtTheEdgeOfEveryLimit_TheSameHappensAsAlwaysAsked(Quality quality)
    {
        foreach (var limit in EveryRule.Vitals)
        {
            foreach (var value in new[] { -1m, 0m, 1m }.Select(off => (limit.Value ?? 150m) + off))
            {
                var (always, asked) = (Edge(new Ward(AlwaysAsked(EveryBreach), schedule: Schedule)), Edge(new Ward(EveryBreach, schedule: Schedule)));
                Told(asked).ShouldBe(Told(always));

                Ward Edge(Ward ward)
                {
                    Started(ward).After(1).Observe(ward.NewReading("mon-1", MetricTable.ToSample(limit.Metric, value, quality)));
                    ward.Do(new ChartVitals(ward.NextId(), Ward.FirstSession, "nurse-1", [new HandVital(Metric.HeartRate, value)]));
                    ward.After(16).Observe(ward.NewReading("mon-1", MetricTable.ToSample(limit.Metric, 0m)));
                    return ward.After(650);
                }
            }
        }
    }

    [Fact]
    public void WhatIsNoVitalIsNeitherCalmNorAbsent() => Fact.CalmOrAbsent(Metric.PumpRateCurrent).ShouldBe(Facts.None);

    static Ward Started(Ward ward)
    {
        ward.Ready().After(1).Cuff(120m, own: ward.Now);
        return ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
    }

    static Ward Play(Ward ward, byte[] script)
    {
        ward.Planned().WithDevices();
        (byte Before, decimal Total) carried = (0, 0m);
        foreach (var step in script)
        {
            for (var second = 0; second < 1 + (step % 7); second++)
            {
                ward.After(1);
                Monitor(ward, step, carried.Before);
                Pump(ward, step, carried.Total += step % 4 * 0.4m);
            }

            Command(ward, step, carried.Before);
            ward.After(step % 29 == 0 ? 17 : 0.4m);
            carried.Before = step;
        }

        return ward;
    }

    static void Monitor(Ward ward, byte step, byte before)
    {
        if (step % 13 == 12)
        {
            return;
        }

        var random = new Random((step << 8) | before);
        var samples = new List<Sample>();
        foreach (var row in MetricTable.All.Where(row => row.Source == DeviceKind.Monitor && random.Next(6) > 0))
        {
            var isCuff = row.StaleAfter == MetricTable.StaleAfter(Metric.NibpSystolic);
            var value = random.Next(12) == 0 ? 0m : Usual(row.Metric) + (random.Next(4) == 0 ? random.Next(-60, 60) : random.Next(-12, 13));
            samples.Add(MetricTable.ToSample(
                row.Metric, value, random.Next(9) == 0 ? Quality.Questionable : Quality.Valid, isCuff ? ward.Now.AddSeconds(-(step % 40)) : null));
        }

        var reading = ward.NewReading("mon-1", [.. samples]);
        ward.Observe(step % 17 == 0 ? reading with { Seq = reading.Seq + 5_000 + (ward.Stored.Count * 4), Boot = "boot-2" }
            : step % 31 == 0 ? reading with { At = ward.Now.AddHours(-3) }
            : step % 30 == 7 ? reading with { At = null }
            : reading);
    }

    static decimal Usual(Metric metric) => metric switch
    {
        Metric.SpO2 => 95m,
        Metric.RespiratoryRate => 14m,
        Metric.EtCO2 => 40m,
        Metric.Temperature => 37m,
        Metric.PerfusionIndex => 8m,
        Metric.NibpDiastolic => 85m,
        Metric.NibpMean => 95m,
        Metric.NibpSystolic => 140m,
        _ => 75m,
    };

    static void Pump(Ward ward, byte step, decimal total)
    {
        if (step % 11 == 10)
        {
            return;
        }

        ward.Set(
            step % 5 == 0 ? PumpStatus.NotInfusing : step % 37 == 0 ? PumpStatus.Unknown : PumpStatus.Infusing,
            toBeInfused: step % 3 == 0 ? 35m : null,
            concentration: step % 8 == 0 ? 2m : 1m,
            programmed: 52.5m,
            total: step % 41 == 0 ? 0m : total,
            drug: step % 19 == 0 ? "saline" : "ketamine",
            rate: step % 6 == 0 ? 200m : 52.5m,
            mode: step % 23 == 0 ? PumpMode.Bolus : step % 9 == 0 ? PumpMode.KeepVeinOpen : PumpMode.Continuous);
    }

    static void Command(Ward ward, byte step, byte before)
    {
        var (id, session, by) = (ward.NextId(), Ward.FirstSession, "nurse-1");
        if (!ward.State.Sessions.TryGetValue(session, out var live))
        {
            return;
        }

        SessionCommand? command = (step % 24) switch
        {
            0 or 1 or 2 => Forward(live.State.Phase, id),
            3 => new PauseInfusion(id, session, by),
            4 => new ResumeInfusion(id, session, by),
            5 => new AdjustLimit(id, session, "physician-1", Metric.SpO2, LimitSide.Low, AlarmPriority.Medium, 88m + (before % 8), id),
            6 => new ChartVitals(id, session, by, [new HandVital(Metric.SpO2, 80m + (before % 20)), new HandVital(Metric.HeartRate, 40m + (before % 90))]),
            7 => new ChartObservation(id, session, by, Observation.Sedation, ObservationScale.MoaaS, before % 6, null),
            8 => new ChartObservation(id, session, by, Observation.Nausea, ObservationScale.Numeric, before % 11, null),
            9 => new DetachDevice(id, session, by, before % 2 == 0 ? "mon-1" : "pump-1"),
            10 => new AttachDevice(id, session, by, "mon-1", DeviceKind.Monitor),
            11 => new AttachDevice(id, session, by, "pump-1", DeviceKind.Pump),
            12 => live.State.Alarms.Values.OrderBy(alarm => alarm.RaisedAt).ThenBy(alarm => alarm.Id).FirstOrDefault() is { } alarm
                ? new AcknowledgeAlarm(id, session, by, alarm.Id)
                : null,
            _ => null,
        };
        if (command is not null)
        {
            var isAlwaysAsked = live.Rules.All.All(each => each.RuledOutBy == Facts.None);
            ward.Do(command);
            _ = isAlwaysAsked ? AlwaysAsked(live.Limits) : null;
        }
        else if (step % 24 is 13 or 14)
        {
            ward.Report(before % 2 == 0 ? "mon-1" : "pump-1", step % 24 == 14, battery: before % 101 / 100m);
        }
        else if (step % 24 == 15)
        {
            ward.Restart();
        }
        else if (step % 24 == 16)
        {
            ClinicEngine.Reconfigure(ward.State, ward.State.Configuration with
            {
                Devices = [.. ward.State.Configuration.Devices.Where(device => before % 2 == 0 || device.Device != "pump-1")],
            });
        }
    }

    static SessionCommand? Forward(SessionPhase phase, Guid id) => phase switch
    {
        SessionPhase.Planned => new CheckIn(id, Ward.FirstSession, "nurse-1"),
        SessionPhase.CheckedIn => new MarkReady(id, Ward.FirstSession, "nurse-1"),
        SessionPhase.Ready => new StartInfusion(id, Ward.FirstSession, "nurse-1"),
        SessionPhase.Infusing or SessionPhase.Paused => new StopInfusion(id, Ward.FirstSession, "nurse-1"),
        SessionPhase.Recovery => new Discharge(id, Ward.FirstSession, "nurse-1"),
        _ => null,
    };

    static void ShouldBeTheSame(Func<SafetyLimits> limits, byte[] script)
    {
        var always = Play(new Ward(AlwaysAsked(limits()), schedule: Schedule), script);
        var asked = Play(new Ward(limits(), schedule: Schedule), script);

        Told(asked).ShouldBe(Told(always));
    }

    static IEnumerable<string> Told(Ward ward) => ward.Events.Select(each => $"{each.Id} {each.Event}");

    /// <summary>The same limits, under which every rule is always asked.</summary>
    static SafetyLimits AlwaysAsked(SafetyLimits limits)
    {
        var rules = RulesInForce.Of(limits);
        foreach (var each in rules.All)
        {
            RuledOutBy.SetValue(each, Facts.None);
        }

        // What is asked together has the facts beside the rules.
        foreach (var row in RowsOf(rules))
        {
            var entries = (Array)row.GetType().GetField("_entries", Hidden)!.GetValue(row)!;
            entries.Length.ShouldBePositive();
            for (var index = 0; index < entries.Length; index++)
            {
                var entry = entries.GetValue(index)!;
                entry.GetType().GetField("<RuledOutBy>k__BackingField", Hidden)!.SetValue(entry, Facts.None);
                entries.SetValue(entry, index);
            }
        }

        return limits;
    }

    static IEnumerable<object> RowsOf(RulesInForce rules) =>
        from list in new[] { "OfSession", "OfPump", "OfOtherDevice" }
        from row in new[] { "All", "AtReadings", "AtTicks" }
        let about = typeof(RulesInForce).GetProperty(list, Hidden)!.GetValue(rules)!
        select about.GetType().GetProperty(row)!.GetValue(about)!;

    const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    static readonly FieldInfo RuledOutBy = typeof(RuleInForce).GetField($"<{nameof(RuleInForce.RuledOutBy)}>k__BackingField", Hidden)!;
}
