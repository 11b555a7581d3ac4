using System.Collections.Immutable;
using Infusion.Core.Assessments;
using Infusion.Core.Outcomes;
using Infusion.Server.Storage;

namespace Infusion.Server.Outcomes;

/// <summary>Pure.</summary>
static class OutcomeViews
{
    public static ScoreView Score(InstrumentInfo info, ImmutableArray<int?> items)
    {
        var score = info.Score(items);
        return new ScoreView(score.Total, info.BandOf(score.Total), score.Missing, score.Parts, score.Finding, info.Safety(items));
    }

    /// <param name="assessments">Of the patient, of any instrument.</param>
    /// <param name="texts">Of notes, by id.</param>
    /// <param name="treatedFrom">What the baseline is taken before; null: no infusion yet.</param>
    public static SeriesView Series(
        InstrumentInfo info, IEnumerable<AssessmentDocument> assessments, IReadOnlyList<WithdrawnAssessment> withdrawn,
        IReadOnlyDictionary<Guid, string> texts, DateOnly? treatedFrom, DateOnly today)
    {
        var gone = withdrawn.ToDictionary(each => each.Id);
        var all = assessments.Where(each => each.Instrument == info.Instrument).OrderBy(each => each.On).ThenBy(each => each.At).ToList();
        var standing = all.Where(each => !gone.ContainsKey(each.Id)).ToList();
        var course = OutcomeCourse
            .Of(info, [.. standing.Select(each => new ScoredAssessment(each.Id, each.On, info.Score([.. each.Items])))], treatedFrom)
            .ToDictionary(point => point.Assessment.Assessment);
        return new SeriesView(
            InstrumentView.Of(info),
            [.. all.Select(each => View(info, each, course.GetValueOrDefault(each.Id), gone.GetValueOrDefault(each.Id), texts))],
            RecallWindow.EarliestInstead(info, course.Values.Where(point => point.Band is not null).Select(point => point.Assessment.On), today) ?? today);
    }

    static AssessmentView View(
        InstrumentInfo info, AssessmentDocument each, OutcomePoint? point, WithdrawnAssessment? gone, IReadOnlyDictionary<Guid, string> texts) => new(
        each.Id, each.On, each.At, each.By, each.IsByTablet, each.IsOffSchedule, each.Items, Score(info, [.. each.Items]),
        point is { IsBaseline: true }, point?.Change, point?.ChangePercent, point?.IsResponse, point?.IsRemission,
        gone is null ? null : new WithdrawnView(gone.At, gone.By, texts.GetValueOrDefault(gone.Reason)));
}
