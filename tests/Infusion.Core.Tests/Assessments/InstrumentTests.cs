using System.Collections.Immutable;
using Infusion.Core.Assessments;

namespace Infusion.Core.Tests.Assessments;

public class InstrumentTests
{
    static readonly int?[] Nine = [1, 1, 1, 1, 1, 1, 1, 1, 1];

    /// <summary>Answers as a string of digits, "." where one is missing.</summary>
    static ImmutableArray<int?> Items(string answers) => [.. answers.Select(answer => answer == '.' ? (int?)null : answer - '0')];

    static InstrumentInfo Of(Instrument instrument) => Instruments.Find(instrument)!;

    static InstrumentScore Score(Instrument instrument, string answers)
    {
        Of(instrument).Fault(Items(answers)).ShouldBeNull();
        return Of(instrument).Score(Items(answers));
    }

    // Item by item as published: PHQ-9 by the example response of HL7 US Quality Core (phq-9-example, total 10); GAD-7 by the example
    // response of HL7's Personal Health Record Format; PCL-5 by the test responses of awell-score (total 35; B 11, C 7, D 7, E 10).
    // The others by the rule that their papers state, worked out by hand.
    [Theory]
    [InlineData(Instrument.Phq9, "000121321", 10, "moderate")]
    [InlineData(Instrument.Phq9, "333333333", 27, "severe")]
    [InlineData(Instrument.Phq9, "000000000", 0, "minimal")]
    [InlineData(Instrument.Gad7, "0011010", 3, "minimal")]
    [InlineData(Instrument.Gad7, "3333333", 21, "severe")]
    [InlineData(Instrument.Pcl5, "43103341203100124003", 35, "above the cut-off")]
    [InlineData(Instrument.Pcl5, "44444444444444444444", 80, "above the cut-off")]
    [InlineData(Instrument.Ybocs, "2233222312", 22, "moderate")]
    [InlineData(Instrument.PainNrs, "0", 0, "none")]
    [InlineData(Instrument.PainNrs, "1", 1, "mild")]
    [InlineData(Instrument.PainNrs, "4", 4, "mild")]
    [InlineData(Instrument.PainNrs, "5", 5, "moderate")]
    [InlineData(Instrument.PainNrs, "7", 7, "severe")]
    public void PublishedExamples(Instrument instrument, string answers, int total, string band)
    {
        var score = Score(instrument, answers);
        (score.Total, Of(instrument).BandOf(score.Total)).ShouldBe((total, band));
    }

    [Fact]
    public void Pcl5_HasItsClusters_AndTheRuleOfDsm5()
    {
        var score = Score(Instrument.Pcl5, "43103341203100124003");

        score.Parts.Select(part => part.Value).ShouldBe([11m, 7m, 7m, 10m]);
        score.Finding.ShouldBe("The symptoms of every cluster are there (provisional by the rule of DSM-5).");
    }

    // One symptom rated 2 too few in one cluster after the other.
    [Theory]
    [InlineData("20000" + "20" + "2200000" + "220000", true)]
    [InlineData("11111" + "20" + "2200000" + "220000", false)]
    [InlineData("20000" + "11" + "2200000" + "220000", false)]
    [InlineData("20000" + "20" + "2111111" + "220000", false)]
    [InlineData("20000" + "20" + "2200000" + "211111", false)]
    public void Pcl5_RuleOfDsm5(string answers, bool isThere) =>
        Score(Instrument.Pcl5, answers).Finding!.StartsWith("The symptoms of every", StringComparison.Ordinal).ShouldBe(isThere);

    [Theory]
    [InlineData(30, "below the cut-off")]
    [InlineData(31, "at the cut-off (31 to 33)")]
    [InlineData(33, "at the cut-off (31 to 33)")]
    [InlineData(34, "above the cut-off")]
    public void Pcl5_CutOff(int total, string band) => Of(Instrument.Pcl5).BandOf(total).ShouldBe(band);

