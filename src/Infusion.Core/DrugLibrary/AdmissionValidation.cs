using Infusion.Core.Admission;

namespace Infusion.Core.DrugLibrary;

/// <summary>Whether what a protocol asks before the start can be met, and is asked whole.</summary>
static class AdmissionValidation
{
    const int LongestVersion = 40;
    const int MostDays = 3_650;
    const decimal LeastPressure = 50m;
    const decimal MostPressure = 250m;
    const decimal MostPercent = 5m;

    static readonly TimeSpan LongestFast = TimeSpan.FromHours(24);

    public static void Check(AdmissionGate? gate, FaultList faults)
    {
        if (gate is null)
        {
            return;
        }

        if (gate.Items.IsDefault)
        {
            faults.Missing("admission.items");
            return;
        }

        for (var index = 0; index < gate.Items.Length; index++)
        {
            var item = gate.Items[index];
            faults.Require(item is not CheckInItem.Unknown && Enum.IsDefined(item), $"admission.items[{index}]", "is nothing that is known");
            faults.Require(gate.Items.IndexOf(item) == index, $"admission.items[{index}]", "is named a second time");
        }

        CheckTimes(gate, faults);
        CheckConsent(gate, faults);
        CheckPressure(gate, faults);
        faults.Require(
            gate.DoubleCheckWithinPercent is null or (>= 0 and <= MostPercent), "admission.doubleCheckWithinPercent",
            $"must lie between 0 and {FaultList.Number(MostPercent)}");
    }

    static void CheckTimes(AdmissionGate gate, FaultList faults)
    {
        Time(gate.SolidsFasting, LongestFast, "admission.solidsFasting", faults);
        Time(gate.FluidsFasting, LongestFast, "admission.fluidsFasting", faults);
        Time(gate.BenzodiazepineFree, CheckInAnswers.LongestAgo, "admission.benzodiazepineFree", faults);
        Time(gate.StimulantFree, CheckInAnswers.LongestAgo, "admission.stimulantFree", faults);
        Time(gate.PreparedAtMostBefore, LongestFast, "admission.preparedAtMostBefore", faults);
        faults.Require(
            !gate.Asks(CheckInItem.Fasting) || gate.SolidsFasting is not null || gate.FluidsFasting is not null, "admission.solidsFasting",
            "is missing: fasting is asked, so a time for solids or for fluids is needed");
        faults.Require(
            !gate.Asks(CheckInItem.Benzodiazepine) || gate.BenzodiazepineFree is not null, "admission.benzodiazepineFree", "is missing: it is asked for");
        faults.Require(!gate.Asks(CheckInItem.Stimulant) || gate.StimulantFree is not null, "admission.stimulantFree", "is missing: it is asked for");
    }

    static void Time(TimeSpan? time, TimeSpan most, string path, FaultList faults)
    {
        if (time is { } known)
        {
            faults.Between(known, TimeSpan.Zero, most, path);
        }
    }

    static void CheckConsent(AdmissionGate gate, FaultList faults)
    {
        faults.Require(gate.ConsentValidDays is null or (>= 1 and <= MostDays), "admission.consentValidDays", $"must lie between 1 and {FaultList.Number(MostDays)}");
        if (gate.ConsentVersion is not null)
        {
            faults.Text(gate.ConsentVersion, LongestVersion, "admission.consentVersion");
        }
    }

    static void CheckPressure(AdmissionGate gate, FaultList faults)
    {
        Pressure(gate.SystolicHoldFromMmHg, "admission.systolicHoldFromMmHg", faults);
        Pressure(gate.DiastolicHoldFromMmHg, "admission.diastolicHoldFromMmHg", faults);
        faults.Require(
            !(gate.SystolicHoldFromMmHg <= gate.DiastolicHoldFromMmHg), "admission.systolicHoldFromMmHg", "must be above the diastolic limit");
        faults.Require(
            !gate.Asks(CheckInItem.BloodPressure) || gate.SystolicHoldFromMmHg is not null || gate.DiastolicHoldFromMmHg is not null,
            "admission.systolicHoldFromMmHg", "is missing: the pressure is asked, so a systolic or a diastolic limit is needed");
        faults.Between(gate.RecheckAfter, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), "admission.recheckAfter");
        faults.Between(gate.PressureAtMostOld, TimeSpan.FromMinutes(5), TimeSpan.FromHours(4), "admission.pressureAtMostOld");
        faults.Require(
            gate.PressureAtMostOld >= gate.RecheckAfter, "admission.pressureAtMostOld", "must not be shorter than recheckAfter");
    }

    static void Pressure(decimal? limit, string path, FaultList faults) =>
        faults.Require(
            limit is null or (>= LeastPressure and <= MostPressure), path,
            $"must lie between {FaultList.Number(LeastPressure)} and {FaultList.Number(MostPressure)} mmHg");
}
