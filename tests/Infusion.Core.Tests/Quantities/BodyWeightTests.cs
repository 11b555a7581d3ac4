using FsCheck.Xunit;
using Infusion.Core.Quantities;

namespace Infusion.Core.Tests.Quantities;

public class BodyWeightTests
{
    /// <summary>By hand from the formulas of clinical reference 1.2.</summary>
    [Theory]
    [InlineData(72, Sex.Male, 77.6)]
    [InlineData(72, Sex.Female, 73.1)]
    [InlineData(60, Sex.Male, 50)]
    [InlineData(60, Sex.Female, 45.5)]
    [InlineData(65.5, Sex.Female, 58.15)]
    public void IdealWeightByDevine(double inches, Sex sex, double kilograms) =>
        BodyWeight.Ideal(Height.FromInches((decimal)inches), sex).ShouldBe(BodyWeight.FromKilograms((decimal)kilograms));

    [Fact]
    public void IdealWeightInCentimetres() =>
        Math.Round(BodyWeight.Ideal(Height.FromCentimetres(178m), Sex.Male)!.Value.Kilograms, 2).ShouldBe(73.18m);

    [Theory]
    [InlineData(152.39, Sex.Male)]
    [InlineData(180, Sex.Unknown)]
    public void NoIdealWeightWhereTheFormulaDoesNotHold(double centimetres, Sex sex)
    {
        BodyWeight.Ideal(Height.FromCentimetres((decimal)centimetres), sex).ShouldBeNull();
        BodyWeight.Adjusted(BodyWeight.FromKilograms(120m), Height.FromCentimetres((decimal)centimetres), sex).ShouldBeNull();
    }

    [Fact]
    public void AdjustedWeightCountsFourTenthsOfWhatIsAboveTheIdeal()
    {
        var height = Height.FromInches(72m);

        BodyWeight.Adjusted(BodyWeight.FromKilograms(127.6m), height, Sex.Male).ShouldBe(BodyWeight.FromKilograms(97.6m));
        BodyWeight.Adjusted(BodyWeight.FromKilograms(77.6m), height, Sex.Male).ShouldBeNull();
    }

    [Fact]
    public void PoundsAreExact()
    {
        BodyWeight.FromPounds(154m).Kilograms.ShouldBe(69.85322498m);
        BodyWeight.FromKilograms(45.359237m).Pounds.ShouldBe(100m);
        Should.Throw<ArgumentOutOfRangeException>(() => BodyWeight.FromPounds(0m)).Message.ShouldContain("weight in lb");
        Should.Throw<ArgumentOutOfRangeException>(() => Height.FromCentimetres(0m)).Message.ShouldContain("height in cm");
        Should.Throw<ArgumentOutOfRangeException>(() => Height.FromInches(-1m)).Message.ShouldContain("height in inches");
    }

    [Property]
    public void PoundsAndInchesThereAndBack(ushort tenths)
    {
        var number = (tenths + 1) / 10m;

        Math.Abs(BodyWeight.FromPounds(number).Pounds - number).ShouldBeLessThan(1e-20m);
        Height.FromInches(number).Inches.ShouldBe(number);
        Height.FromCentimetres(number).Centimetres.ShouldBe(number);
    }

    /// <summary>Four hours at 1 Hz: a rate whose step has no exact decimal sums up without drift.</summary>
    [Property(MaxTest = 30)]
    public void FourHoursOfSecondsAreFourHours(ushort tenthsAnHour)
    {
        var rate = Rate.FromMillilitresPerHour(tenthsAnHour / 10m);
        var volume = default(Volume);
        for (var step = 0; step < 14_400; step++)
        {
            volume += rate * TimeSpan.FromSeconds(1);
        }

        Math.Abs(volume.Millilitres - (rate.MillilitresPerHour * 4m)).ShouldBeLessThan(1e-20m);
    }
}
