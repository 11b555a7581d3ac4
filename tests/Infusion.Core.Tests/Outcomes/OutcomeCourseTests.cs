using System.Collections.Immutable;
using Infusion.Core.Assessments;
using Infusion.Core.Outcomes;

namespace Infusion.Core.Tests.Outcomes;

public class OutcomeCourseTests
{
    static readonly DateOnly Day = new(2026, 11, 2);

    /// <summary>One assessment a week, with these totals; null: not valid.</summary>
    static ImmutableArray<OutcomePoint> Course(Instrument instrument, int? treatedAfterWeeks, params decimal?[] totals) => OutcomeCourse.Of(
        Instruments.Find(instrument)!,
        [.. totals.Select((total, week) => new ScoredAssessment(
            new Guid(week, 0, 0, new byte[8]), Day.AddDays(7 * week), new InstrumentScore(total, total is null ? 1 : 0, [])))],
        treatedAfterWeeks is { } weeks ? Day.AddDays(7 * weeks) : null);

    // The day of the first infusion counts: what is asked at check-in is before the dose.
    [Theory]
    [InlineData(null, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(9, 3)]
    public void TheBaselineIsTheLastValidOneUpToTheFirstInfusion(int? treatedAfterWeeks, int baseline) =>
        Course(Instrument.Phq9, treatedAfterWeeks, 20, 18, null, 9).Select(point => point.IsBaseline).ShouldBe(
            Enumerable.Range(0, 4).Select(week => week == baseline));

    [Fact]
    public void WhereNoneIsBeforeTheFirstInfusion_TheFirstValidOneIs() =>
        Course(Instrument.Phq9, -1, null, 18, 9).Select(point => point.IsBaseline).ShouldBe([false, true, false]);

    [Theory]
    // A fall by half, and just not: of 21, 10.5 is half.
    [InlineData(Instrument.Phq9, 20, 10, true, false)]
    [InlineData(Instrument.Phq9, 20, 11, false, false)]
    [InlineData(Instrument.Phq9, 21, 11, false, false)]
    [InlineData(Instrument.Phq9, 21, 10, true, false)]
    [InlineData(Instrument.Phq9, 20, 5, true, false)]
    [InlineData(Instrument.Phq9, 20, 4, true, true)]
    [InlineData(Instrument.Phq9, 6, 4, false, true)]
    [InlineData(Instrument.Phq9, 20, 24, false, false)]
    [InlineData(Instrument.Gad7, 14, 7, true, false)]
    [InlineData(Instrument.Gad7, 14, 4, true, true)]
    [InlineData(Instrument.QidsSr16, 18, 9, true, false)]
    [InlineData(Instrument.QidsSr16, 18, 5, true, true)]
    [InlineData(Instrument.QidsSr16, 18, 6, true, false)]
    [InlineData(Instrument.Pcl5, 50, 40, true, null)]
    [InlineData(Instrument.Pcl5, 50, 41, false, null)]
    [InlineData(Instrument.Ybocs, 20, 13, true, null)]
    [InlineData(Instrument.Ybocs, 20, 14, false, null)]
    [InlineData(Instrument.PainNrs, 10, 7, true, null)]
    [InlineData(Instrument.PainNrs, 10, 8, false, null)]
    [InlineData(Instrument.Cssrs, 3, 0, null, null)]
    public void ResponseAndRemission(Instrument instrument, int baseline, int now, bool? isResponse, bool? isRemission)
    {
        var point = Course(instrument, 0, baseline, now)[1];

        (point.Change, point.IsResponse, point.IsRemission).ShouldBe((now - baseline, isResponse, isRemission));
    }

    [Fact]
    public void NothingIsSaidOfTheBaselineItself_OfWhatWasBefore_AndOfWhatIsNotValid()
    {
        foreach (var point in Course(Instrument.Phq9, 1, 20, 18, null).Where((_, week) => week != 3))
        {
            (point.Change, point.ChangePercent, point.IsResponse, point.IsRemission).ShouldBe((null, null, null, null));
        }

        Course(Instrument.Phq9, null).ShouldBeEmpty();
    }

    [Fact]
    public void FromABaselineOfNothing_ThereIsNoPercentAndNoResponse()
    {
        var point = Course(Instrument.Phq9, 0, 0, 3)[1];

        (point.Change, point.ChangePercent, point.IsResponse, point.IsRemission).ShouldBe((3, null, null, true));
    }

    [Theory]
    [InlineData(-1, false, true)]
    [InlineData(0, true, true)]
    [InlineData(6, true, true)]
    [InlineData(7, false, true)]
    [InlineData(27, false, true)]
    [InlineData(28, false, false)]
    public void TheWindowIsOfCalendarDays_BothWays(int daysAfter, bool isTooEarly, bool isOffSchedule)
    {
        var (info, on) = (Instruments.Find(Instrument.Pcl5)!, Day.AddDays(daysAfter));

        // A day before counts as well as a day after.
        DateOnly[] others = daysAfter < 0 ? [on.AddDays(7)] : [Day];
        (RecallWindow.EarliestInstead(info, others, on) is not null).ShouldBe(isTooEarly);
        RecallWindow.IsOffSchedule(info, others, on).ShouldBe(isOffSchedule);
    }

    [Fact]
    public void TheEarliestDayThatWorks_IsFreeOfEveryOther()
    {
        var info = Instruments.Find(Instrument.Phq9)!;

        RecallWindow.EarliestInstead(info, [Day, Day.AddDays(10)], Day.AddDays(2)).ShouldBe(Day.AddDays(17));
        RecallWindow.EarliestInstead(info, [Day.AddDays(3)], Day).ShouldBe(Day.AddDays(10));
        RecallWindow.EarliestInstead(Instruments.Find(Instrument.PainNrs)!, [Day], Day).ShouldBeNull();
    }
}
