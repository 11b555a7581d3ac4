using System.Collections.Immutable;
using Infusion.Core.Sessions;

namespace Infusion.Core.Admission;

/// <summary>What a start still waits for: the check-in, the second person's check of the order, and the preparation.</summary>
public static class StartGate
{
    /// <summary>Each goes on after "Not done: ".</summary>
    /// <param name="at">When it starts.</param>
    public static ImmutableArray<string> Gaps(SessionLive live, AdmissionGate gate, DateTimeOffset at)
    {
        var admission = live.State.Admission;
        var gaps = ImmutableArray.CreateBuilder<string>();
        gaps.AddRange(CheckInGate.Against(live.State, gate, live.PressuresBeforeStart, at).Select(CheckInGate.Words));
        if (gate.DoubleCheckWithinPercent is not null && admission.Check is null)
        {
            gaps.Add(admission.Disagreed.IsEmpty ? "the order checked by a second person" : "an agreeing check of the order: the last one disagreed");
        }

        if (gate.PreparedAtMostBefore is { } atMost)
        {
            if (admission.Prepared is not { } prepared)
            {
                gaps.Add("the dose prepared, with vial, lot and expiry");
            }
            else if (at - prepared.At > atMost)
            {
                gaps.Add($"a fresh preparation: the label is older than {CheckInWords.Hours(atMost)}");
            }
        }

        return gaps.ToImmutable();
    }
}
