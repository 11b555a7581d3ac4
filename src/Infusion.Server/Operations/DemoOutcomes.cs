using Infusion.Core.Assessments;
using Infusion.Core.Outcomes;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;

namespace Infusion.Server.Operations;

/// <summary>Scores of the past weeks, made up, so that there is a course to look at. The last ones are a week old: today's may be entered.</summary>
static class DemoOutcomes
{
    static readonly int[] WeeksAgo = [4, 3, 2, 1];

    /// <summary>PHQ-9 totals; each of the people has one of these courses.</summary>
    static readonly int[][] Depression = [[19, 14, 9, 7], [21, 20, 18, 17], [16, 11, 6, 3], [23, 17, 15, 11]];

    static readonly int[][] Anxiety = [[13, 10, 7, 5], [15, 14, 14, 12], [9, 7, 4, 3], [17, 12, 11, 9]];

    static readonly int[][] Pain = [[6, 5, 4, 4], [7, 7, 6, 6], [3, 3, 2, 2], [8, 6, 6, 5]];

    /// <param name="today">By the clinic's calendar.</param>
    public static IEnumerable<ClinicCommand> Of(Guid patient, int number, DateOnly today, string by)
    {
        var course = number % Depression.Length;
        for (var index = 0; index < WeeksAgo.Length; index++)
        {
            var on = today.AddDays(-7 * WeeksAgo[index]);
            yield return Entered(patient, Instrument.Phq9, Items(Depression[course][index], 8).Append(0), on, today, by);
            yield return Entered(patient, Instrument.Gad7, Items(Anxiety[course][index], 7), on, today, by);
            yield return Entered(patient, Instrument.PainNrs, [Pain[course][index]], on, today, by);
        }
    }

    /// <summary>So many points over so many items of 0 to 3.</summary>
    static IEnumerable<int?> Items(int total, int count) =>
        Enumerable.Range(0, count).Select(index => (int?)Math.Min(3, (total / count) + (index < total % count ? 1 : 0)));

    static ClinicCommand.OfSession Entered(Guid patient, Instrument instrument, IEnumerable<int?> items, DateOnly on, DateOnly today, string by) => new(
        new RecordAssessment(Guid.NewGuid(), ClinicMemory.StreamOf(Identity.DemoIdentity.Clinic), by, patient, instrument, [.. items], on, today), null);
}