    [Theory]
    [InlineData(Instrument.Phq9, "0 minimal,4 minimal,5 mild,9 mild,10 moderate,14 moderate,15 moderately severe,19 moderately severe,20 severe,27 severe")]
    [InlineData(Instrument.Gad7, "0 minimal,4 minimal,5 mild,9 mild,10 moderate,14 moderate,15 severe,21 severe")]
    [InlineData(Instrument.QidsSr16, "0 none,5 none,6 mild,10 mild,11 moderate,15 moderate,16 severe,20 severe,21 very severe,27 very severe")]
    [InlineData(Instrument.Ybocs, "0 subclinical,7 subclinical,8 mild,15 mild,16 moderate,23 moderate,24 severe,31 severe,32 extreme,40 extreme")]
    [InlineData(Instrument.Cssrs, "0 no risk found,1 low risk,2 moderate risk,3 high risk")]
    public void BandsAtTheirEdges(Instrument instrument, string edges)
    {
        foreach (var edge in edges.Split(','))
        {
            var (total, band) = (int.Parse(edge[..edge.IndexOf(' ')]), edge[(edge.IndexOf(' ') + 1)..]);
            Of(instrument).BandOf(total).ShouldBe(band, $"{instrument} {total}");
        }
    }

    // Rush 2003: the highest of 1 to 4, of 6 to 9, of 15 and 16; of 6/7 and of 8/9 one is answered.
    [Theory]
    [InlineData("3102" + "2" + "1.2." + "21012" + "10", 3 + 2 + 2 + 2 + 1 + 0 + 1 + 2 + 1)]
    [InlineData("0003" + "0" + ".0.3" + "00000" + "02", 3 + 0 + 3 + 2)]
    [InlineData("3333" + "3" + "3.3." + "33333" + "33", 27)]
    [InlineData("1111" + "1" + "1.1." + "11111" + "11", 9)]
    [InlineData("0000" + "0" + "0000" + "00000" + "00", 0)]
    // A missing item changes nothing once another of its domain is as high as can be.
    [InlineData("3..." + "0" + "3..." + "00000" + ".3", 9)]
    [InlineData("2..." + "0" + "0.0." + "00000" + "00", null)]
    [InlineData("0000" + "0" + "2..." + "00000" + "00", null)]
    [InlineData("0000" + "0" + "0.0." + "0000." + "00", null)]
    [InlineData("0000" + "0" + "0.0." + "00000" + "2.", null)]
    public void QidsSr16_HighestOfEachDomain(string answers, int? total) => Score(Instrument.QidsSr16, answers).Total.ShouldBe(total);

    [Fact]
    public void QidsSr16_AppetiteIsNotBothDecreasedAndIncreased() =>
        Of(Instrument.QidsSr16).Fault(Items("0000" + "0" + "12.0" + "00000" + "00"))
            .ShouldBe("Items 6 and 7 of QIDS-SR16 exclude each other: answer the one that is true.");

    [Fact]
    public void Ybocs_HasObsessionsAndCompulsions() =>
        Score(Instrument.Ybocs, "2233222312").Parts.Select(part => (part.Label, part.Value)).ShouldBe([("obsessions", 12m), ("compulsions", 10m)]);

