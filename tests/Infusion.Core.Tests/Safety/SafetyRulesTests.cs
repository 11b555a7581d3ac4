using System.Reflection;
using System.Text.RegularExpressions;
using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Safety.Rules;
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
            .Distinct()
            .Order(StringComparer.Ordinal);

        tested.ShouldBe(SafetyRules.All.Select(rule => rule.Id));
    }

    [Fact]
    public void EveryFileInTheRulesFolderIsARule_WithAnIdAndACodeOfItsOwn()
    {
        var files = typeof(SafetyRule).Assembly.GetTypes()
            .Count(type => type is { Namespace: "Infusion.Core.Safety.Rules", IsNested: false });

        SafetyRules.All.Count.ShouldBe(files);
        SafetyRules.All.ShouldAllBe(rule => Regex.IsMatch(rule.Id, "^SR-[0-9]{3}$") && Regex.IsMatch(rule.Code, "^[a-z0-9]+(-[a-z0-9]+)*$"));
        SafetyRules.All.Select(rule => rule.Id).ShouldBeUnique();
        SafetyRules.All.Select(rule => rule.Code).ShouldBeUnique();
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
    public void WhatShipsIsASampleThatNobodyStandsFor() => SampleProtocols.All.ShouldAllBe(protocol => protocol.Approval == null);

    [Fact]
    public void ARuleAboutADeviceHasNothingToSayWithoutOne()
    {
        var view = default(SafetyView);
        (view.IsMonitored, view.IsDelivering, view.Fresh(Metric.SpO2), view.HeardAt).ShouldBe((false, null, null, default));
        foreach (var rule in SafetyRules.All.Where(rule => rule.Subject is RuleSubject.Device or RuleSubject.Pump))
        {
            rule.Judge(view, rule.Metrics[0]).Verdict.ShouldBe(Verdict.Clear);
        }
    }

    [Fact]
    public void ARuleAboutASessionHasNothingToSayWithoutOne()
    {
        SafetyRule[] rules =
        [
            ObservationIsOverdue.Rule, BloodPressureIsOverdue.Rule, NoBloodPressureBeforeStart.Rule, SedationIsTooDeep.Rule,
            NauseaThreatensTheAirway.Rule, InfusionIsUnmonitored.Rule, VitalsComeWithNobodyCheckedIn.Rule, DischargedBeforeReady.Rule,
            SessionIsLeftOpen.Rule, EmergencyIsCalled.Rule,
        ];
        foreach (var rule in rules)
        {
            rule.Judge(default, rule.Metrics[0]).Verdict.ShouldBe(Verdict.Clear);
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
