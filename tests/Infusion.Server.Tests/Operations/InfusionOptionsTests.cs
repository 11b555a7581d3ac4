using Infusion.Server.Operations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Operations;

public sealed class InfusionOptionsTests
{
    [Fact]
    public void Without_settings_it_has_a_data_directory_of_its_own_and_real_time()
    {
        var options = Read();
        options.DataDirectory.ShouldBe(Path.GetFullPath(".infusion"));
        options.ConnectionString.ShouldBeNull();
        options.Demo.ShouldBeFalse();
        options.ClockSpeed.ShouldBe(1);
    }

    [Theory]
    [InlineData("Infusion:Demo", "maybe")]
    [InlineData("Infusion:DataDirectory", " ")]
    [InlineData("Infusion:DataDirectory", "/etc/passwd")]
    [InlineData("Infusion:PostgresBin", "/no/such/directory")]
    [InlineData("ConnectionStrings:Infusion", "Host=db;Frobnicate=1")]
    [InlineData("ConnectionStrings:Infusion", "Database=infusion")]
    [InlineData("Infusion:DemoChairs", "0")]
    [InlineData("Infusion:DemoChairs", "65")]
    [InlineData("Infusion:PublicUrl", "infusion.example.org")]
    [InlineData("Infusion:PublicUrl", "https://infusion.example.org/here")]
    [InlineData("Infusion:Clock:Speed", "fast")]
    [InlineData("Infusion:Clock:Speed", "0")]
    [InlineData("Infusion:Clock:Speed", "-1")]
    [InlineData("Infusion:Clock:Speed", "1001")]
    [InlineData("Infusion:Clock:Speed", "NaN")]
    public void A_wrong_value_is_named_with_its_key(string key, string value) =>
        Should.Throw<StartupException>(() => Read((key, value), ("Infusion:Demo", key == "Infusion:Demo" ? value : "true")))
            .Message.ShouldStartWith(key);

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var e = Should.Throw<StartupException>(() => Read(("Infusion:Demo", "maybe"), ("Infusion:Clock:Speed", "0"), ("ConnectionStrings:Infusion", "x")));
        e.Message.Split(Environment.NewLine).Length.ShouldBe(3);
        e.ExitCode.ShouldBe(ExitCode.Settings);
    }

    [Fact]
    public void Time_runs_fast_only_in_a_demo()
    {
        Read(("Infusion:Demo", "true"), ("Infusion:Clock:Speed", "60")).ClockSpeed.ShouldBe(60);
        Should.Throw<StartupException>(() => Read(("Infusion:Clock:Speed", "60"))).Message.ShouldContain("Infusion:Demo");
        Read(("Infusion:Clock:Speed", "1")).ClockSpeed.ShouldBe(1);
    }

    [Fact]
    public void A_password_in_a_wrong_connection_string_is_not_repeated() =>
        Should.Throw<StartupException>(() => Read(("ConnectionStrings:Infusion", "Host=db;Password=hush;Frobnicate=1"))).Message.ShouldNotContain("hush");

    static InfusionOptions Read(params (string Key, string Value)[] settings)
    {
        var environment = Substitute.For<IHostEnvironment>();
        environment.EnvironmentName.Returns(Environments.Production);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.DistinctBy(s => s.Key).ToDictionary(s => s.Key, s => (string?)s.Value)).Build();
        return InfusionOptions.Read(configuration, environment);
    }
}
