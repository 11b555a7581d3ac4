using Infusion.Core.Assessments;

namespace Infusion.Core.Tests.Assessments;

public class News2Tests
{
    static readonly News2Input Well = new(16m, 97m, false, 120m, 70m, News2Consciousness.Alert, 36.8m);

    [Theory]
    [InlineData(1, 3)]
    [InlineData(8, 3)]
    [InlineData(8.4, 3)]
    [InlineData(8.5, 1)]
    [InlineData(9, 1)]
    [InlineData(11, 1)]
    [InlineData(12, 0)]
    [InlineData(20, 0)]
    [InlineData(21, 2)]
    [InlineData(24, 2)]
    [InlineData(25, 3)]
    [InlineData(60, 3)]
    public void RespiratoryRate(double rate, int points) =>
        News2.Of(Well with { RespiratoryRate = (decimal)rate }).RespiratoryRate.ShouldBe(points);

    [Theory]
    [InlineData(60, 3)]
    [InlineData(91, 3)]
    [InlineData(92, 2)]
    [InlineData(93, 2)]
    [InlineData(94, 1)]
    [InlineData(95, 1)]
    [InlineData(95.4, 1)]
    [InlineData(95.5, 0)]
    [InlineData(96, 0)]
    [InlineData(100, 0)]
    public void SpO2ByScaleOne(double percent, int points)
    {
        News2.Of(Well with { SpO2 = (decimal)percent }).SpO2.ShouldBe(points);
        News2.Of(Well with { SpO2 = (decimal)percent, IsOnOxygen = true }).SpO2.ShouldBe(points);
        News2.Of(Well with { SpO2 = (decimal)percent, IsOnOxygen = null }).SpO2.ShouldBe(points);
    }

    [Theory]
    [InlineData(70, 3, 3)]
    [InlineData(83, 3, 3)]
    [InlineData(84, 2, 2)]
    [InlineData(85, 2, 2)]
    [InlineData(86, 1, 1)]
    [InlineData(87, 1, 1)]
    [InlineData(88, 0, 0)]
    [InlineData(92, 0, 0)]
    [InlineData(93, 0, 1)]
    [InlineData(94, 0, 1)]
    [InlineData(95, 0, 2)]
    [InlineData(96, 0, 2)]
    [InlineData(97, 0, 3)]
    [InlineData(100, 0, 3)]
    public void SpO2ByScaleTwo(int percent, int onAir, int onOxygen)
    {
        var two = Well with { SpO2 = percent, Scale = News2Scale.Two };

        News2.Of(two).SpO2.ShouldBe(onAir);
        News2.Of(two with { IsOnOxygen = true }).SpO2.ShouldBe(onOxygen);
        News2.Of(two with { IsOnOxygen = null }).SpO2.ShouldBe(onAir == onOxygen ? onAir : null);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public void Oxygen(bool isOnOxygen, int points) => News2.Of(Well with { IsOnOxygen = isOnOxygen }).Oxygen.ShouldBe(points);

    [Theory]
    [InlineData(60, 3)]
    [InlineData(90, 3)]
    [InlineData(91, 2)]
    [InlineData(100, 2)]
    [InlineData(101, 1)]
    [InlineData(110, 1)]
    [InlineData(111, 0)]
    [InlineData(219, 0)]
    [InlineData(219.5, 3)]
    [InlineData(220, 3)]
    [InlineData(300, 3)]
    public void Systolic(double pressure, int points) => News2.Of(Well with { Systolic = (decimal)pressure }).Systolic.ShouldBe(points);

    [Theory]
    [InlineData(20, 3)]
    [InlineData(40, 3)]
    [InlineData(41, 1)]
    [InlineData(50, 1)]
    [InlineData(51, 0)]
    [InlineData(90, 0)]
    [InlineData(91, 1)]
    [InlineData(110, 1)]
    [InlineData(111, 2)]
    [InlineData(130, 2)]
    [InlineData(131, 3)]
    [InlineData(200, 3)]
    public void Pulse(int rate, int points) => News2.Of(Well with { Pulse = rate }).Pulse.ShouldBe(points);

    [Theory]
    [InlineData(News2Consciousness.Alert, 0)]
    [InlineData(News2Consciousness.NewConfusion, 3)]
    [InlineData(News2Consciousness.Voice, 3)]
    [InlineData(News2Consciousness.Pain, 3)]
    [InlineData(News2Consciousness.Unresponsive, 3)]
    public void Consciousness(News2Consciousness said, int points) => News2.Of(Well with { Consciousness = said }).Consciousness.ShouldBe(points);

    [Theory]
    [InlineData(30, 3)]
    [InlineData(35.0, 3)]
    [InlineData(35.04, 3)]
    [InlineData(35.05, 1)]
    [InlineData(35.1, 1)]
    [InlineData(36.0, 1)]
    [InlineData(36.1, 0)]
    [InlineData(38.0, 0)]
    [InlineData(38.1, 1)]
    [InlineData(39.0, 1)]
    [InlineData(39.1, 2)]
    [InlineData(42, 2)]
    public void Temperature(double degrees, int points) => News2.Of(Well with { Temperature = (decimal)degrees }).Temperature.ShouldBe(points);

    [Fact]
    public void AWellPersonScoresNothing_AndTheWorstScoresTwenty()
    {
        (News2.Of(Well).Total, News2.Of(Well).HasRed).ShouldBe((0, false));
        var worst = News2.Of(new News2Input(30m, 80m, true, 80m, 140m, News2Consciousness.Unresponsive, 34m));
        (worst.Total, worst.AtLeast, worst.HasRed).ShouldBe((20, 20, true));
    }

    [Fact]
    public void ADissociatedPersonLooksIll_AndAVeryHighPressureDoesNot()
    {
        News2.Of(new News2Input(18m, 95m, false, 165m, 105m, News2Consciousness.NewConfusion, 36.8m)).Total.ShouldBe(5);
        News2.Of(Well with { Systolic = 210m }).Total.ShouldBe(0);
    }

    [Fact]
    public void AnyUnknownPartLeavesItIncomplete_NeverZero()
    {
        News2Input[] incomplete =
        [
            Well with { RespiratoryRate = null }, Well with { SpO2 = null }, Well with { IsOnOxygen = null }, Well with { Systolic = null },
            Well with { Pulse = null }, Well with { Consciousness = News2Consciousness.Unknown }, Well with { Temperature = null },
            Well with { Scale = News2Scale.Unknown }, Well with { Scale = News2Scale.Two, SpO2 = null }, default,
        ];

        incomplete.ShouldAllBe(input => News2.Of(input).Total == null);
        News2.Of(Well with { IsOnOxygen = null, Pulse = 125m, Systolic = 95m }).AtLeast.ShouldBe(4);
        News2.Of(default).ShouldBe(default);
    }

    [Theory]
    [InlineData(8, 97, 120, 70, 36.8)]
    [InlineData(16, 91, 120, 70, 36.8)]
    [InlineData(16, 97, 90, 70, 36.8)]
    [InlineData(16, 97, 120, 40, 36.8)]
    [InlineData(16, 97, 120, 70, 35)]
    public void OnePartOfThreePointsIsRed(double rate, double spo2, double systolic, double pulse, double degrees) =>
        News2.Of(new News2Input((decimal)rate, (decimal)spo2, false, (decimal)systolic, (decimal)pulse, News2Consciousness.Alert, (decimal)degrees)).HasRed.ShouldBeTrue();
}
