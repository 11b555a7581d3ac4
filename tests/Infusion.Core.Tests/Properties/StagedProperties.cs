using FsCheck.Xunit;
using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;
using Infusion.Core.Tests.Safety;

namespace Infusion.Core.Tests.Properties;

/// <summary>Every rule about the patient is on, and the monitor says whatever it likes: each byte is the next five seconds.</summary>
public class StagedProperties
{
    [Property(MaxTest = 60)]
    public void ShiftedInTime_TheSameHappensShifted(byte[] script, ushort hours)
    {
        var here = Play(new Ward(Staged), script);
        var there = Play(new Ward(Staged, Ward.DefaultStart.AddHours(hours)), script);

        there.Events.Select(each => Shape(each, there.Start)).ShouldBe(here.Events.Select(each => Shape(each, here.Start)));
    }

    [Property(MaxTest = 60)]
    public void LateReadingsInWhateverOrder_SoundNothing_EndNothing_AndAgreeOnTheOnsets(byte[] script, int seed)
    {
        var without = Play(new Ward(Staged), script, _ => []);
        var inOrder = Play(new Ward(Staged), script, late => late);
        var shuffled = Play(new Ward(Staged), script, late => Shuffled(late, seed));

        foreach (var ward in new[] { inOrder, shuffled })
        {
            ward.Events.Where(Sounds).Select(each => Sound(each)).ShouldBe(without.Events.Where(Sounds).Select(each => Sound(each)));
        }

        Alarms(shuffled).ShouldBe(Alarms(inOrder));
    }

    [Property(MaxTest = 60)]
    public void ASecondCopyOfAnyMessage_ChangesNothing(byte[] script)
    {
        var once = Play(new Ward(Staged), script);
        var twice = Play(new Ward(Staged), script, isDoubled: true);

        twice.Events.Select(each => each.Event).ShouldBe(once.Events.Select(each => each.Event));
    }

    [Property(MaxTest = 60)]
    public void OneConditionHasOneAlarm_AndNoneVanishes(byte[] script)
    {
        var ward = Play(new Ward(Staged), script);

        foreach (var each in ward.Events.Where(each => each.Event is AlarmRaised))
        {
            each.After!.Alarms.Values.Where(alarm => alarm.Presence == AlarmPresence.Active)
                .Select(alarm => (alarm.Rule, alarm.Metric, alarm.Source)).ShouldBeUnique();
        }

        ward.Live.State.Alarms.Keys.ShouldBe(ward.Raised.Select(alarm => alarm.Alarm), ignoreOrder: true, "nobody acknowledged");
    }

    [Property(MaxTest = 60)]
    public void AHeldBackDesaturationIsNoLaterThanTheBound(byte[] script)
    {
        var believed = Staged with { ProbeDoubt = null };
        var bound = Staged.ProbeDoubt!.AtMost;
        var first = FirstHigh(Play(new Ward(believed), script, isDesaturated: true));
        var held = FirstHigh(Play(new Ward(Staged), script, isDesaturated: true));

        first.ShouldNotBeNull();
        held.ShouldNotBeNull();
        (held - first).Value.ShouldBeInRange(TimeSpan.Zero, bound);
    }

    static Core.Safety.SafetyLimits Staged => Core.DrugLibrary.SampleLimits.Staged;

    static DateTimeOffset? FirstHigh(Ward ward) =>
        ward.Raised.FirstOrDefault(alarm => alarm is { Rule: "spo2-low", Priority: AlarmPriority.High })?.At;

    /// <summary>A message each second; every third to seventh comes late, after all of them, where there is an order for those.</summary>
    static Ward Play(
        Ward ward, byte[] script, Func<Reading[], IEnumerable<Reading>>? order = null, bool isDoubled = false, bool isDesaturated = false)
    {
        ward.Ready().After(1).Measure(120m);
        ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1"));
        var late = new List<Reading>();
        var second = 0;
        foreach (var step in isDesaturated ? [.. script, .. new byte[20]] : script)
        {
            for (var within = 0; within < 5; within++, second++)
            {
                ward.After(1);
                var reading = ward.NewReading("mon-1", isDesaturated ? Desaturated(step, second) : Samples(step, second, ward.Now));
                if (order is not null && second % (3 + (step % 5)) == 0)
                {
                    late.Add(reading);
                    continue;
                }

                ward.Observe(reading);
                if (isDoubled)
                {
                    ward.Observe(reading).ShouldBe(ObserveOutcome.Duplicate);
                }
            }
        }

        // The last one's seq is above them all.
        ward.After(1).Observe(ward.NewReading("mon-1"));
        foreach (var reading in order is null ? [] : order([.. late]))
        {
            ward.Observe(reading with { ReceivedAt = ward.Now }).ShouldBe(ObserveOutcome.Late);
        }

        return ward;
    }

