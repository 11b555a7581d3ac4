using System.Collections.Immutable;

namespace Infusion.Core.DrugLibrary;

/// <summary>Whether an observation schedule says without contradiction what is due when.</summary>
static class ScheduleValidation
{
    const int MostLines = 60;
    static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static void Check(ImmutableArray<ObservationDue> schedule, FaultList faults)
    {
        if (schedule.IsDefaultOrEmpty)
        {
            faults.Add("schedule", "is missing: at least one observation is due");
            return;
        }

        if (!faults.Require(schedule.Length <= MostLines, "schedule", $"has more than {MostLines} lines"))
        {
            return;
        }

        for (var index = 0; index < schedule.Length; index++)
        {
            if (CheckLine(schedule[index], $"schedule[{index}]", faults))
            {
                CheckOverlap(schedule, index, faults);
            }
        }
    }

    static bool CheckLine(ObservationDue? due, string path, FaultList faults)
    {
        if (due is null)
        {
            faults.Missing(path);
            return false;
        }

        faults.Require(due.What is not Observation.Unknown && Enum.IsDefined(due.What), $"{path}.what", "is no observation that is known");
        var isWindow = faults.Require(
            due.Window is not ObservationWindow.Unknown && Enum.IsDefined(due.Window), $"{path}.window", "is no part of a session that is known");
        var isEvery = faults.Require(
            due.Every > TimeSpan.Zero && due.Every <= Longest, $"{path}.every", $"must be above 0 and at most {FaultList.Words(Longest)}");
        faults.Require(due.Grace >= TimeSpan.Zero, $"{path}.grace", "must not be negative");
        faults.Require(
            !isEvery || due.Grace < due.Every, $"{path}.grace", $"must be shorter than {FaultList.Words(due.Every)}: the next one is due by then");
        faults.Require(due.From >= TimeSpan.Zero && due.From <= Longest, $"{path}.from", $"must lie between 0 and {FaultList.Words(Longest)}");
        faults.Require(!(due.Until <= due.From), $"{path}.until", "must lie after from");
        if (due.Window == ObservationWindow.BeforeStart)
        {
            faults.Require(due.From == TimeSpan.Zero, $"{path}.from", "has no meaning before the start");
            faults.Require(due.Until is null, $"{path}.until", "has no meaning before the start");
        }

        return isWindow;
    }

    static void CheckOverlap(ImmutableArray<ObservationDue> schedule, int index, FaultList faults)
    {
        var due = schedule[index];
        for (var earlier = 0; earlier < index; earlier++)
        {
            if (schedule[earlier] is { } other && other.What == due.What && other.Window == due.Window
                && !(due.From >= other.Until) && !(other.From >= due.Until))
            {
                faults.Add($"schedule[{index}]", $"overlaps schedule[{earlier}]: one line for each observation at a time");
            }
        }
    }
}
