using FsCheck.Xunit;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Telemetry;

public class ReadingCodecTests
{
    static readonly Reading Empty = new("mon-1", "boot-1", 7, Ward.DefaultStart, Ward.DefaultStart, false, [], null, []);

    [Fact]
    public void ATypicalMonitorReadingIsSmall()
    {
        var own = Ward.DefaultStart.AddSeconds(-104.25);
        var reading = Empty with
        {
            Samples =
            [
                new Sample(Metric.SpO2, 97m, Quality.Valid), new Sample(Metric.PulseRate, 71m, Quality.Valid),
                new Sample(Metric.HeartRate, 71m, Quality.Valid), new Sample(Metric.RespiratoryRate, 12.5m, Quality.Questionable),
                new Sample(Metric.NibpSystolic, 131m, Quality.Valid, own), new Sample(Metric.NibpDiastolic, 82m, Quality.Valid, own),
                new Sample(Metric.NibpMean, null, Quality.Invalid, own),
            ],
        };

        var bytes = ReadingCodec.Encode(reading);

        bytes.Length.ShouldBeLessThanOrEqualTo(40);
        ShouldBeTheSame(Decode(bytes), reading);
    }

    [Property]
    public void WhatIsEncodedComesBackExactly(decimal[] values, long[] ticks, byte[] kinds, string?[] texts)
    {
        var samples = values.Select((value, index) => new Sample(
            (Metric)At(kinds, index, 39),
            At(kinds, index + 1, 4) == 3 ? null : value,
            (Quality)At(kinds, index + 1, 4),
            ticks.Length == 0 || At(kinds, index, 2) == 0 ? null : new DateTimeOffset(Math.Abs(ticks[index % ticks.Length] % DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero)));
        var alerts = texts.Select((text, index) => new DeviceAlert($"MDC_EVT_{index}", (DeviceAlertPriority)At(kinds, index, 4), WellFormed(text)));
        var pump = kinds.Length == 0 ? null : new PumpState((PumpStatus)At(kinds, 0, 3), (PumpMode)At(kinds, 1, 4), WellFormed(texts.FirstOrDefault()));
        var reading = Empty with { Samples = [.. samples], Alerts = [.. alerts], Pump = pump };

        ShouldBeTheSame(Decode(ReadingCodec.Encode(reading)), reading);
    }

    [Theory]
    [InlineData("1.10")]
    [InlineData("-0.0")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-0.0000000000000000000000000001")]
    public void DecimalsKeepTheirScaleAndSign(string text)
    {
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var decoded = Decode(ReadingCodec.Encode(Empty with { Samples = [new Sample(Metric.SpO2, value, Quality.Valid)] })).Samples[0].Value!.Value;

        decimal.GetBits(decoded).ShouldBe(decimal.GetBits(value));
    }

    [Fact]
    public void TimesBelowAMillisecondAreKept()
    {
        var sample = new Sample(Metric.SpO2, 97m, Quality.Valid, Ward.DefaultStart.AddTicks(1));

        Decode(ReadingCodec.Encode(Empty with { Samples = [sample] })).Samples.ShouldBe([sample]);
    }

    [Property(MaxTest = 500)]
    public void BrokenBytesAreAFormatException(byte[] bytes)
    {
        foreach (var payload in new[] { bytes, [1, .. bytes], [1, 1, 0x83, .. bytes], [1, 1, 0x43, 0x7D, .. bytes] })
        {
            try
            {
                Decode(payload);
            }
            catch (FormatException broken)
            {
                broken.Message.ShouldStartWith("reading payload");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("01FF")]
    [InlineData("0105")]
    [InlineData("0101437504")]
    [InlineData("010143FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("01018300FFFFFFFFFFFFFFFFFFFF01000000")]
    [InlineData("0100000000")]
    public void EachWayToBreakIsRefused(string hex) =>
        Should.Throw<FormatException>(() => Decode(Convert.FromHexString(hex)));

    static Reading Decode(byte[] bytes) => ReadingCodec.Decode(bytes, "mon-1", "boot-1", 7, Ward.DefaultStart, Ward.DefaultStart, false);

    static void ShouldBeTheSame(Reading actual, Reading expected)
    {
        actual.Samples.ShouldBe(expected.Samples);
        actual.Alerts.ShouldBe(expected.Alerts);
        actual.Pump.ShouldBe(expected.Pump);
        (actual with { Samples = [], Alerts = [], Pump = null }).ShouldBe(Empty);
    }

    static int At(byte[] kinds, int index, int count) => kinds.Length == 0 ? 1 : kinds[index % kinds.Length] % count;

    /// <summary>Lone surrogates are refused at every door.</summary>
    static string? WellFormed(string? text) => text is null ? null : string.Concat(text.Where(each => !char.IsSurrogate(each)));
}
