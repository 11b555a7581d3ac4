using FsCheck.Xunit;
using Infusion.Core.Quantities;

namespace Infusion.Core.Tests.Quantities;

public class QuantitiesTests
{
    static readonly BodyWeight SeventyKilograms = BodyWeight.FromKilograms(70m);
    static readonly TimeSpan FortyMinutes = TimeSpan.FromMinutes(40);

    [Theory]
    [InlineData(35, 1, 52.5)]
    [InlineData(50, 0.7, 75)]
    [InlineData(100, 0.35, 150)]
    public void HalfAMilligramPerKilogramInFortyMinutes(int millilitres, double milligramsPerMillilitre, double millilitresPerHour)
    {
        var dose = Mass.FromMilligramsPerKilogram(0.5m, SeventyKilograms);
        var volume = Volume.FromMillilitres(millilitres);
        var concentration = dose / volume;
        var rate = volume / FortyMinutes;
        var doseRate = rate * concentration;

        dose.Milligrams.ShouldBe(35m);
        concentration.MilligramsPerMillilitre.ShouldBe((decimal)milligramsPerMillilitre);
        (dose / concentration).ShouldBe(volume);
        rate.MillilitresPerHour.ShouldBe((decimal)millilitresPerHour);
        doseRate.MilligramsPerHour.ShouldBe(52.5m);
        doseRate.MilligramsPerMinute.ShouldBe(0.875m);
        doseRate.MilligramsPerKilogramPerHour(SeventyKilograms).ShouldBe(0.75m);
        doseRate.MicrogramsPerKilogramPerMinute(SeventyKilograms).ShouldBe(12.5m);
        (doseRate / concentration).ShouldBe(rate);
        (rate * FortyMinutes).ShouldBe(volume);
        (volume * concentration).ShouldBe(dose);
        DoseRate.FromMicrogramsPerKilogramPerMinute(12.5m, SeventyKilograms).ShouldBe(doseRate);
    }

    [Fact]
    public void NegativeAndForSomeZeroIsRefusedByName()
    {
        Refused(() => Mass.FromMilligrams(-0.1m)).ShouldContain("mass in mg");
        Refused(() => Volume.FromMillilitres(-0.1m)).ShouldContain("volume in mL");
        Refused(() => Rate.FromMillilitresPerHour(-0.1m)).ShouldContain("rate in mL/h");
        Refused(() => DoseRate.FromMilligramsPerHour(-0.1m)).ShouldContain("dose rate in mg/h");
        Refused(() => Concentration.FromMilligramsPerMillilitre(0m)).ShouldContain("concentration in mg/mL");
        Refused(() => BodyWeight.FromKilograms(0m)).ShouldContain("weight in kg");
        Refused(() => _ = Volume.FromMillilitres(1m) / TimeSpan.Zero).ShouldContain("duration");
        Refused(() => _ = Mass.FromMilligrams(1m) / Volume.FromMillilitres(0m)).ShouldContain("volume in mL");
        Refused(() => _ = Rate.FromMillilitresPerHour(1m) * TimeSpan.FromSeconds(-1)).ShouldContain("volume in mL");
    }

    [Fact]
    public void ZeroIsAnAmount()
    {
        Mass.FromMilligrams(0m).ShouldBe(default);
        Volume.FromMillilitres(0m).ShouldBe(default);
        (Rate.FromMillilitresPerHour(0m) * FortyMinutes).ShouldBe(default);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    public void AmountsCompareAsTheirNumbers(int left, int right)
    {
        var (lightly, heavily) = (Mass.FromMilligrams(left), Mass.FromMilligrams(right));
        var (little, much) = (Volume.FromMillilitres(left), Volume.FromMillilitres(right));

        Compare(lightly < heavily, lightly <= heavily, lightly > heavily, lightly >= heavily, lightly.CompareTo(heavily));
        Compare(little < much, little <= much, little > much, little >= much, little.CompareTo(much));

        void Compare(bool less, bool atMost, bool more, bool atLeast, int sign)
        {
            less.ShouldBe(left < right);
            atMost.ShouldBe(left <= right);
            more.ShouldBe(left > right);
            atLeast.ShouldBe(left >= right);
            Math.Sign(sign).ShouldBe(left.CompareTo(right));
        }
    }

    [Property]
    public void WhatCameOnTopIsNeverNegativeAndAddsUp(uint earlier, uint added)
    {
        var before = Volume.FromMillilitres(earlier / 1000m);
        var after = before + Volume.FromMillilitres(added / 1000m);

        (before + after.Since(before)).ShouldBe(after);
        before.Since(after).ShouldBe(default);
    }

    [Property]
    public void MassThereAndBackThroughAVolume(ushort milligrams, ushort centi)
    {
        var dose = Mass.FromMilligrams(milligrams / 10m);
        var concentration = Concentration.FromMilligramsPerMillilitre((centi + 1) / 100m);

        Math.Abs(((dose / concentration) * concentration).Milligrams - dose.Milligrams).ShouldBeLessThan(1e-20m);
    }

    [Property]
    public void RateTimesTimeIsTheVolume(ushort millilitres, ushort minutes)
    {
        var volume = Volume.FromMillilitres(millilitres / 10m);
        var duration = TimeSpan.FromMinutes(minutes + 1);

        Math.Abs(((volume / duration) * duration).Millilitres - volume.Millilitres).ShouldBeLessThan(1e-20m);
    }

    [Property]
    public void DoseByWeightThereAndBack(ushort dose, ushort grams)
    {
        var weight = BodyWeight.FromKilograms((grams + 1000) / 100m);
        var perKilogramAndMinute = dose / 100m;

        var doseRate = DoseRate.FromMicrogramsPerKilogramPerMinute(perKilogramAndMinute, weight);

        Math.Abs(doseRate.MicrogramsPerKilogramPerMinute(weight) - perKilogramAndMinute).ShouldBeLessThan(1e-20m);
    }

    [Property]
    public void MoreFlowGivesMoreDrug(ushort slower, ushort faster, ushort centi)
    {
        var concentration = Concentration.FromMilligramsPerMillilitre((centi + 1) / 100m);
        var (low, high) = (Math.Min(slower, faster), Math.Max(slower, faster));

        (Rate.FromMillilitresPerHour(low) * concentration).MilligramsPerHour
            .ShouldBeLessThanOrEqualTo((Rate.FromMillilitresPerHour(high) * concentration).MilligramsPerHour);
    }

    static string Refused(Action build) => Should.Throw<ArgumentOutOfRangeException>(build).Message;
}
