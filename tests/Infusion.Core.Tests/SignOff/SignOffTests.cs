using Infusion.Core.SignOff;

namespace Infusion.Core.Tests.SignOff;

public class SignOffTests
{
    const string Content = "aa";
    static readonly DateTimeOffset Now = new(2026, 11, 23, 18, 0, 0, TimeSpan.Zero);
    static readonly Guid Note = new(9, 9, 9, new byte[8]);
    static readonly Guid Known = new(8, 8, 8, new byte[8]);
    static readonly Obligation Waivable = new("missed-sedation-score", "Missed without a word: sedation score", [], MayBeWaived: true);
    static readonly Obligation Open = new(Obligations.SessionOpen, "The session is not closed", [], MayBeWaived: false);

    [Fact]
    public void GivenNothingOpen_WhenSigned_ThenTheSignatureHasItsMeaningItsDigestAndTheNextVersion() =>
        Events(SignOffState.None, Chart(), Sign("nurse", SignatureMeaning.Author)).ShouldBe(
            [new ChartSigned(Now, SignatureMeaning.Author, Content, 1, "nurse")]);

    [Fact]
    public void SeveralPeopleSignTheSameContentWithTheirOwnMeanings()
    {
        var state = After(SignOffState.None, Chart(),
            Sign("nurse", SignatureMeaning.Author), Sign("okafor", SignatureMeaning.Review), Sign("okafor", SignatureMeaning.Approval), Sign("berg", SignatureMeaning.Approval));

        state.Signatures.Select(each => (each.By, each.Meaning, each.Version)).ShouldBe(
        [
            ("nurse", SignatureMeaning.Author, 1), ("okafor", SignatureMeaning.Review, 2),
            ("okafor", SignatureMeaning.Approval, 3), ("berg", SignatureMeaning.Approval, 4),
        ]);
        state.ToBeTold.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SignatureMeaning.Unknown)]
    [InlineData((SignatureMeaning)9)]
    public void ASignatureWithoutAMeaningIsRefused(SignatureMeaning meaning) =>
        Refused(SignOffState.None, Chart(), Sign("okafor", meaning)).ShouldBe("meaning-unknown");

    [Theory]
    [InlineData(SignatureMeaning.Review)]
    [InlineData(SignatureMeaning.Approval)]
    public void OnlyAPhysicianReviewsAndApproves(SignatureMeaning meaning) =>
        Refused(SignOffState.None, Chart(), new SignChart("nurse", meaning, Content, IsPhysician: false)).ShouldBe("meaning-physician");

    [Fact]
    public void WhatChangedSinceItWasShownIsNotSignedNorLocked()
    {
        Refused(SignOffState.None, Chart(), new SignChart("okafor", SignatureMeaning.Author, "bb", true)).ShouldBe("changed-since-shown");
        Refused(Signed(), Chart(), new LockChart("okafor", "bb")).ShouldBe("changed-since-shown");
    }

    [Fact]
    public void WhatIsOpenBlocksAndIsNamed()
    {
        var refused = Decide(SignOffState.None, Chart(Waivable, Open), Sign("okafor", SignatureMeaning.Author)).ShouldBeOfType<SignOffDecision.Rejected>();

        refused.Code.ShouldBe("obligations-open");
        refused.Reason.ShouldBe(
            "Still open: Missed without a word: sedation score; The session is not closed. Do what is open, or a physician waives it with a reason.");
    }

    [Fact]
    public void WhatIsWaivedWithAReasonBlocksNoMore_UntilThatIsWithdrawn()
    {
        var waived = After(SignOffState.None, Chart(Waivable), new WaiveObligation("okafor", Waivable.Code, Note));
        waived.Waivers.ShouldBe([new Waiver(Waivable.Code, Note, Now, "okafor")]);
        Events(waived, Chart(Waivable), Sign("okafor", SignatureMeaning.Author)).ShouldHaveSingleItem();

        var withdrawn = After(waived, Chart(Waivable), new WithdrawWaiver("okafor", Waivable.Code));
        Refused(withdrawn, Chart(Waivable), Sign("okafor", SignatureMeaning.Author)).ShouldBe("obligations-open");
    }

    [Fact]
    public void AWaiverIsRefusedWhereThereIsNothingToWaive()
    {
        Refused(SignOffState.None, Chart(), new WaiveObligation("okafor", Waivable.Code, Note)).ShouldBe("obligation-unknown");
        Refused(SignOffState.None, Chart(Open), new WaiveObligation("okafor", Open.Code, Note)).ShouldBe("obligation-fixed");
        Refused(SignOffState.None, Chart(Waivable, Open), new WaiveObligation("okafor", Waivable.Code, Note)).ShouldBe("session-open");
        Refused(SignOffState.None, Chart(Waivable), new WithdrawWaiver("okafor", Waivable.Code)).ShouldBe("waiver-unknown");
    }

    [Fact]
    public void ASecondWaiverIsRefused_TheSameOneAgainIsTheSame()
    {
        var waived = After(SignOffState.None, Chart(Waivable), new WaiveObligation("okafor", Waivable.Code, Note));

        Events(waived, Chart(Waivable), new WaiveObligation("okafor", Waivable.Code, Note)).ShouldBeEmpty();
        Refused(waived, Chart(Waivable), new WaiveObligation("berg", Waivable.Code, Known)).ShouldBe("already-waived");
    }

    [Fact]
    public void AWaiverThatWasSignedIsNotWithdrawn() => Refused(
        After(SignOffState.None, Chart(Waivable), new WaiveObligation("okafor", Waivable.Code, Note), Sign("okafor", SignatureMeaning.Author)),
        Chart(Waivable), new WithdrawWaiver("okafor", Waivable.Code)).ShouldBe("waiver-signed");

    [Fact]
    public void NobodySignsTwice() => Refused(Signed(), Chart(), Sign("nurse", SignatureMeaning.Author)).ShouldBe("already-signed");

    [Theory]
    [InlineData(SignatureMeaning.Author, SignatureMeaning.Approval)]
    [InlineData(SignatureMeaning.Approval, SignatureMeaning.Author)]
    public void NobodyApprovesTheirOwnWork(SignatureMeaning first, SignatureMeaning second) =>
        Refused(After(SignOffState.None, Chart(), Sign("okafor", first)), Chart(), Sign("okafor", second)).ShouldBe("own-work");

    [Fact]
    public void SigningDoesNotLock_LockingIsForWhatIsSigned()
    {
        Refused(SignOffState.None, Chart(), new LockChart("okafor", Content)).ShouldBe("nothing-signed");
        Signed().IsLocked(Content).ShouldBeFalse();

        var locked = After(Signed(), Chart(), new LockChart("okafor", Content));

        locked.IsLocked(Content).ShouldBeTrue();
        Refused(locked, Chart(), Sign("okafor", SignatureMeaning.Approval)).ShouldBe("locked");
        Refused(locked, Chart(), new LockChart("okafor", Content)).ShouldBe("already-locked");
    }

    [Fact]
    public void WhatComesAfterTheLockOpensTheChartAgain_AndEverySignerIsTold()
    {
        var changed = After(Signed(), Chart(), Sign("okafor", SignatureMeaning.Approval), new LockChart("okafor", Content))
            .With(new ChartChanged(Now, "bb", 3, "infusion"));
        var later = new ChartNow("bb", [], id => id == Known);

        changed.ToBeTold.ShouldBe(["nurse", "okafor"]);
        changed.IsLocked("bb").ShouldBeFalse();
        After(changed, later, new SignChart("okafor", SignatureMeaning.Approval, "bb", true)).ToBeTold.ShouldBe(["nurse"]);
    }

    [Fact]
    public void WhoLeavesItAtThatIsToldNoMore_UntilMoreComes()
    {
        var changed = Signed().With(new ChartChanged(Now, "bb", 2, "infusion"));
        var seen = After(changed, Chart(), new SeeChange("nurse", 2));

        Refused(changed, Chart(), new SeeChange("nurse", 1)).ShouldBe("changed-since-shown");
        seen.ToBeTold.ShouldBeEmpty();
        Events(seen, Chart(), new SeeChange("nurse", 2)).ShouldBeEmpty();
        seen.With(new ChartChanged(Now, "cc", 3, "infusion")).ToBeTold.ShouldBe(["nurse"]);
    }

    [Fact]
    public void AnEntryIsBesideWhatStands_WithItsAuthorItsTimeAndItsReason()
    {
        var entry = new AddEntry("okafor", Note, EntryKind.Correction, Note, Known, Known, Now);

        Events(Signed(), Chart(), entry).ShouldBe([new EntryAdded(Now, Note, EntryKind.Correction, Note, Known, Known, null, "okafor")]);
        Events(After(Signed(), Chart(), entry), Chart(), entry).ShouldBeEmpty();
        Events(Signed(), Chart(), entry with { Kind = EntryKind.LateEntry, HappenedAt = Now.AddHours(-3) })
            .ShouldBe([new EntryAdded(Now, Note, EntryKind.LateEntry, Note, Known, Known, Now.AddHours(-3), "okafor")]);
    }

    [Fact]
    public void AnEntryIsRefusedWithAWordThatHelps()
    {
        var entry = new AddEntry("okafor", Note, EntryKind.Addendum, Note, Known, null, null);

        Refused(Signed(), Chart(), entry with { Kind = EntryKind.Unknown }).ShouldBe("entry-kind");
        Refused(Signed(), Chart(), entry with { Kind = (EntryKind)9 }).ShouldBe("entry-kind");
        Refused(Signed(), Chart(), entry with { Kind = EntryKind.LateEntry }).ShouldBe("entry-time");
        Refused(Signed(), Chart(), entry with { HappenedAt = Now.AddSeconds(1) }).ShouldBe("entry-time");
        Refused(Signed(), Chart(), entry with { Corrects = Note }).ShouldBe("corrects-unknown");
        Refused(SignOffState.None, Chart(Open), entry).ShouldBe("session-open");
    }

    [Fact]
    public void EveryEventHasANameOfItsOwn()
    {
        var events = typeof(SignOffEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SignOffEvent)));

        SignOffEventNames.All.Keys.ShouldBe(events, ignoreOrder: true);
        SignOffEventNames.All.Values.Concat(Infusion.Core.Sessions.SessionEventNames.All.Values).ShouldBeUnique();
    }

    static SignOffState Signed() => After(SignOffState.None, Chart(), Sign("nurse", SignatureMeaning.Author));

    static SignChart Sign(string by, SignatureMeaning meaning) => new(by, meaning, Content, IsPhysician: by != "nurse");

    static ChartNow Chart(params Obligation[] open) => new(Content, open, id => id == Known);

    static SignOffDecision Decide(SignOffState state, ChartNow chart, SignOffCommand command) => SignOffDecider.Decide(state, chart, command, Now);

    static string Refused(SignOffState state, ChartNow chart, SignOffCommand command) =>
        Decide(state, chart, command).ShouldBeOfType<SignOffDecision.Rejected>().Code;

    static IReadOnlyList<SignOffEvent> Events(SignOffState state, ChartNow chart, SignOffCommand command) =>
        Decide(state, chart, command).ShouldBeOfType<SignOffDecision.Accepted>().Events;

    static SignOffState After(SignOffState state, ChartNow chart, params SignOffCommand[] commands) =>
        commands.Aggregate(state, (before, command) => Events(before, chart, command).Aggregate(before, (known, happened) => known.With(happened)));
}
