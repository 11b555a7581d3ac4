using Infusion.Core.Assessments;
using Infusion.Core.Outcomes;
using Infusion.Core.Pathway;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Pathway;

/// <summary>Whether patients respond, by each instrument's own rule, against the baseline of their plan. Nobody is ranked by it.</summary>
sealed class PlanResponses(IDocumentStore store)
{
    /// <returns>By plan; instruments without a total since the baseline are left out.</returns>
    public async Task<ILookup<Guid, PlanResponseView>> OfAsync(PathwayNow clinic, IReadOnlyList<TreatmentPlan> plans, CancellationToken cancellationToken)
    {
        var patients = plans.Select(plan => plan.Patient).ToArray();
        await using var query = store.QuerySession(clinic.Clinic.Clinic);
        var withdrawn = (await query.Query<WithdrawnAssessment>().Where(row => patients.Contains(row.Patient)).Select(row => row.Id).ToListAsync(cancellationToken)).ToHashSet();
        var assessments = (await query.Query<AssessmentDocument>().Where(row => patients.Contains(row.Patient)).ToListAsync(cancellationToken))
            .Where(row => !withdrawn.Contains(row.Id)).ToLookup(row => row.Patient);
        return plans.SelectMany(plan => Of(clinic, plan, assessments[plan.Patient]).Select(response => (plan.Id, response)))
            .ToLookup(each => each.Id, each => each.response);
    }

    static IEnumerable<PlanResponseView> Of(PathwayNow clinic, TreatmentPlan plan, IEnumerable<AssessmentDocument> assessments)
    {
        var first = plan.Infusions.Where(each => each.StartedAt is not null).Min(each => each.StartedAt);
        if (first is not { } began)
        {
            yield break;
        }

        foreach (var group in assessments.GroupBy(each => each.Instrument).OrderBy(group => group.Key))
        {
            if (Instruments.Find(group.Key) is not { } info)
            {
                continue;
            }

            var scored = group.OrderBy(each => each.On).ThenBy(each => each.At)
                .Select(each => new ScoredAssessment(each.Id, each.On, info.Score([.. each.Items]))).ToList();
            if (OutcomeCourse.Of(info, scored, clinic.Time.Day(began)).LastOrDefault(point => point.Change is not null) is { } last)
            {
                yield return new PlanResponseView(
                    info.Name, last.Assessment.On, last.Assessment.Score.Total!.Value, last.Change!.Value, last.IsResponse, last.IsRemission);
            }
        }
    }
}