    static Sample[] Samples(byte step, int second, DateTimeOffset now)
    {
        var quality = step % 11 == 0 ? Quality.Questionable : Quality.Valid;
        var samples = new List<Sample>
        {
            MetricTable.ToSample(Metric.SpO2, step % 13 == 0 ? 0m : 84m + (step % 16), quality),
            MetricTable.ToSample(Metric.PulseRate, step % 17 == 0 ? 0m : 35m + (step % 120), quality),
            MetricTable.ToSample(Metric.PerfusionIndex, step % 3 * 0.2m),
            MetricTable.ToSample(Metric.Temperature, 36m + (step % 5)),
        };
        Add(step % 7 != 0, Metric.HeartRate, 35m + (step % 110));
        Add(step % 19 != 0, Metric.RespiratoryRate, step % 35);
        Add(step % 23 != 0, Metric.EtCO2, step % 60);
        if (second % 60 == 0)
        {
            samples.Add(new Sample(Metric.NibpSystolic, 80m + (step % 130), quality, now));
            samples.Add(new Sample(Metric.NibpDiastolic, 60m + (step % 65), quality, now));
            samples.Add(new Sample(Metric.NibpMean, 50m + (step % 85), quality, now));
            samples.Add(new Sample(Metric.NibpPulseRate, 60m + (step % 40), quality, now));
        }

        return [.. samples];

        void Add(bool isTold, Metric metric, decimal value)
        {
            if (isTold)
            {
                samples.Add(MetricTable.ToSample(metric, value, quality));
            }
        }
    }

    /// <summary>The saturation is 80 % and stays there; how well the probe sees it changes.</summary>
    static Sample[] Desaturated(byte step, int second) =>
    [
        new(Metric.SpO2, second < 3 ? 97m : 80m, (step + second) % 3 == 0 && second >= 3 ? Quality.Questionable : Quality.Valid),
        MetricTable.ToSample(Metric.PulseRate, step % 5 == 1 ? 0m : 70m),
        new(Metric.PerfusionIndex, step % 4 == 1 ? 0.1m : 2m, Quality.Valid),
    ];

    static Reading[] Shuffled(Reading[] late, int seed)
    {
        var shuffled = late.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    static bool Sounds(StreamEvent each) => each.Event is AlarmRaised or AlarmPriorityChanged or AlarmConditionCleared;

    /// <summary>Without its onset and what derives from it: that may be dated back.</summary>
    static string Sound(StreamEvent each) => each.Event switch
    {
        AlarmRaised e => $"{e with { Onset = default, Alarm = default }}",
        AlarmPriorityChanged e => $"{e.At} {each.Before!.Alarms[e.Alarm].Rule} {e.From} {e.To}",
        AlarmConditionCleared e => $"{e.At} ended {each.Before!.Alarms[e.Alarm].Rule} {each.Before.Alarms[e.Alarm].Metric}",
        var e => $"{e}",
    };

    static string Shape(StreamEvent each, DateTimeOffset start) => each.Event switch
    {
        AlarmRaised e => $"{e.At - start} {e.Rule} {e.Metric} {e.Priority} {e.Onset - start} {e.Observed} {e.HardLimit} {e.Beside}",
        AlarmPriorityChanged e => $"{e.At - start} {e.From} {e.To} {e.Observed}",
        BaselineTaken e => $"{e.At - start} {e with { At = default }}",
        var e => $"{e.At - start} {e.GetType().Name}",
    };

    static IEnumerable<string> Alarms(Ward ward) => ward.Live.State.Alarms.Values.Select(alarm => $"{alarm}").Order(StringComparer.Ordinal);
}