    // User guide: severity of all four; interference if at least four of seven are answered.
    [Theory]
    [InlineData("8356" + "7654321", "5.5", "4.0")]
    [InlineData("9999" + "7.6.54.", "9.0", "5.5")]
    [InlineData("9999" + "7.6.5..", "9.0", null)]
    [InlineData("99.9" + "7654321", null, "4.0")]
    [InlineData("1223" + "1000000", "2.0", "0.1")]
    public void Bpi_TwoMeans(string answers, string? severity, string? interference)
    {
        var score = Score(Instrument.Bpi, answers);

        score.Parts.Select(part => part.Value).ShouldBe([Number(severity), Number(interference)]);
        score.Total.ShouldBe(Number(severity));

        static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    // The triage of the screener's own paper: 1 and 2 low, 3 moderate, 4, 5 and 6 high.
    [Theory]
    [InlineData("00...0", 0, null)]
    [InlineData("10...0", 1, SafetyReason.PositiveScreen)]
    [InlineData("010000", 1, SafetyReason.PositiveScreen)]
    [InlineData("011000", 2, SafetyReason.PositiveScreen)]
    [InlineData("011100", 3, SafetyReason.PositiveScreen)]
    [InlineData("010010", 3, SafetyReason.PositiveScreen)]
    [InlineData("00...1", 3, SafetyReason.PositiveScreen)]
    [InlineData("00....", null, SafetyReason.NotAnswered)]
    [InlineData(".0...0", null, SafetyReason.NotAnswered)]
    [InlineData("01...0", null, SafetyReason.PositiveScreen)]
    [InlineData("1....1", 3, SafetyReason.PositiveScreen)]
    public void Cssrs_Triage(string answers, int? risk, SafetyReason? safety)
    {
        Score(Instrument.Cssrs, answers).Total.ShouldBe(risk);
        Of(Instrument.Cssrs).Safety(Items(answers)).ShouldBe(safety);
    }

    [Fact]
    public void Cssrs_WithoutThoughtsThereIsNoMethod() =>
        Of(Instrument.Cssrs).Fault(Items("001000")).ShouldBe("Questions 3 to 5 of the C-SSRS screener are asked after a yes to 2: correct 2, or leave 3 to 5 open.");

    [Theory]
    [InlineData(Instrument.Phq9, "000000000", null)]
    [InlineData(Instrument.Phq9, "333333330", null)]
    [InlineData(Instrument.Phq9, "000000001", SafetyReason.ThoughtsOfSelfHarm)]
    [InlineData(Instrument.Phq9, "00000000.", SafetyReason.NotAnswered)]
    [InlineData(Instrument.QidsSr16, "3333333333303333", null)]
    [InlineData(Instrument.QidsSr16, "0000000000010000", SafetyReason.ThoughtsOfSelfHarm)]
    [InlineData(Instrument.QidsSr16, "00000000000.0000", SafetyReason.NotAnswered)]
    [InlineData(Instrument.Gad7, "3333333", null)]
    public void WhatSomebodyMustLookAt(Instrument instrument, string answers, SafetyReason? reason) =>
        Of(instrument).Safety(Items(answers)).ShouldBe(reason);

    [Theory]
    [InlineData(Instrument.Phq9, "11111111.")]
    [InlineData(Instrument.Gad7, "111.111")]
    [InlineData(Instrument.Pcl5, "1111111111111111111.")]
    [InlineData(Instrument.Ybocs, "111111111.")]
    public void WhatIsMissingIsNeverMadeUp(Instrument instrument, string answers)
    {
        var score = Score(instrument, answers);

        (score.Total, score.Missing, Of(instrument).BandOf(score.Total), score.Finding).ShouldBe((null, 1, null, null));
    }

    [Fact]
    public void WhatCannotBe_IsRefusedByNameAndRange()
    {
        var phq9 = Of(Instrument.Phq9);

        phq9.Fault(default).ShouldBe("PHQ-9 has 9 items, and 0 came: send one answer an item, null where there is none.");
        phq9.Fault([1, 2]).ShouldBe("PHQ-9 has 9 items, and 2 came: send one answer an item, null where there is none.");
        phq9.Fault([.. Nine[..8], 4]).ShouldBe("Item 9 of PHQ-9 is 0 to 3, not 4.");
        phq9.Fault([-1, .. Nine[..8]]).ShouldBe("Item 1 of PHQ-9 is 0 to 3, not -1.");
        phq9.Fault([.. Nine.Select(_ => (int?)null)]).ShouldBe("Nothing of PHQ-9 is answered: answer at least one item.");
        phq9.Fault([.. Nine]).ShouldBeNull();
    }

    [Fact]
    public void EveryInstrument_IsWhole()
    {
        Instruments.All.Select(info => info.Instrument).ShouldBe(Enum.GetValues<Instrument>().Where(each => each != Instrument.Unknown), ignoreOrder: true);
        foreach (var info in Instruments.All)
        {
            info.Items.ShouldAllBe(item => item.Answers.IsEmpty || item.Answers.Length == item.Highest + 1);
            info.Bands[0].From.ShouldBe(0);
            info.Bands.Select(band => band.From).ShouldBeInOrder();
            info.Bands[^1].From.ShouldBeLessThanOrEqualTo(info.Highest);
            info.DaysOnSchedule.ShouldBeGreaterThanOrEqualTo(info.DaysApart);
            info.Licence.ShouldEndWith(".");
            info.Score([.. info.Items.Select(item => (int?)item.Highest)]).Total.ShouldBe(info.Highest, info.Name);
            info.Score([.. info.Items.Select(_ => (int?)0)]).Total.ShouldBe(0, info.Name);
        }
    }
}
