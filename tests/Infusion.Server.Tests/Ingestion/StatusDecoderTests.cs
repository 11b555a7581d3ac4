using System.Text;
using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion.Decoding;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion;

public sealed class StatusDecoderTests
{
    static readonly DateTimeOffset ReceivedAt = new(2026, 11, 23, 15, 4, 6, TimeSpan.Zero);

    [Fact]
    public void Reads_a_full_report() =>
        Decode("""{"state":"online","boot":"b","kind":"pump","manufacturer":"M","model":"X 1","serial":"7","battery":0.84,"chair":"B2","colour":"red"}""")
            .ShouldBe(new DeviceReport("pump-1", true, "b", DeviceKind.Pump, "M", "X 1", "7", 0.84m, ReceivedAt) { Chair = "B2" });

    [Fact]
    public void Reads_the_shortest_report() =>
        Decode("""{"state":"offline"}""")
            .ShouldBe(new DeviceReport("pump-1", false, null, DeviceKind.Unknown, null, null, null, null, ReceivedAt));

    [Theory]
    [InlineData("not-json", "")]
    [InlineData("wrong-shape", """{"boot":"b"}""")]
    [InlineData("wrong-shape", """{"state":"asleep"}""")]
    [InlineData("wrong-shape", """{"state":true}""")]
    [InlineData("wrong-shape", """{"state":"online","state":"offline"}""")]
    [InlineData("wrong-shape", """{"state":"online","kind":"toaster"}""")]
    [InlineData("wrong-shape", """{"state":"online","chair":"the first one"}""")]
    [InlineData("wrong-shape", """{"state":"online","battery":"full"}""")]
    [InlineData("number-out-of-range", """{"state":"online","battery":84}""")]
    [InlineData("forbidden-character", """{"state":"online","model":"\u0000"}""")]
    public void Refuses_a_bad_report(string reason, string payload) =>
        Should.Throw<PayloadRefusedException>(() => Decode(payload)).Reason.ShouldBe(reason);

    static DeviceReport Decode(string payload) =>
        StatusDecoder.Decode(Encoding.UTF8.GetBytes(payload), "pump-1", ReceivedAt).Report;
}
