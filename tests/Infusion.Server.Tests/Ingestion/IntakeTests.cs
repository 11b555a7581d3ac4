using System.Diagnostics.Metrics;
using System.Text;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Ingestion.VsCapture;
using Infusion.Server.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion;

public sealed class IntakeTests
{
    static readonly DeviceGrant Newcomer = new("enrol", "demo", GrantKind.Enrolment, new HashSet<string>(), MaySubscribe: false);

    static readonly DeviceGrant Known = new("own", "demo", GrantKind.Device, new HashSet<string> { "d" }, MaySubscribe: false);

    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero));
    readonly RecordingInbox _inbox = new();

    [Fact]
    public async Task Stamps_the_receipt_with_the_servers_time_and_takes_any_device_of_the_clinic_to_be_enrolled()
    {
        Receive("infusion/v1/demo/brand-new/status", """{"state":"online"}""").Verdict.ShouldBe(Verdict.Accepted);

        var report = (await _inbox.NextAsync<Incoming.Status>()).Report;
        report.Device.ShouldBe("brand-new");
        report.ReceivedAt.ShouldBe(_time.GetUtcNow());
    }

    [Theory]
    [InlineData("telemetry")]
    [InlineData("vscapture/Numeric")]
    public void Takes_nothing_that_could_be_charted_from_who_enrols(string kind) =>
        Receive($"infusion/v1/demo/brand-new/{kind}", """{"boot":"b","seq":1}""").Verdict.ShouldBe(Verdict.Unauthorised);

    [Fact]
    public async Task Cleans_what_it_repeats_of_a_bad_topic_and_a_bad_key()
    {
        Receive("evil\0\u202Etopic", "{}", Known);
        Receive("infusion/v1/demo/d/telemetry", """{"boot":"b","seq":1,"values":{"a\u202E":"x"}}""", Known);

        (await _inbox.NextAsync<Incoming.Quarantined>()).Topic.ShouldBe("evil��topic");
        (await _inbox.NextAsync<Incoming.Quarantined>()).Detail.ShouldStartWith("$.values.a� must be");
    }

    [Fact]
    public void Makes_a_failed_task_of_an_inbox_that_throws()
    {
        var inbox = Substitute.For<IClinicInbox>();
        inbox.DeliverAsync(default!, default!).ReturnsForAnyArgs(_ => throw new InvalidOperationException());

        Intake(inbox).Receive(Known, "infusion/v1/demo/d/telemetry", "{}"u8.ToArray()).Committed.IsFaulted.ShouldBeTrue();
    }

    [Fact]
    public void Writes_one_line_in_ten_seconds_and_says_how_many_it_kept_back()
    {
        var log = new OccasionalLog(_time);

        log.MayWrite(out _).ShouldBeTrue();
        log.MayWrite(out _).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(9));
        log.MayWrite(out _).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        log.MayWrite(out var swallowed).ShouldBeTrue();
        swallowed.ShouldBe(2);
    }

    Receipt Receive(string topic, string payload, DeviceGrant? grant = null) =>
        Intake(_inbox).Receive(grant ?? Newcomer, topic, Encoding.UTF8.GetBytes(payload));

    Intake Intake(IClinicInbox inbox)
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var decoder = new MessageDecoder(new FeedZones(Options.Create(new MqttSettings())), _time, NullLogger<MessageDecoder>.Instance);
        return new Intake(inbox, decoder, new ClinicClock(_time), _time, new IngestionMetrics(meters), NullLogger<Intake>.Instance);
    }
}
