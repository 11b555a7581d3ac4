using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Recovery;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Recovery;

public class DischargeTests
{
    static readonly Guid Note = new(9, 9, 9, new byte[8]);

    static DischargeGate Gate { get; } = new()
    {
        AtLeast = TimeSpan.FromMinutes(30),
        Scale = RecoveryScale.AldretePercent,
        Threshold = 9,
        Needs =
        [
            DischargeNeed.DissociationAtBaseline, DischargeNeed.SteadyGait, DischargeNeed.NoActiveNausea,
            DischargeNeed.SuicidalityScreened, DischargeNeed.EscortPresent, DischargeNeed.InstructionsGiven,
        ],
        MayBeOverridden = true,
    };

    [Fact]
    public void GivenAGate_WhenNothingIsThere_ThenDischargeIsRefusedNamingEach()
    {
        var ward = Recovering(Gate).After(600);

        var refused = ward.Do(Discharge(ward)).ShouldBeOfType<Decision.Rejected>();

        refused.Code.ShouldBe("discharge-not-ready");
        refused.Reason.ShouldBe(
            "Missing: 20 min 00 s of the 30 min since the stop or the last dose; Modified Aldrete (circulation in percent) of at least 9, charted in recovery; "
            + "dissociation back to the baseline; a steady tandem gait; no active nausea; a suicidality screen; an escort, by name; written instructions given. "
            + "Chart what is missing, or a physician discharges with a reason.");
    }

    [Fact]
    public void GivenAGate_WhenAllIsThere_ThenDischarged_AndARebuildHasTheSame()
    {
        var ward = Recovering(Gate);
        Fulfil(ward).After(1800);
        var after = ward.Live.State.After;
        var rebuilt = ward.Rebuilt(ward.Now).Sessions[Ward.FirstSession].State.After;
        rebuilt.Seen.OrderBy(each => each.Key).ShouldBe(after.Seen.OrderBy(each => each.Key));
        rebuilt.Totals.ShouldBe(after.Totals);

        ward.Accept(Discharge(ward)).Live.State.Phase.ShouldBe(SessionPhase.Discharged);
    }

    [Theory]
    [InlineData(1799, false)]
    [InlineData(1800, true)]
    public void TheTimeCountsFromTheStop(int seconds, bool isReady)
    {
        var ward = Recovering(new DischargeGate { AtLeast = TimeSpan.FromMinutes(30) }).After(seconds);

        (ward.Do(Discharge(ward)) is Decision.Accepted).ShouldBe(isReady);
    }

    [Theory]
    [InlineData(RecoveryScale.AldretePercent, 1, true)]
    [InlineData(RecoveryScale.AldretePercent, 0, false)]
    [InlineData(RecoveryScale.AldreteMmHg, 2, false)]
    [InlineData(RecoveryScale.Padss, 2, false)]
    public void OnlyTheScaleThatIsNamedCounts_FromItsThreshold(RecoveryScale scale, int first, bool isReady)
    {
        var ward = Recovering(Gate with { AtLeast = null, Needs = [] });
        ward.Accept(Score(ward, scale, first));

        (ward.Do(Discharge(ward)) is Decision.Accepted).ShouldBe(isReady);
    }

    [Fact]
    public void GivenAnItemLeftOutTwiceOrBeyondTwo_ThenTheScoreIsRefused()
    {
        var ward = Recovering(Gate);
        var full = Items(RecoveryScale.Padss, 2);
        foreach (var items in new[] { full.RemoveAt(0), full.Add(full[0]), full.SetItem(1, full[1] with { Score = 3 }), full.Add(new(RecoveryItem.Respiration, 2)), default })
        {
            ward.Refused(new ScoreRecovery(ward.NextId(), Ward.FirstSession, "nurse-1", RecoveryScale.Padss, items)).ShouldBe("score-incomplete");
        }
    }

