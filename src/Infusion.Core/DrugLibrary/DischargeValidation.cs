using Infusion.Core.Recovery;

namespace Infusion.Core.DrugLibrary;

/// <summary>Whether what a protocol asks for at discharge, and of vials, can be met.</summary>
static class DischargeValidation
{
    const int Longest = 24;
    const decimal MostOverfill = 30m;

    public static void Check(InfusionProtocol protocol, FaultList faults)
    {
        if (protocol.Vials?.OverfillUpToPercent is { } percent)
        {
            faults.Require(percent is >= 0 and <= MostOverfill, "vials.overfillUpToPercent", $"must lie between 0 and {FaultList.Number(MostOverfill)}");
        }

        if (protocol.Discharge is not { } gate)
        {
            return;
        }

        if (gate.AtLeast is { } atLeast)
        {
            faults.Between(atLeast, TimeSpan.Zero, TimeSpan.FromHours(Longest), "discharge.atLeast");
        }

        faults.Require((gate.Scale is null) == (gate.Threshold is null), "discharge.threshold", "needs a scale, and a scale needs a threshold");
        faults.Require(gate.Scale is not { } scale || RecoveryScaleInfo.Find(scale) is not null, "discharge.scale", "is no scale that is known");
        faults.Require(
            gate.Threshold is null or (>= 0 and <= RecoveryScaleInfo.Highest), "discharge.threshold", $"must lie between 0 and {RecoveryScaleInfo.Highest}");
        if (gate.Needs.IsDefault)
        {
            faults.Missing("discharge.needs");
            return;
        }

        for (var index = 0; index < gate.Needs.Length; index++)
        {
            var need = gate.Needs[index];
            faults.Require(need is not DischargeNeed.Unknown && Enum.IsDefined(need), $"discharge.needs[{index}]", "is nothing that is known");
            faults.Require(gate.Needs.IndexOf(need) == index, $"discharge.needs[{index}]", "is named a second time");
        }
    }
}
