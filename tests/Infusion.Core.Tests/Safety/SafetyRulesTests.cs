using System.Reflection;
using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Safety;

public class SafetyRulesTests
{
    [Fact]
    public void EveryRuleHasTests()
    {
        var tested = typeof(SafetyRulesTests).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<TraitAttribute>())
            .Where(trait => trait.Name == "Rule")
            .Select(trait => trait.Value)
            .Order(StringComparer.Ordinal);

        tested.ShouldBe(SafetyRules.All.Select(rule => rule.Id));
    }

    [Fact]
    public void EveryFileInTheRulesFolderIsARule_WithAnIdAndACodeOfItsOwn()
    {
        var files = typeof(SafetyRule).Assembly.GetTypes()
            .Count(type => type is { Namespace: "Infusion.Core.Safety.Rules", IsNested: false });

        SafetyRules.All.Count.ShouldBe(files);
        SafetyRules.All.Select(rule => rule.Id).ShouldBe(
            ["SR-001", "SR-002", "SR-003", "SR-004", "SR-005", "SR-006", "SR-007", "SR-008", "SR-009", "SR-010", "SR-011"]);
        SafetyRules.All.Select(rule => rule.Code).ShouldBe(
        [
            "spo2-low", "systolic-high", "respiratory-rate-low", "respiratory-rate-high", "telemetry-lost", "signal-lost",
            "pump-runs-without-session", "rate-against-order", "total-dose-reached", "device-clock-jumped", "device-clock-unusable",
        ]);
    }

    [Fact]
    public void EveryRuleSaysWhatToDo() =>
        SafetyRules.All.ShouldAllBe(rule => rule.Action.EndsWith('.') && rule.Priority >= AlarmPriority.Low && !rule.Metrics.IsEmpty);

    [Fact]
    public void AStoredAlarmOfAForgottenRuleStillHasWords()
    {
        var alarm = new Alarm(Guid.Empty, "retired-rule", Metric.SpO2, null, AlarmPriority.Low, default, default, null, null);

        AlarmText.Headline(alarm).ShouldBe("retired-rule");
        AlarmText.Action(alarm).ShouldBeEmpty();
        AlarmText.Number(null).ShouldBe("unknown");
    }

    [Fact]
    public void LimitsSayTheyAreASampleUntilApproved() => new SafetyLimits().Approved.ShouldBeFalse();

    [Fact]
    public void ARuleAboutADeviceHasNothingToSayWithoutOne()
    {
        var view = default(SafetyView);
        (view.IsMonitored, view.IsDelivering, view.Fresh(Metric.SpO2), view.HeardAt).ShouldBe((false, null, null, default));
        foreach (var rule in SafetyRules.All.Where(rule => rule.Subject == RuleSubject.Device))
        {
            rule.Judge(view, rule.Metrics[0]).Verdict.ShouldBe(Verdict.Clear);
        }
    }

    [Fact]
    public void ADeviceOfUnknownKindIsNeverNeeded()
    {
        var ward = new Ward().Infusing();
        ClinicEngine.Reconfigure(ward.State, ward.State.Configuration with
        {
            Devices = ward.State.Configuration.Devices.Add(new RegisteredDevice("lamp-1", DeviceKind.Unknown, null)),
        });
        ward.State.Devices["lamp-1"].Session = Ward.FirstSession;

        ward.After(60).Raised.ShouldAllBe(alarm => alarm.Source != "lamp-1");
    }
}
