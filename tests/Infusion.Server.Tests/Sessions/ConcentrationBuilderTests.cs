using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

/// <summary>70 kg, 35 mg ordered at 52.5 mL/h of 1 mg/mL.</summary>
public sealed class ConcentrationBuilderTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_a_pump_there_is_neither_an_estimate_nor_a_forecast()
    {
        var course = Build([], 60);

        (course.Now, course.GoesOn, course.StopsNow, course.ChangesTo).ShouldBe((null, null, null, null));
        course.History.ShouldBeEmpty();
        course.Models.Select(model => model.Name).ShouldBe(["Domino", "Clements 250", "Hijazi", "Kamp"]);
    }

    [Fact]
    public void After_half_the_infusion_the_forecasts_go_on_stop_and_change()
    {
        var course = Build(Infusing(0, 1200), 1200, rate: 105m, below: 100);

        course.Now!.Plasma.High.ShouldBe(209.6, 0.2);
        (course.GoesOn!.RateMlPerHour, course.StopsNow!.RateMlPerHour, course.ChangesTo!.RateMlPerHour).ShouldBe((52.5m, 0m, 105m));
        course.GoesOn.PlasmaAtPeak.High.ShouldBe(253.1, 0.2);
        course.StopsNow.PlasmaAtPeak.ShouldBe(course.Now.Plasma);
        course.ChangesTo.PlasmaAtPeak.High.ShouldBeGreaterThan(253.1);
        course.GoesOn.Points.Count.ShouldBe(121);
        course.GoesOn.Points[20][0].ShouldBe(course.Now.AsOf.AddMinutes(20).ToUnixTimeMilliseconds());
        course.History.Count.ShouldBeInRange(70, 81);
        course.StopsNow.Below!.Last!.Value.ShouldBeLessThan(course.GoesOn.Below!.Last!.Value);
        course.GoesOn.Below.Last.Value.ShouldBeGreaterThan(Start.AddMinutes(60));
    }

    [Fact]
    public void A_frozen_estimate_has_a_course_and_no_forecast()
    {
        var course = Build(Infusing(0, 600), 615, below: 100);

        course.Now!.ValidUntil.ShouldBe(Start.AddSeconds(615));
        course.History.ShouldNotBeEmpty();
        (course.GoesOn, course.StopsNow).ShouldBe((null, null));
    }

    [Fact]
    public void Silence_of_the_pump_is_a_hole_in_the_course_and_is_said()
    {
        var course = Build([.. Infusing(0, 300), .. Infusing(400, 300)], 700);

        course.Now!.Notes.ShouldBe(["silence_filled"]);
        var hole = course.History.FindIndex(point => point[1] is null);
        hole.ShouldBeGreaterThan(0);
        course.History[hole + 1][0].ShouldBe(course.History[hole][0] + 1);
    }

    static ConcentrationCourseView Build(IReadOnlyList<StoredReading> readings, int second, decimal? rate = null, double? below = null) =>
        ConcentrationBuilder.Build(State(), readings, Start.AddSeconds(second), rate, below);

    static IReadOnlyList<StoredReading> Infusing(int from, int seconds) =>
        [.. Enumerable.Range(from, seconds + 1).Select(second => new StoredReading(
            new Reading(
                "pump-1", "boot-1", second, Start.AddSeconds(second), Start.AddSeconds(second), false,
                [
                    new Sample(Metric.PumpRateCurrent, second == 0 ? 0m : 52.5m, Quality.Valid),
                    new Sample(Metric.VolumeDeliveredTotal, 52.5m * second / 3600m, Quality.Valid),
                ],
                new PumpState(second == 0 ? PumpStatus.NotInfusing : PumpStatus.Infusing, PumpMode.Continuous, "ketamine"), []),
            Start.AddSeconds(second),
            second))];

    static SessionState State() => new(
        Guid.Empty, SessionPhase.Infusing, Start, "A1", Guid.Empty, ClinicServer.Order, Start,
        [new Association("pump-1", DeviceKind.Pump, Start, null)], ImmutableDictionary<Guid, Alarm>.Empty, null, default);
}
