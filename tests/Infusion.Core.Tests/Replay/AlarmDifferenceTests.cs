using Infusion.Core.Alarms;
using Infusion.Core.Replay;
using Infusion.Core.Reports;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Replay;

public class AlarmDifferenceTests
{
    static readonly DateTimeOffset Start = Ward.DefaultStart;

    [Fact]
    public void An_alarm_raised_sooner_and_ended_later_says_by_how_much()
    {
        var change = Between([Alarm(100, 115, 200)], [Alarm(90, 105, 230)]).Changes.ShouldHaveSingleItem();

        change.LaterBy.ShouldBe(TimeSpan.FromSeconds(-10));
        change.LongerBy.ShouldBe(TimeSpan.FromSeconds(40));
        (change.IsGained, change.IsLost, change.HasOtherPriority).ShouldBe((false, false, false));
    }

    [Fact]
    public void Two_that_became_one_are_one_that_changed_and_one_that_was_lost()
    {
        var difference = Between([Alarm(100, 115, 200), Alarm(300, 315, 400)], [Alarm(90, 105, 410)]);

        difference.Changes.Select(each => (each.Before?.RaisedAt, each.After?.RaisedAt)).ShouldBe(
            [(At(115), At(105)), (At(315), null)]);
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(61, 2)]
    public void Without_an_overlap_they_are_the_same_one_up_to_a_minute_apart(int apart, int changes) =>
        Between([Alarm(100, 101, 102)], [Alarm(100 + apart, 101 + apart, 102 + apart)]).Changes.Length.ShouldBe(changes);

    [Fact]
    public void Overlapping_ones_are_the_same_however_far_apart_they_begin() =>
        Between([Alarm(100, 115, 900)], [Alarm(700, 715, 900)]).Changes.ShouldHaveSingleItem().LaterBy.ShouldBe(TimeSpan.FromSeconds(600));

    [Fact]
    public void Of_two_that_fit_the_nearer_is_taken()
    {
        var difference = Between([Alarm(100, 115, 200)], [Alarm(60, 75, 110), Alarm(101, 116, 200)]);

        difference.Changes.Single(each => !each.IsGained).After!.RaisedAt.ShouldBe(At(116));
        difference.Changes.Single(each => each.IsGained).After!.RaisedAt.ShouldBe(At(75));
    }

    [Fact]
    public void Another_metric_or_another_device_is_another_alarm()
    {
        var difference = Between(
            [Alarm(100, 115, 200), Alarm(100, 115, 200) with { Source = "mon-1" }],
            [Alarm(100, 115, 200) with { Metric = Metric.PulseRate }, Alarm(100, 115, 200) with { Source = "mon-2" }]);

        (difference.Changes.Count(each => each.IsLost), difference.Changes.Count(each => each.IsGained)).ShouldBe((2, 2));
    }

    [Fact]
    public void One_that_came_to_another_priority_has_changed()
    {
        var was = Alarm(100, 115, 200);
        var change = Between([was], [was with { Gravest = AlarmPriority.High, Raised = AlarmPriority.Medium }]).Changes.ShouldHaveSingleItem();

        change.HasOtherPriority.ShouldBeTrue();
        (change.LaterBy, change.LongerBy).ShouldBe((TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void One_that_has_not_ended_stands_until_the_end()
    {
        Between([Alarm(100, 115, null)], [Alarm(100, 115, null)]).Same.Length.ShouldBe(1);
        Between([Alarm(100, 115, 900)], [Alarm(100, 115, null)]).Changes.ShouldHaveSingleItem().LongerBy.ShouldBe(TimeSpan.FromSeconds(100));
    }

    static AlarmDifference Between(IReadOnlyList<AlarmSpan> was, IReadOnlyList<AlarmSpan> wouldBe) => AlarmDifference.Between(was, wouldBe, At(1_000));

    static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);

    static AlarmSpan Alarm(int onset, int raised, int? ended) => new(
        Guid.Empty, "spo2-low", Metric.SpO2, null, AlarmPriority.High, AlarmPriority.High, At(onset), At(raised), At(raised), 85m, 90m)
    {
        EndedAt = ended is { } second ? At(second) : null,
    };
}
