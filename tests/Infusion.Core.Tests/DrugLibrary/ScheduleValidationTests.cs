using Infusion.Core.DrugLibrary;

namespace Infusion.Core.Tests.DrugLibrary;

public class ScheduleValidationTests
{
    static readonly ObservationDue Pressure =
        new(Observation.BloodPressure, ObservationWindow.Infusing, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(3));

    [Fact]
    public void SomethingIsDue() => Faults().ShouldBe(["schedule"]);

    [Fact]
    public void WhatAndWhenAreKnown()
    {
        Faults(Pressure with { What = Observation.Unknown }).ShouldBe(["schedule[0].what"]);
        Faults(Pressure with { What = (Observation)99 }).ShouldBe(["schedule[0].what"]);
        Faults(Pressure with { Window = ObservationWindow.Unknown }).ShouldBe(["schedule[0].window"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1441)]
    public void ItComesAgainWithinADay(int minutes) => Faults(Pressure with { Every = TimeSpan.FromMinutes(minutes) }).ShouldBe(["schedule[0].every"]);

    [Theory]
    [InlineData(0, true)]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(-1, false)]
    public void TheGraceEndsBeforeTheNextIsDue(int minutes, bool isSound) =>
        Faults(Pressure with { Grace = TimeSpan.FromMinutes(minutes) }).ShouldBe(isSound ? [] : ["schedule[0].grace"]);

    [Theory]
    [InlineData(-1, null, "schedule[0].from")]
    [InlineData(15, 15, "schedule[0].until")]
    [InlineData(15, 10, "schedule[0].until")]
    [InlineData(15, 16, null)]
    public void APartOfAWindowHasALength(int from, int? until, string? path) =>
        Faults(From(from, until)).ShouldBe(path is null ? [] : [path]);

    [Theory]
    [InlineData(0, 15, 15, null, true)]
    [InlineData(0, 16, 15, null, false)]
    [InlineData(0, null, 15, null, false)]
    [InlineData(15, null, 0, 15, true)]
    [InlineData(15, 30, 0, 60, false)]
    public void OneLineHoldsAtATime(int from, int? until, int otherFrom, int? otherUntil, bool isSound) =>
        Faults(From(from, until), From(otherFrom, otherUntil)).ShouldBe(isSound ? [] : ["schedule[1]"]);

    [Fact]
    public void OtherObservationsAndWindowsOverlapFreely() =>
        Faults(Pressure, Pressure with { What = Observation.Sedation }, Pressure with { Window = ObservationWindow.Recovery }).ShouldBeEmpty();

    [Fact]
    public void BeforeTheStartThereIsNoSince() =>
        Faults(From(5, 10) with { Window = ObservationWindow.BeforeStart }).ShouldBe(["schedule[0].from", "schedule[0].until"]);

    [Fact]
    public void NobodyNeedsThousandsOfLines() => Faults([.. Enumerable.Repeat(Pressure, 61)]).ShouldBe(["schedule"]);

    static ObservationDue From(int from, int? until) => Pressure with
    {
        From = TimeSpan.FromMinutes(from),
        Until = until is { } end ? TimeSpan.FromMinutes(end) : null,
    };

    static IEnumerable<string> Faults(params ObservationDue[] schedule) =>
        ProtocolValidation.Validate(SampleProtocols.Mood with { Schedule = [.. schedule] }).Select(fault => fault.Path);
}
