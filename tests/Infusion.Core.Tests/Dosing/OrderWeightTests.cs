using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Clinics;
using static Infusion.Core.Tests.Dosing.OrderCheckTests;

namespace Infusion.Core.Tests.Dosing;

public class OrderWeightTests
{
    [Theory]
    [InlineData(63, 70, null, null)]
    [InlineData(62.9, 70, GuardrailVerdict.Soft, null)]
    [InlineData(77, 70, null, null)]
    [InlineData(77.1, 70, GuardrailVerdict.Soft, null)]
    [InlineData(154, 70, null, GuardrailVerdict.Hard)]
    [InlineData(146, 70, GuardrailVerdict.Soft, null)]
    [InlineData(146.7, 70, null, GuardrailVerdict.Hard)]
    [InlineData(162, 70, null, GuardrailVerdict.Hard)]
    [InlineData(162.1, 70, GuardrailVerdict.Soft, null)]
    [InlineData(70, 154, null, GuardrailVerdict.Hard)]
    public void AgainstTheLastWeight(double kilograms, double last, GuardrailVerdict? change, GuardrailVerdict? pounds)
    {
        var history = DoseHistory.Nothing with { LastWeight = BodyWeight.FromKilograms((decimal)last), LastWeightAt = Ward.DefaultStart };
        var order = Ward.Order with { Weight = BodyWeight.FromKilograms((decimal)kilograms) };

        Verdict(order, "weight-change", history).ShouldBe(change);
        Verdict(order, "weight-pounds", history).ShouldBe(pounds);
    }

    [Fact]
    public void TheSentenceNamesBothWeights() => Findings(
        Ward.Order with { Weight = BodyWeight.FromKilograms(154m) }, DoseHistory.Nothing with { LastWeight = BodyWeight.FromKilograms(70m) })
        .Single(finding => finding.Path == "weight-pounds").Sentence
        .ShouldBe("The weight looks like pounds and kilograms mixed up: 154 kg, last time 70 kg");

    [Theory]
    [InlineData(WeightMethod.Measured, true)]
    [InlineData(WeightMethod.Stated, true)]
    [InlineData(WeightMethod.Unknown, false)]
    [InlineData((WeightMethod)9, false)]
    public void HowItCameAboutIsSaid(WeightMethod method, bool isFine) =>
        Verdict(Ward.Order with { WeightRecord = Record() with { Method = method } }, "weight-method").ShouldBe(isFine ? null : GuardrailVerdict.Hard);

    [Theory]
    [InlineData(-400, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(null, false)]
    public void TheDayIsSaidAndNotInTheFuture(int? days, bool isFine)
    {
        DateOnly? on = days is { } known ? DateOnly.FromDateTime(Ward.DefaultStart.UtcDateTime).AddDays(known) : null;

        Verdict(Ward.Order with { WeightRecord = Record() with { On = on } }, "weight-date").ShouldBe(isFine ? null : GuardrailVerdict.Hard);
    }

    [Theory]
    [InlineData(WeightBasis.Ideal, 73.2, true)]
    [InlineData(WeightBasis.Ideal, 73.6, true)]
    [InlineData(WeightBasis.Ideal, 73.7, false)]
    [InlineData(WeightBasis.Ideal, 72.6, false)]
    [InlineData(WeightBasis.Adjusted, 91.9, true)]
    [InlineData(WeightBasis.Adjusted, 120, false)]
    public void AnIdealOrAdjustedWeightIsWhatTheFormulaGives(WeightBasis basis, double kilograms, bool isFine)
    {
        var order = BySize(basis, (decimal)kilograms, 120m, 178m, Sex.Male);

        Verdict(order, "weight-basis").ShouldBe(isFine ? null : GuardrailVerdict.Hard);
        order.ActualWeight.ShouldBe(BodyWeight.FromKilograms(120m));
    }

    [Fact]
    public void TheSentenceNamesWhatTheFormulaGives() => Findings(BySize(WeightBasis.Adjusted, 100m, 120m, 178m, Sex.Male)).ShouldHaveSingleItem()
        .Sentence.ShouldBe("The adjusted weight is 91.9087 kg, the order says 100 kg");

    [Fact]
    public void WithoutHeightSexOrActualWeightThereIsNoOtherBasis()
    {
        var whole = BySize(WeightBasis.Ideal, 73.2m, 120m, 178m, Sex.Male);
        WeightRecord?[] lacking =
        [
            null, whole.WeightRecord! with { Height = null }, whole.WeightRecord! with { Actual = null },
            whole.WeightRecord! with { Sex = Sex.Unknown }, whole.WeightRecord! with { Sex = (Sex)9 },
        ];

        Findings(whole).ShouldBeEmpty();
        foreach (var record in lacking)
        {
            Findings(whole with { WeightRecord = record }).Single(finding => finding.Path == "weight-basis").Sentence
                .ShouldBe("An ideal weight needs the actual weight, the height and the sex");
        }
    }

    [Theory]
    [InlineData(150, 60, "There is no adjusted weight for this body size; dose by the actual weight", "weight-basis")]
    [InlineData(178, 70, "There is no adjusted weight for this body size; dose by the actual weight", "weight-basis")]
    [InlineData(99, 60, "Height 99 cm is beyond 100 cm", "height")]
    [InlineData(251, 60, "Height 251 cm is beyond 250 cm", "height")]
    public void WhereTheFormulaDoesNotHoldThereIsNone(int centimetres, int actual, string sentence, string path) =>
        Findings(BySize(WeightBasis.Adjusted, 60m, actual, centimetres, Sex.Male)).Single(finding => finding.Path == path).Sentence.ShouldBe(sentence);

    [Fact]
    public void ABasisThatIsNotSaidIsRefused()
    {
        var order = Ward.Order with { WeightBasis = WeightBasis.Unknown };

        Verdict(order, "weight-basis").ShouldBe(GuardrailVerdict.Hard);
        order.ActualWeight.ShouldBeNull();
        (order with { WeightRecord = null }).ActualWeight.ShouldBeNull();
    }

    [Fact]
    public void ThePoundSlipIsSoughtInTheActualWeight()
    {
        var history = DoseHistory.Nothing with { LastWeight = BodyWeight.FromKilograms(54.4m) };

        Verdict(BySize(WeightBasis.Ideal, 73.2m, 120m, 178m, Sex.Male), "weight-pounds", history).ShouldBe(GuardrailVerdict.Hard);
    }

    static InfusionOrder BySize(WeightBasis basis, decimal kilograms, decimal actual, decimal centimetres, Sex sex) => Ward.Order with
    {
        Weight = BodyWeight.FromKilograms(kilograms),
        WeightBasis = basis,
        WeightRecord = Record() with { Actual = BodyWeight.FromKilograms(actual), Height = Height.FromCentimetres(centimetres), Sex = sex },
    };
}