    [Fact]
    public void EveryThingAskedForIsListed_WithWhatItRestsOnAndSinceWhen()
    {
        var ward = Recovering(Gate).After(600);
        var open = DischargeCheck.Items(ward.Live.State, Gate, ward.Now);
        open.Select(item => item.Code).ShouldBe(["time", "score", "dissociation", "gait", "nausea", "suicidality", "escort", "instructions"]);
        open.ShouldAllBe(item => item.Gap != null && item.RestsOn == null);
        open[0].MetFrom.ShouldBe(ward.Live.State.StoppedAt + Gate.AtLeast);

        Fulfil(ward);
        ward.Accept(Need(ward, DischargeNeed.SuicidalityScreened, false, Note)).After(1200);
        var met = DischargeCheck.Items(ward.Live.State, Gate, ward.Now);
        met.ShouldAllBe(item => item.Gap == null);
        (met[1].RestsOn, met[1].At, met[5].RestsOn).ShouldBe(("10 of 10", ward.Now.AddSeconds(-1200), "positive, with a plan"));
        ward.Live.State.After.Totals[RecoveryScale.AldretePercent].Items.Length.ShouldBe(5);
    }

    [Fact]
    public void ACadssBackToTheBaselineIsWhatDissociationRestsOn()
    {
        var gate = new DischargeGate { Needs = [DischargeNeed.DissociationAtBaseline] };
        var ward = new Ward(protocol: With(gate)).Ready().Score(Observation.Dissociation, ObservationScale.Cadss6, 1);
        ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).After(60).Stop().After(60).Score(Observation.Dissociation, ObservationScale.Cadss6, 2);

