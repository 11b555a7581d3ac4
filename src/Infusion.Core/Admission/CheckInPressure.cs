namespace Infusion.Core.Admission;

/// <summary>The pressure before the start: one over the limit holds until a recheck, not sooner than the protocol says, is within it.</summary>
static class CheckInPressure
{
    public static CheckInLine Line(AdmissionState admission, AdmissionGate gate, IReadOnlyList<PressureSeen> pressures, DateTimeOffset now)
    {
        if (pressures.Count == 0)
        {
            return new(CheckInItem.BloodPressure, CheckInStatus.Open, null);
        }

        var latest = pressures[^1];
        var line = Judged(latest, pressures.LastOrDefault(each => IsOver(each, gate)), gate, now);

        // What is measured after the physician's word is not what they let go.
        return line.Status == CheckInStatus.Hold && admission.Overrides.GetValueOrDefault(CheckInItem.BloodPressure) is { } let && latest.At <= let.At
            ? line with { Status = CheckInStatus.Overridden, Override = let }
            : line;
    }

    static CheckInLine Judged(PressureSeen latest, PressureSeen? over, AdmissionGate gate, DateTimeOffset now)
    {
        var numbers = Numbers(latest);
        var recheckFrom = over?.At + gate.RecheckAfter;
        if (over == latest)
        {
            return new(CheckInItem.BloodPressure, CheckInStatus.Hold, $"{numbers}, the start is put off from {Limit(gate)} on") { MetFrom = recheckFrom };
        }

        if (latest.At < recheckFrom)
        {
            return new(
                CheckInItem.BloodPressure, CheckInStatus.Hold,
                $"{numbers} too soon after {Numbers(over!)}: a recheck counts {CheckInWords.Minutes(gate.RecheckAfter)} after it")
            { MetFrom = recheckFrom };
        }

        return now - latest.At > gate.PressureAtMostOld
            ? new(CheckInItem.BloodPressure, CheckInStatus.Open, $"{numbers} is older than {CheckInWords.Minutes(gate.PressureAtMostOld)}, measure again")
            : new(CheckInItem.BloodPressure, CheckInStatus.Pass, numbers);
    }

    static bool IsOver(PressureSeen pressure, AdmissionGate gate) =>
        pressure.Systolic >= gate.SystolicHoldFromMmHg || pressure.Diastolic >= gate.DiastolicHoldFromMmHg;

    static string Numbers(PressureSeen pressure) => $"{CheckInWords.Number(pressure.Systolic)}/{CheckInWords.Number(pressure.Diastolic)} mmHg";

    static string Limit(AdmissionGate gate) => (gate.SystolicHoldFromMmHg, gate.DiastolicHoldFromMmHg) switch
    {
        (null, var diastolic) => $"{CheckInWords.Number(diastolic)} mmHg diastolic",
        (var systolic, null) => $"{CheckInWords.Number(systolic)} mmHg systolic",
        var (systolic, diastolic) => $"{CheckInWords.Number(systolic)}/{CheckInWords.Number(diastolic)} mmHg",
    };
}
