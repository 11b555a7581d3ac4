using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infusion.Server.Ingestion;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion.External;

public sealed class ExternalBrokerFaultTests
{
    const string Telemetry = "infusion/v1/demo/monitor-1/telemetry";

    static string Message(int seq) => $$$"""{"boot":"b","seq":{{{seq}}},"values":{"MDC_PULS_OXIM_SAT_O2":97}}""";

    [Fact]
    public async Task Connects_again_by_itself_when_the_broker_was_killed()
    {
        await using var mosquitto = await RunningMosquitto.StartAsync();
        await using var reader = await BrokerReader.StartAsync(mosquitto.Port);
        using var connected = new Gauge(reader.Services, "infusion.ingestion.broker_feeds_connected");
        connected.Read().ShouldBe(1);

        await mosquitto.KillAsync();
        (await reader.ReadsNotAsync()).ShouldContain($"127.0.0.1:{mosquitto.Port}");
        connected.Read().ShouldBe(0);
        await mosquitto.StartAgainAsync();
        await reader.ReadsAsync();
        await mosquitto.PublishAsync(Telemetry, Message(1));

        (await reader.Inbox.NextAsync<Incoming.Telemetry>()).Reading.Seq.ShouldBe(1);
        connected.Read().ShouldBe(1);
    }

    [Fact]
    public async Task Says_that_a_broker_which_kept_nothing_has_lost_messages()
    {
        await using var mosquitto = await RunningMosquitto.StartAsync("persistence false");
        await using var reader = await BrokerReader.StartAsync(mosquitto.Port);

        await mosquitto.KillAsync();
        await mosquitto.StartAgainAsync();

        await reader.SaysThatTheSessionIsLostAsync();
        await reader.ReadsAsync();
    }

    [Fact]
    public async Task Starts_without_the_broker_says_so_and_finds_it_when_it_comes()
    {
        await using var mosquitto = RunningMosquitto.Prepared();
        await using var reader = new BrokerReader(mosquitto.Port);
        using var wanted = new Gauge(reader.Services, "infusion.ingestion.broker_feeds");
        using var connected = new Gauge(reader.Services, "infusion.ingestion.broker_feeds_connected");

        await reader.ReadsNotAsync();
        (wanted.Read(), connected.Read()).ShouldBe((1, 0));
        await mosquitto.StartAgainAsync();

        await reader.ReadsAsync();
        (wanted.Read(), connected.Read()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Says_that_it_may_not_mark_the_end_of_the_queue_and_takes_nothing_for_live()
    {
        await using var mosquitto = RunningMosquitto.Prepared();
        var rights = Path.Combine(mosquitto.Directory, "acl");
        await File.WriteAllTextAsync(rights, "topic read infusion/v1/#\ntopic write infusion/v1/demo/monitor-1/telemetry\n", Patience.Token);
        await using var strict = await RunningMosquitto.StartAsync($"acl_file {rights}");
        await using var reader = new BrokerReader(strict.Port);

        (await reader.ReadsNotAsync()).ShouldContain("infusion/v1/demo/caught-up: NotAuthorized");
        await strict.PublishAsync(Telemetry, Message(1));

        (await reader.Inbox.NextAsync<Incoming.Telemetry>()).Reading.FlaggedLate.ShouldBeTrue();
    }

    [Fact]
    public async Task Needs_no_more_rights_than_the_page_gives()
    {
        await using var files = RunningMosquitto.Prepared();
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/external-broker.md"), Patience.Token);
        var rights = Path.Combine(files.Directory, "acl");
        await File.WriteAllTextAsync(rights, page.Split("```acl\n")[1].Split("```")[0], Patience.Token);
        await using var mosquitto = await RunningMosquitto.StartAsync(
            "allow_anonymous false", $"password_file {await files.WriteUsersAsync("infusion", "monitor-1")}", $"acl_file {rights}");
        await using var reader = await BrokerReader.StartAsync(
            mosquitto.Port,
            settings: [new("Mqtt:External:Username", "infusion"), new("Mqtt:External:Password", RunningMosquitto.Password)]);

        await mosquitto.PublishManyAsync("infusion/v1/demo/pump-1/telemetry", [Message(1)], username: "monitor-1");
        await mosquitto.PublishManyAsync(Telemetry, [Message(2)], username: "monitor-1");

        var reading = (await reader.Inbox.NextAsync<Incoming.Telemetry>()).Reading;
        (reading.Device, reading.FlaggedLate).ShouldBe(("monitor-1", false));
    }

    [Fact]
    public async Task Leaves_the_session_and_what_comes_for_it_to_the_next_writer()
    {
        await using var mosquitto = await RunningMosquitto.StartAsync();
        await using var reader = await BrokerReader.StartAsync(mosquitto.Port);
        using var wanted = new Gauge(reader.Services, "infusion.ingestion.broker_feeds");

        await reader.Broker.ReleaseAsync(BrokerReader.Clinic);
        wanted.Read().ShouldBe(0);
        await mosquitto.PublishAsync(Telemetry, Message(1));
        reader.Inbox.Count.ShouldBe(0);
        reader.Broker.Follow(BrokerReader.Clinic);

        (await reader.Inbox.NextAsync<Incoming.Telemetry>()).Reading.Seq.ShouldBe(1);
    }

    [Fact]
    public async Task Believes_a_broker_by_the_authority_it_was_given_and_no_other()
    {
        await using var files = RunningMosquitto.Prepared();
        var (authority, certificate, key) = await WriteCertificatesAsync(files.Directory);
        await using var mosquitto = await RunningMosquitto.StartAsync($"certfile {certificate}", $"keyfile {key}");

        await using var stranger = new BrokerReader(mosquitto.Port, settings: new KeyValuePair<string, string?>("Mqtt:External:Tls", "true"));
        await stranger.ReadsNotAsync();
        await stranger.Broker.ReleaseAsync(BrokerReader.Clinic);

        await using var reader = await BrokerReader.StartAsync(
            mosquitto.Port,
            settings: [new("Mqtt:External:Tls", "true"), new("Mqtt:External:CaFile", authority)]);
        using var connected = new Gauge(reader.Services, "infusion.ingestion.broker_feeds_connected");
        connected.Read().ShouldBe(1);
    }

    static async Task<(string Authority, string Certificate, string Key)> WriteCertificatesAsync(string directory)
    {
        var (from, to) = (DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Clinic authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = authorityRequest.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=broker", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, from, to, [1, 2, 3, 4]);

        var paths = (Path.Combine(directory, "ca.pem"), Path.Combine(directory, "broker.pem"), Path.Combine(directory, "broker.key"));
        await File.WriteAllTextAsync(paths.Item1, authority.ExportCertificatePem(), Patience.Token);
        await File.WriteAllTextAsync(paths.Item2, certificate.ExportCertificatePem(), Patience.Token);
        await File.WriteAllTextAsync(paths.Item3, key.ExportPkcs8PrivateKeyPem(), Patience.Token);
        return paths;
    }
}
