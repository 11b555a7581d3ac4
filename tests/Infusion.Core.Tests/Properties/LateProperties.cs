using FsCheck.Xunit;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Properties;

/// <summary>A monitor says a value each second; some messages come at once, the others after all of them, in whatever order.</summary>
public class LateProperties
{
    [Property(MaxTest = 200)]
    public void InWhateverOrderLateReadingsCome_TheSameOnsetsAndMinutes(byte[] script, int seed)
    {
        var inOrder = Play(script, late => late);
        var shuffled = Play(script, late => Shuffled(late, seed));
        var doubled = Play(script, late => [.. Shuffled(late, seed), .. late]);

        foreach (var other in new[] { shuffled, doubled })
        {
            Alarms(other).ShouldBe(Alarms(inOrder));
            Minutes(other).ShouldBe(Minutes(inOrder));
            other.Charted.Select(vital => (vital.Kind, vital.Minute, vital.Value is null)).ShouldBeUnique();
        }
    }

    [Property(MaxTest = 200)]
    public void LateReadingsSoundNothing_EndNothing_AndShowNothing(byte[] script, int seed)
    {
        var without = Play(script, _ => []);
        var with = Play(script, late => Shuffled(late, seed));

        with.Live[Metric.SpO2].ShouldBe(without.Live[Metric.SpO2]);
        with.Raised.Select(Sound).ShouldBe(without.Raised.Select(Sound));
        with.All<AlarmConditionCleared>().Select(ended => ended.At).ShouldBe(without.All<AlarmConditionCleared>().Select(ended => ended.At));
        without.Charted.Where(vital => vital.Value is not null).ShouldBeSubsetOf(with.Charted);
    }

    [Property(MaxTest = 100)]
    public void ARestartBeforeTheLateReadings_ChangesNothingThatIsCharted(byte[] script, int seed)
    {
        var ran = Play(script, late => Shuffled(late, seed));
        var restarted = Play(script, late => Shuffled(late, seed), isRestarted: true);

        restarted.Charted.ShouldBe(ran.Charted);
        restarted.Live.State.OpenGaps.ShouldBe(ran.Live.State.OpenGaps);
        restarted.All<TelemetryGapClosed>().ShouldBe(ran.All<TelemetryGapClosed>());
        restarted.CountRaised("spo2-low").ShouldBeLessThanOrEqualTo(ran.CountRaised("spo2-low"));
    }

    [Property(MaxTest = 200)]
    public void LatenessIsJudgedByFlagAndSeqAlone_WhateverTheClockSays(byte[] script)
    {
        var ward = new Ward().Infusing();
        var highest = 0L;
        foreach (var step in script)
        {
            ward.After(1);
            var reading = ward.NewReading("mon-1", new Sample(Metric.SpO2, 97m, Quality.Valid));
            var (seq, flagged) = (step % 5 == 0 ? reading.Seq : (reading.Seq * 2) + 1_000, step % 3 == 0);
            var outcome = ward.Observe(reading with { Seq = seq, FlaggedLate = flagged, At = Clock(step, ward.Now) });

            outcome.ShouldBe(flagged || seq < highest ? ObserveOutcome.Late : ObserveOutcome.Live);
            if (outcome == ObserveOutcome.Live)
            {
                (ward.Live[Metric.SpO2]!.Value.ReceivedAt, ward.Now - ward.Live[Metric.SpO2]!.Value.At < TimeSpan.FromSeconds(6)).ShouldBe((ward.Now, true));
            }

            highest = Math.Max(highest, seq);
        }

        ward.Charted.ShouldAllBe(vital => vital.At <= ward.Now);
    }

    static DateTimeOffset? Clock(byte step, DateTimeOffset now) => (step % 7) switch
    {
        0 => null,
        1 => now.AddHours(-2),
        2 => now.AddYears(-20),
        3 => now.AddHours(3),
        _ => now,
    };

    /// <summary>Each byte is ten seconds: a value, and which of the ten messages come late.</summary>
    static Ward Play(byte[] script, Func<Reading[], IEnumerable<Reading>> order, bool isRestarted = false)
    {
        var ward = new Ward().Infusing();
        var late = new List<Reading>();
        foreach (var step in script)
        {
            for (var second = 0; second < 10; second++)
            {
                ward.After(1);
                var reading = ward.NewReading("mon-1", MetricTable.ToSample(Metric.SpO2, Value(step, second)));
                if ((step % 3 == 0 || (step + second) % 4 == 0) && second < step % 16)
                {
                    late.Add(reading);
                }
                else
                {
                    ward.Observe(reading);
                }
            }
        }

        // The clock must be known, and every late one late.
        ward.After(1).Observe(ward.NewReading("mon-1"));
        ward = isRestarted ? ward.Restart() : ward;
        foreach (var reading in order([.. late]))
        {
            ward.Observe(reading with { ReceivedAt = ward.Now });
        }

        return ward.After(70);
    }

    static decimal Value(byte step, int second) => (step % 8) switch
    {
        < 5 => 80m + (second % 3),
        5 => second < 5 ? 97m : 85m,
        6 => second == 3 ? 0m : 91m,
        _ => 97m,
    };

    static Reading[] Shuffled(Reading[] late, int seed)
    {
        var shuffled = late.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    /// <summary>Without its onset and what derives from it: that may be dated back while the condition waits.</summary>
    static string Sound(AlarmRaised raised) => $"{raised with { Onset = default, Alarm = default }}";

    static IEnumerable<string> Alarms(Ward ward) =>
        ward.Live.State.Alarms.Values.Select(alarm => $"{alarm}").Order(StringComparer.Ordinal);

    static IEnumerable<(ChartedKind, DateTimeOffset)> Minutes(Ward ward) =>
        ward.Charted.Where(vital => vital.Value is not null).Select(vital => (vital.Kind, vital.Minute)).Order();
}
