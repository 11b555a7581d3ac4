using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.VsCapture;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion;

public sealed class MqttSettingsTests
{
    [Theory]
    [InlineData("", 1883)]
    [InlineData("*", 0)]
    [InlineData("localhost", 65535)]
    [InlineData("::1", 1883)]
    public void Takes_an_address_of_this_machine(string host, int port) =>
        new ValidateMqttSettings().Validate(null, new MqttSettings { Host = host, Port = port }).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData("broker.example", 1883, "Mqtt:Host")]
    [InlineData("", 65536, "Mqtt:Port")]
    [InlineData("", -1, "Mqtt:Port")]
    public void Names_the_key_that_is_wrong(string host, int port, string key) =>
        new ValidateMqttSettings().Validate(null, new MqttSettings { Host = host, Port = port })
            .FailureMessage.ShouldNotBeNull().ShouldContain(key);

    [Theory]
    [InlineData("Mqtt:TimeZone", "Europe/Berlim")]
    [InlineData("Mqtt:Feeds:demo:monitor-1:TimeZone", "CEST+7")]
    [InlineData("Mqtt:Tls:KeyFile", "/somewhere/broker.key")]
    [InlineData("Mqtt:External:Port", "0")]
    [InlineData("Mqtt:External:CaFile", "/nowhere/ca.pem")]
    [InlineData("Mqtt:External:ClientIdPrefix", "")]
    [InlineData("Mqtt:External:Password", "secret")]
    public void Names_the_key_of_a_feed_or_a_broker_that_is_wrong(string key, string value)
    {
        var validated = Bound((key, value), ("Mqtt:External:Host", "broker.example"), ("Mqtt:External:Tls", "true"));

        validated.FailureMessage.ShouldNotBeNull().ShouldContain(key);
    }

    [Fact]
    public void Takes_zones_and_a_broker_that_are_right() => Bound(
        ("Mqtt:TimeZone", "Europe/Berlin"),
        ("Mqtt:Feeds:demo:monitor-1:TimeZone", "America/New_York"),
        ("Mqtt:External:Host", "broker.example")).Succeeded.ShouldBeTrue();

    [Fact]
    public void Takes_the_zone_of_the_monitor_before_the_sites_and_knows_none_by_itself()
    {
        var zones = new FeedZones(Options.Create(Settings(
            ("Mqtt:TimeZone", "Europe/Berlin"), ("Mqtt:Feeds:demo:monitor-1:TimeZone", "America/New_York"))));

        zones.Of("demo", "monitor-1")!.Id.ShouldBe("America/New_York");
        zones.Of("demo", "monitor-2")!.Id.ShouldBe("Europe/Berlin");
        zones.Of("other", "monitor-1")!.Id.ShouldBe("Europe/Berlin");
        new FeedZones(Options.Create(new MqttSettings())).Of("demo", "monitor-1").ShouldBeNull();
    }

    static ValidateOptionsResult Bound(params (string Key, string Value)[] settings) =>
        new ValidateMqttSettings().Validate(null, Settings(settings));

    static MqttSettings Settings(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var bound = new MqttSettings();
        configuration.GetSection(MqttSettings.Section).Bind(bound);
        return bound;
    }
}
