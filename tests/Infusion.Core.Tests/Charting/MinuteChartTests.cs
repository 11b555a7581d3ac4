using System.Collections.Immutable;
using Infusion.Core.Charting;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Shouldly;
using Xunit;

namespace Infusion.Core.Tests.Charting;

/// <summary>The charted value of each minute and what was delivered, told once more from stored readings.</summary>
public sealed class MinuteChartTests
{
    [Fact]
    public void The_first_valid_value_of_a_minute_counts_in_whatever_order_the_readings_come()
    {
        var chart = Of(Spo2(70, 96), Spo2(61, null), Spo2(65, 97), Spo2(130, 98));

        chart.At(Metric.SpO2, ChartedSession.At(60)).ShouldBe(new MinuteValue(ChartedSession.At(65), 97m, "m", false));
        chart.At(Metric.SpO2, ChartedSession.At(120))!.Value.Value.ShouldBe(98m);
        chart.At(Metric.SpO2, ChartedSession.At(180)).ShouldBeNull();
        chart.At(Metric.HeartRate, ChartedSession.At(60)).ShouldBeNull();
        (chart.Has(Metric.SpO2), chart.Has(Metric.HeartRate), chart.Has(Metric.NibpSystolic)).ShouldBe((true, false, false));
    }

    [Fact]
    public void A_late_value_fills_a_minute_without_one_and_gives_way_to_a_live_one()
    {
        var chart = Of(Spo2(61, 90) with { FlaggedLate = true }, Spo2(80, 95), Spo2(125, 91) with { FlaggedLate = true }, Spo2(122, 92) with { FlaggedLate = true });

        chart.At(Metric.SpO2, ChartedSession.At(60))!.Value.ShouldBe(new MinuteValue(ChartedSession.At(80), 95m, "m", false));
        chart.At(Metric.SpO2, ChartedSession.At(120))!.Value.ShouldBe(new MinuteValue(ChartedSession.At(122), 92m, "m", true));
    }

    [Fact]
    public void A_probe_that_is_off_is_heard_and_has_no_value()
    {
        var chart = Of(Spo2(61, null));

        chart.At(Metric.SpO2, ChartedSession.At(60)).ShouldBeNull();
        chart.IsHeard(Metric.SpO2, ChartedSession.At(60)).ShouldBeTrue();
        chart.IsHeard(Metric.SpO2, ChartedSession.At(120)).ShouldBeFalse();
        chart.IsHeard(Metric.SpO2, ChartedSession.At(-600)).ShouldBeFalse();
    }

    [Fact]
    public void What_the_device_measured_of_somebody_else_is_not_there()
    {
        var chart = Of(Spo2(30, 80), Spo2(600, 81), Spo2(61, 97) with { Device = "other" });

        Enumerable.Range(0, chart.Minutes).ShouldAllBe(index => chart.At(Metric.SpO2, chart.MinuteAt(index)) == null);
    }

    static MinuteChart Of(params Reading[] readings) =>
        ChartFold.Of(ChartedSession.State(), readings.Select(reading => (reading, reading.At!.Value))).Minutes(ChartedSession.At(0), ChartedSession.At(660));

    static Reading Spo2(int second, decimal? value) => ChartedSession.Reading("m", second, new Sample(Metric.SpO2, value, value is null ? Quality.Invalid : Quality.Valid));
}

public sealed class DeliveryCourseTests
{
    [Fact]
    public void The_counter_is_counted_from_its_first_word_and_late_and_repeated_words_count_nothing()
    {
        var course = Of([], Total(60, 100m), Total(65, 101m), Total(65, 101m), Total(70, 103m), Total(62, 100.5m) with { FlaggedLate = true });

        course.Delivered.ShouldBe(Volume.FromMillilitres(3m));
        course.Points.Select(point => point.Delivered!.Value.Millilitres).ShouldBe([0m, 3m]);
    }

    [Fact]
    public void What_was_charted_when_the_segments_ended_is_what_was_delivered()
    {
        SessionEvent[] segments =
        [
            new DeliveryStarted(ChartedSession.At(60), "p", Rate.FromMillilitresPerHour(60m)), new DeliveryStopped(ChartedSession.At(100), "p", Volume.FromMillilitres(3.5m)),
        ];
        Of(segments, Total(60, 100m), Total(70, 103m)).Delivered.ShouldBe(Volume.FromMillilitres(3.5m));
        Of(segments[..1], Total(60, 100m), Total(70, 103m)).Delivered.ShouldBe(Volume.FromMillilitres(3m));
        Of(segments[..1]).Delivered.ShouldBe(default(Volume));
        Of([]).Delivered.ShouldBeNull();
    }

    [Fact]
    public void A_pump_that_was_not_heard_breaks_the_line_and_one_that_stands_still_runs_at_nothing()
    {
        var course = Of([], Running(60, 50m), Running(65, 50m), Running(90, 50m), ChartedSession.Reading("p", 95) with { Pump = new PumpState(PumpStatus.NotInfusing, PumpMode.Continuous, null) });

        course.Points.Select(point => (point.RateMlPerHour, point.IsAfterSilence)).ShouldBe([(50m, false), (50m, true), (0m, false)]);
    }

    [Fact]
    public void What_another_device_or_the_pump_at_another_patient_gave_is_not_counted() =>
        Of([], Total(60, 100m), Total(500, 200m), Total(600, 300m), Total(70, 400m) with { Device = "other" }).Delivered.ShouldBe(Volume.FromMillilitres(0m));

    static DeliveryCourse Of(SessionEvent[] events, params Reading[] readings) =>
        ChartFold.Of(ChartedSession.State(events), readings.Select(reading => (reading, reading.At!.Value))).Delivery(ChartedSession.State(events));

    static Reading Total(int second, decimal total) => ChartedSession.Reading("p", second, new Sample(Metric.VolumeDeliveredTotal, total, Quality.Valid));

    static Reading Running(int second, decimal rate) =>
        ChartedSession.Reading("p", second, new Sample(Metric.PumpRateCurrent, rate, Quality.Valid)) with { Pump = new PumpState(PumpStatus.Infusing, PumpMode.Continuous, null) };
}

/// <summary>Checked in at once, with a monitor "m" and a pump "p" from one minute on to eight.</summary>
static class ChartedSession
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    static readonly Guid Id = new("00000000-0000-0000-0000-0000000000aa");

    public static DateTimeOffset At(int second) => Start.AddSeconds(second);

    public static SessionState State(params SessionEvent[] more) => new SessionEvent[]
    {
        new SessionPlanned(At(-60), "A1", Guid.Empty, new InfusionOrder(
            "mood", 1, "ketamine", Mass.FromMilligrams(35m), BodyWeight.FromKilograms(70m), WeightBasis.Actual, Concentration.FromMilligramsPerMillilitre(1m),
            Rate.FromMillilitresPerHour(52.5m), TimeSpan.FromMinutes(40)), "n"),
        new PatientCheckedIn(At(0), "n"),
        new DeviceAssociated(At(60), "m", DeviceKind.Monitor, "n"),
        new DeviceAssociated(At(60), "p", DeviceKind.Pump, "n"),
    }.Concat(more).Concat([new DeviceReleased(At(480), "m", "n"), new DeviceReleased(At(480), "p", "n")])
        .Aggregate((SessionState?)null, (before, each) => Session.Evolve(before, each, Id))!;

    public static Reading Reading(string device, int second, params Sample[] samples) =>
        new(device, "b", second, At(second), At(second), false, [.. samples], null, ImmutableArray<DeviceAlert>.Empty);
}