        var item = DischargeCheck.Items(ward.Live.State, gate, ward.Now).ShouldHaveSingleItem();
        (item.Gap, item.RestsOn, item.At).ShouldBe((null, "CADSS-6 2, baseline 1", ward.Now));
    }

    [Fact]
    public void APumpThatDeliversIsStoppedFirst_WhateverTheTime()
    {
        var ward = Recovering(Gate);
        ward.Pump(PumpStatus.Infusing, rate: 52.5m, total: 0m);
        ward.After(5).Pump(PumpStatus.Infusing, rate: 52.5m, total: 0.1m);
        ward.After(2000);
        ward.Live.State.OpenSegment.ShouldNotBeNull();

        var time = DischargeCheck.Items(ward.Live.State, Gate, ward.Now)[0];
        (time.Gap!.Code, time.MetFrom).ShouldBe(("pump-delivers", null));
    }

    [Fact]
    public void WhatShipsAsksForAScoreTimeAndEverythingBeside_AndForVials() => SampleProtocols.All.ShouldAllBe(protocol =>
        protocol.Discharge!.Threshold == 9 && protocol.Discharge.Needs.Length == 6 && protocol.Discharge.AtLeast == protocol.Safety.RecoveryAtLeast
        && protocol.Vials!.AreAsked);

    [Fact]
    public void GivenACadssAboveTheBaseline_ThenDissociationIsNotBack_UntilItFalls()
    {
        var ward = new Ward(protocol: With(Gate with { AtLeast = null, Scale = null, Threshold = null, Needs = [DischargeNeed.DissociationAtBaseline] })).Ready()
            .Score(Observation.Dissociation, ObservationScale.Cadss6, 1);
        ward.Accept(new StartInfusion(ward.NextId(), Ward.FirstSession, "nurse-1")).After(60).Stop().After(60).Score(Observation.Dissociation, ObservationScale.Cadss6, 3);

        ward.Refused(Need(ward, DischargeNeed.DissociationAtBaseline)).ShouldBe("need-contradicted");
        ward.Refused(Discharge(ward)).ShouldBe("discharge-not-ready");
        ward.After(60).Score(Observation.Dissociation, ObservationScale.Cadss6, 2).Accept(Discharge(ward));
    }

    [Fact]
    public void GivenAPositiveScreen_ThenAPlanIsAskedFor()
    {
        var ward = Recovering(new DischargeGate { Needs = [DischargeNeed.SuicidalityScreened] });
        ward.Accept(Need(ward, DischargeNeed.SuicidalityScreened, isMet: false));
        ward.Do(Discharge(ward)).ShouldBeOfType<Decision.Rejected>().Reason.ShouldContain("a plan for the positive suicidality screen");

        ward.Accept(Need(ward, DischargeNeed.SuicidalityScreened, isMet: false, Note)).Accept(Discharge(ward));
    }

    [Fact]
    public void AnOverrideIsCharted_OnlyWhereTheProtocolAllowsIt()
    {
        var ward = Recovering(Gate);
        ward.Accept(new DischargeInSpite(ward.NextId(), Ward.FirstSession, "physician-1", Note));
        ward.All<DischargeGateOverridden>().ShouldHaveSingleItem().Missing.ShouldBe(
            ["time", "score", "dissociation", "gait", "nausea", "suicidality", "escort", "instructions"]);
        ward.Live.State.Phase.ShouldBe(SessionPhase.Discharged);

        var strict = Recovering(Gate with { MayBeOverridden = false });
        strict.Refused(new DischargeInSpite(strict.NextId(), Ward.FirstSession, "physician-1", Note)).ShouldBe("discharge-fixed");
    }

    [Fact]
    public void WhoLeavesAgainstAdvice_IsDischargedByACodeOfItsOwn_ButNotWhileTheInfusionRuns()
    {
        var ward = new Ward(protocol: With(Gate)).Infusing();
        ward.Refused(new LeaveAgainstAdvice(ward.NextId(), Ward.FirstSession, "nurse-1", Note)).ShouldBe("infusion-not-stopped");
        ward.Stop().Accept(new LeaveAgainstAdvice(ward.NextId(), Ward.FirstSession, "nurse-1", Note));

        ward.All<LeftAgainstAdvice>().ShouldHaveSingleItem().Reason.ShouldBe(Note);
        ward.Live.State.After.LeftAgainstAdvice.ShouldBeTrue();
        ward.Live.State.Phase.ShouldBe(SessionPhase.Discharged);
    }

    [Fact]
    public void ALateEntryKeepsBothTimes()
    {
        var ward = Recovering(Gate).After(600);
        var seen = ward.Now.AddMinutes(-5);
        ward.Accept(Score(ward, RecoveryScale.Padss, 2) with { ObservedAt = seen });

        var scored = ward.All<RecoveryScored>().ShouldHaveSingleItem();
        (scored.At, scored.ChartedAt, scored.Total).ShouldBe((seen, ward.Now, 10));
        ward.Refused(Score(ward, RecoveryScale.Padss, 2) with { ObservedAt = ward.Now.AddSeconds(1) }).ShouldBe("observed-out-of-range");
    }

    [Fact]
    public void AGateThatCannotBeMetIsNamed() => ProtocolValidation
        .Validate(With(new DischargeGate { Threshold = 11, Needs = [DischargeNeed.Unknown, DischargeNeed.SteadyGait, DischargeNeed.SteadyGait] }))
        .Select(fault => fault.Path).ShouldBe(["discharge.threshold", "discharge.threshold", "discharge.needs[0]", "discharge.needs[2]"]);

    static Ward Fulfil(Ward ward)
    {
        ward.Accept(Score(ward, RecoveryScale.AldretePercent, 2));
        foreach (var need in Gate.Needs)
        {
            ward.Accept(Need(ward, need, true, need == DischargeNeed.EscortPresent ? Note : null));
        }

        return ward;
    }

    static InfusionProtocol With(DischargeGate gate) => SampleProtocols.Mood with { Discharge = gate, Vials = null };

    static Ward Recovering(DischargeGate gate) => new Ward(protocol: With(gate)).Infusing().After(60).Stop();

    static Discharge Discharge(Ward ward) => new(ward.NextId(), Ward.FirstSession, "nurse-1");

    static ChartNeed Need(Ward ward, DischargeNeed need, bool isMet = true, Guid? note = null) =>
        new(ward.NextId(), Ward.FirstSession, "nurse-1", need, isMet, note);

    static ScoreRecovery Score(Ward ward, RecoveryScale scale, int first) =>
        new(ward.NextId(), Ward.FirstSession, "nurse-1", scale, Items(scale, first));

    static ImmutableArray<RecoveryItemScore> Items(RecoveryScale scale, int first) =>
        [.. RecoveryScaleInfo.Find(scale)!.Items.Select((item, index) => new RecoveryItemScore(item.Item, index == 0 ? first : 2))];
}
