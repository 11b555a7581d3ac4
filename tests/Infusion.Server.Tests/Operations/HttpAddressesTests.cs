using Infusion.Server.Operations;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Operations;

public sealed class HttpAddressesTests
{
    [Theory]
    [InlineData(null, "localhost:5080")]
    [InlineData("http://*:8080", "*:8080")]
    [InlineData("http://127.0.0.1:0", "127.0.0.1:0")]
    [InlineData("http://localhost:1; http://[::1]:2", "localhost:1 [::1]:2")]
    public void Are_read_from_Urls(string? urls, string expected) =>
        string.Join(' ', HttpAddresses.Read(With(urls)).Select(address => $"{address.Host}:{address.Port}")).ShouldBe(expected);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("https://localhost:5443")]
    public void Name_the_key_when_they_cannot_be_used(string urls)
    {
        var refused = Should.Throw<StartupException>(() => HttpAddresses.Read(With(urls)));

        refused.Message.ShouldContain("Urls");
        refused.Message.ShouldContain(urls);
        refused.ExitCode.ShouldBe(ExitCode.Settings);
    }

    static IConfiguration With(string? urls) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Urls", urls)]).Build();
}
