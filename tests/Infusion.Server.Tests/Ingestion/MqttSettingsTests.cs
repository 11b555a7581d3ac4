using Infusion.Server.Ingestion;
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
}
