using System.Collections.Immutable;

namespace Infusion.Core.Pathway;

/// <param name="Day">At the clinic.</param>
public sealed record OpeningHours(DayOfWeek Day, TimeOnly From, TimeOnly To);

/// <summary>A clinic's rules of appointments.</summary>
public sealed record PathwaySettings
{
    public static PathwaySettings Default { get; } = new();

    /// <summary>Talk therapy not earlier than so many hours after an infusion's end; null: only not on the same day.</summary>
    public int? TherapyHoursAfterEnd { get; init; }

    /// <summary>How long a chair is taken, recovery included, where nobody says.</summary>
    public int InfusionMinutes { get; init; } = 120;

    public int TherapyMinutes { get; init; } = 50;

    /// <summary>A day without a line is closed.</summary>
    public ImmutableArray<OpeningHours> Hours { get; init; } =
    [
        .. new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday }
            .Select(day => new OpeningHours(day, new TimeOnly(8, 0), new TimeOnly(18, 0))),
    ];

    /// <summary>Holidays.</summary>
    public ImmutableArray<DateOnly> ClosedOn { get; init; } = [];

    /// <summary>Whether the clinic is open all that time.</summary>
    public bool IsOpen(DateTimeOffset from, DateTimeOffset to, ClinicTime time)
    {
        var (begin, end) = (time.Local(from), time.Local(to));
        var day = DateOnly.FromDateTime(begin);
        return day == DateOnly.FromDateTime(end) && !ClosedOn.Contains(day)
            && Hours.Any(each => each.Day == day.DayOfWeek && each.From <= TimeOnly.FromDateTime(begin) && TimeOnly.FromDateTime(end) <= each.To);
    }

    /// <returns>What is wrong with them; null: nothing.</returns>
    public string? Fault() => this switch
    {
        { TherapyHoursAfterEnd: < 1 or > 72 } => "The hours between an infusion's end and talk therapy are 1 to 72, or none.",
        { InfusionMinutes: < 15 or > 720 } => "An infusion's appointment takes 15 to 720 minutes.",
        { TherapyMinutes: < 15 or > 240 } => "A talk therapy's appointment takes 15 to 240 minutes.",
        { Hours.IsDefaultOrEmpty: true } => "Name at least one day with its hours; without any the clinic would be closed for ever.",
        _ when Hours.Any(each => each is null || !Enum.IsDefined(each.Day) || each.From >= each.To) =>
            "Each day's hours end after they begin; hours past midnight are written as two days.",
        { ClosedOn.IsDefault: true } => "The closed days are a list, if an empty one.",
        _ => null,
    };

    public bool Equals(PathwaySettings? other) => other is not null
        && (TherapyHoursAfterEnd, InfusionMinutes, TherapyMinutes) == (other.TherapyHoursAfterEnd, other.InfusionMinutes, other.TherapyMinutes)
        && Hours.SequenceEqual(other.Hours) && ClosedOn.SequenceEqual(other.ClosedOn);

    public override int GetHashCode() => HashCode.Combine(TherapyHoursAfterEnd, InfusionMinutes, TherapyMinutes, Hours.Length, ClosedOn.Length);
}
