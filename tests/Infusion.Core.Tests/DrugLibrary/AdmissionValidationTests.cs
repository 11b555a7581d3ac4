using Infusion.Core.Admission;
using Infusion.Core.DrugLibrary;

namespace Infusion.Core.Tests.DrugLibrary;

public class AdmissionValidationTests
{
    static readonly AdmissionGate Sound = SampleProtocols.Mood.Admission!;

    public static TheoryData<AdmissionGate?, string> Faulty => new()
    {
        { Sound with { Items = default }, "admission.items" },
        { Sound with { Items = [CheckInItem.Escort, CheckInItem.Unknown] }, "admission.items[1]" },
        { Sound with { Items = [CheckInItem.Escort, (CheckInItem)99] }, "admission.items[1]" },
        { Sound with { Items = [CheckInItem.Escort, CheckInItem.Escort] }, "admission.items[1]" },
        { Sound with { SolidsFasting = TimeSpan.FromHours(25) }, "admission.solidsFasting" },
        { Sound with { FluidsFasting = TimeSpan.FromHours(-1) }, "admission.fluidsFasting" },
        { Sound with { SolidsFasting = null, FluidsFasting = null }, "admission.solidsFasting" },
        { Sound with { BenzodiazepineFree = null }, "admission.benzodiazepineFree" },
        { Sound with { BenzodiazepineFree = TimeSpan.FromDays(32) }, "admission.benzodiazepineFree" },
        { Sound with { StimulantFree = null }, "admission.stimulantFree" },
        { Sound with { ConsentValidDays = 0 }, "admission.consentValidDays" },
        { Sound with { ConsentVersion = "" }, "admission.consentVersion" },
        { Sound with { ConsentVersion = new string('x', 41) }, "admission.consentVersion" },
        { Sound with { SystolicHoldFromMmHg = 251m }, "admission.systolicHoldFromMmHg" },
        { Sound with { DiastolicHoldFromMmHg = 49m }, "admission.diastolicHoldFromMmHg" },
        { Sound with { DiastolicHoldFromMmHg = 160m }, "admission.systolicHoldFromMmHg" },
        { Sound with { SystolicHoldFromMmHg = null, DiastolicHoldFromMmHg = null }, "admission.systolicHoldFromMmHg" },
        { Sound with { RecheckAfter = TimeSpan.Zero }, "admission.recheckAfter" },
        { Sound with { PressureAtMostOld = TimeSpan.FromHours(5) }, "admission.pressureAtMostOld" },
        { Sound with { RecheckAfter = TimeSpan.FromMinutes(40) }, "admission.pressureAtMostOld" },
        { Sound with { DoubleCheckWithinPercent = 5.1m }, "admission.doubleCheckWithinPercent" },
        { Sound with { DoubleCheckWithinPercent = -1m }, "admission.doubleCheckWithinPercent" },
        { Sound with { PreparedAtMostBefore = TimeSpan.FromHours(25) }, "admission.preparedAtMostBefore" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void WhatCannotBeMetOrIsAskedHalfIsAFault(AdmissionGate? gate, string path) =>
        ProtocolValidation.Validate(SampleProtocols.Mood with { Admission = gate }).ShouldHaveSingleItem().Path.ShouldBe(path);

    [Fact]
    public void ASoundGate_OneWithNoItems_AndNone_AreSound()
    {
        foreach (var gate in new[] { Sound, Sound with { ConsentVersion = "2026-09", ConsentValidDays = null }, new AdmissionGate(), null })
        {
            ProtocolValidation.Validate(SampleProtocols.Mood with { Admission = gate }).ShouldBeEmpty();
        }
    }
}
