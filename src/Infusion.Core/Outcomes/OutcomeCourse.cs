using System.Collections.Immutable;
using Infusion.Core.Assessments;

namespace Infusion.Core.Outcomes;

/// <summary>One assessment and what it comes to.</summary>
/// <param name="On">The clinic's calendar day on which it was answered.</param>
public sealed record ScoredAssessment(Guid Assessment, DateOnly On, InstrumentScore Score);

/// <param name="Change">From the baseline, negative where it falls; null: before it, itself, or no total.</param>
/// <param name="IsResponse">Null: no rule is agreed on, or nothing to compare.</param>
/// <param name="IsRemission">As <paramref name="IsResponse"/>.</param>
public sealed record OutcomePoint(
    ScoredAssessment Assessment, string? Band, bool IsBaseline, decimal? Change, decimal? ChangePercent, bool? IsResponse, bool? IsRemission);

/// <summary>One instrument of one patient over time.</summary>
public static class OutcomeCourse
{
    /// <param name="assessments">Earliest first, none withdrawn.</param>
    /// <param name="treatedFrom">The day of the first infusion; null: none yet.</param>
    public static ImmutableArray<OutcomePoint> Of(InstrumentInfo info, IReadOnlyList<ScoredAssessment> assessments, DateOnly? treatedFrom)
    {
        var baseline = Baseline(assessments, treatedFrom);
        var isAfter = false;
        var points = ImmutableArray.CreateBuilder<OutcomePoint>(assessments.Count);
        foreach (var each in assessments)
        {
            points.Add(Point(info, each, baseline, isAfter));
            isAfter |= ReferenceEquals(each, baseline);
        }

        return points.ToImmutable();
    }

    /// <summary>The last valid one up to the day of the first infusion; without one, the first valid there is.</summary>
    static ScoredAssessment? Baseline(IReadOnlyList<ScoredAssessment> assessments, DateOnly? treatedFrom) =>
        assessments.LastOrDefault(each => each.Score.Total is not null && each.On <= treatedFrom)
        ?? assessments.FirstOrDefault(each => each.Score.Total is not null);

    static OutcomePoint Point(InstrumentInfo info, ScoredAssessment each, ScoredAssessment? baseline, bool isAfter)
    {
        var point = new OutcomePoint(each, info.BandOf(each.Score.Total), ReferenceEquals(each, baseline), null, null, null, null);
        if (!isAfter || each.Score.Total is not { } total || baseline?.Score.Total is not { } from)
        {
            return point;
        }

        var change = total - from;
        decimal? percent = from == 0 ? null : Math.Round(change / from * 100, 1, MidpointRounding.AwayFromZero);
        return point with
        {
            Change = change,
            ChangePercent = percent,
            IsResponse = info.Response switch
            {
                // By the numbers themselves, not by the rounded percent.
                { Percent: { } asked } => from == 0 ? null : -change * 100 >= asked * from,
                { Points: { } asked } => -change >= asked,
                _ => null,
            },
            IsRemission = info.RemissionAtMost is { } most ? total <= most : null,
        };
    }
}
