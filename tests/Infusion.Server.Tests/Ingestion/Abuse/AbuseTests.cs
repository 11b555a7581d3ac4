using System.Globalization;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion.Abuse;

/// <summary>
/// Ten thousand of each kind in every run, always the same; <c>INFUSION_ABUSE=1000000</c> asks for more and
/// <c>INFUSION_ABUSE_SEED</c> for others. Meanwhile a healthy client on the same broker is served as if nothing were.
/// </summary>
[Collection(Alone.Name)]
public sealed class AbuseTests
{
    const int InEveryRun = 10_000;
    const long GrowthAllowed = 64 * 1024 * 1024;

    static readonly int Count = Setting("INFUSION_ABUSE", InEveryRun);
    static readonly int Seed = Setting("INFUSION_ABUSE_SEED", 20261124);

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Malformed_payloads_get_one_answer_each_and_disturb_nobody(MqttProtocolVersion version)
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var healthy = await HealthyClient.StartAsync(broker);
        using var unobserved = new Unobserved();
        var mix = new PayloadMix(Seed);
        using var device = await broker.SignInAsync(version, "abuse");
        var before = 0L;
        for (var number = 0; number < Count / 2; number++)
        {
            if (number == Count / 20)
            {
                before = Settled();
            }

            var id = (ushort)((number % 65_535) + 1);
            await device.PublishAsync(id, mix.Next(), number % 5 == 0 ? RunningBroker.Status : RunningBroker.Telemetry);
            var answer = await device.AcknowledgementAsync(id);
            if (answer.ReasonCode != MqttPubAckReasonCode.Success)
            {
                answer.ReasonCode.ShouldBe(MqttPubAckReasonCode.PayloadFormatInvalid, Where(number));
                answer.ReasonString.ShouldNotBeNullOrEmpty(Where(number));
            }

            broker.Inbox.Forget();
        }

        await healthy.ServedAsync();
        (Settled() - before).ShouldBeLessThan(GrowthAllowed, Where(Count));
        unobserved.Failures.ShouldBeEmpty(Where(Count));
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Malformed_packets_are_answered_or_end_their_connection_and_disturb_nobody(MqttProtocolVersion version)
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var healthy = await HealthyClient.StartAsync(broker);
        using var unobserved = new Unobserved();
        var mix = new FrameMix(Seed, version);
        var before = 0L;
        for (var number = 0; number < Count / 2; number++)
        {
            if (number == Count / 20)
            {
                before = Settled();
            }

            await AbuseAsync(broker, mix, version, signsIn: number % 2 == 0);
            broker.Inbox.Forget();
        }

        await healthy.ServedAsync();
        await HealthyClient.IsAloneAsync(broker);
        (Settled() - before).ShouldBeLessThan(GrowthAllowed, Where(Count));
        unobserved.Failures.ShouldBeEmpty(Where(Count));
    }

    /// <summary>One connection: what is sent, then the end of it; the server must end it as well, whatever it made of it.</summary>
    static async Task AbuseAsync(RunningBroker broker, FrameMix mix, MqttProtocolVersion version, bool signsIn)
    {
        using var device = await WireClient.OpenAsync(broker.Mqtt, version);
        try
        {
            if (signsIn)
            {
                await device.SignInAsync("abuse");
            }

            var bytes = signsIn ? mix.Next() : mix.First();
            foreach (var piece in mix.IsSplit ? bytes.Chunk(1) : [bytes])
            {
                await device.SendRawAsync(piece);
            }
        }
        catch (IOException)
        {
            // It was put out before it had said everything.
        }

        await device.EndsAfterLastWordAsync();
    }

    static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    static string Where(int number) => $"seed {Seed}, number {number}";

    static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
