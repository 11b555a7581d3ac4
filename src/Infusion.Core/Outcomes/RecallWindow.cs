using Infusion.Core.Assessments;

namespace Infusion.Core.Outcomes;

/// <summary>
/// How close two answers to the same instrument may lie: each asks about a time that has passed, and asked again within it says the
/// same thing twice. By the clinic's calendar days, so that a Monday at 14:00 and the Monday after at 9:00 are a week apart.
/// </summary>
public static class RecallWindow
{
    /// <param name="others">When else it was answered with a total, before or after.</param>
    /// <returns>The first day from <paramref name="on"/> that works; null: that day does.</returns>
    public static DateOnly? EarliestInstead(InstrumentInfo info, IEnumerable<DateOnly> others, DateOnly on)
    {
        var days = others.Order().ToList();
        var earliest = on;
        foreach (var day in days.Where(day => Math.Abs(day.DayNumber - earliest.DayNumber) < info.DaysApart))
        {
            earliest = day.AddDays(info.DaysApart);
        }

        return earliest == on ? null : earliest;
    }

    /// <summary>It may be kept, but is sooner than its schedule has it.</summary>
    public static bool IsOffSchedule(InstrumentInfo info, IEnumerable<DateOnly> others, DateOnly on) =>
        others.Any(day => Math.Abs(day.DayNumber - on.DayNumber) < info.DaysOnSchedule);
}
