using System.Text;
using System.Text.Json;
using Infusion.Core.Associations;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Charts;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Charts;

/// <summary>Opened again and again, a chart is byte for byte what it is when it is read for the first time.</summary>
[Collection(SigningCollection.Name)]
public sealed class ChartOpeningTests : IAsyncLifetime
{
    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    static readonly DateTimeOffset Opened = TimeProvider.System.GetUtcNow().AddMinutes(10);

    readonly ClinicServer _server;
    readonly ChartMemory _memory = new();
    readonly string _clinic = $"c{Guid.NewGuid():N}"[..12];
    Guid _session;
    long _seq;

    public ChartOpeningTests(Signing server) => _server = server.Server;

    public async ValueTask InitializeAsync()
    {
        await _server.CreateClinicAsync(_clinic);
        _session = await _server.StartSessionAsync(_clinic);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task WhateverComesInBetween_ItIsWhatAFreshReadingSays()
    {
        await SameAsync(isKnown: false);
        await SameAsync();
        foreach (var systolic in new[] { 120, 120, 131 })
        {
            await DeliverAsync(Vitals(Now, systolic));
            await DeliverAsync(Pump(Now));
        }

        await SameAsync();
        var charted = await _server.ScalarAsync<DateTime>($"select min(at) from infusion.reading where clinic = '{_clinic}' and device = 'monitor-1'");
        foreach (var isFlagged in new[] { true, false })
        {
            await DeliverAsync(Vitals(charted, 155) with { FlaggedLate = isFlagged, Boot = "boot-late" });
            await DeliverAsync(Vitals(charted, 90) with { FlaggedLate = true, Seq = 0, Boot = isFlagged ? "boot-1" : "boot-late" });
        }

        await SameAsync();
        await DoAsync(new ReviewVital(Guid.NewGuid(), _session, "nurse", Metric.SpO2, "monitor-1", charted, VitalVerdict.Artefact));
        await SameAsync();
        await DoAsync(new DetachDevice(Guid.NewGuid(), _session, "nurse", "monitor-1"));
        await SameAsync(isKnown: false);
        await SameAsync();
        await DoAsync(new StopInfusion(Guid.NewGuid(), _session, "nurse"));
        await SameAsync();
        await DoAsync(new Discharge(Guid.NewGuid(), _session, "nurse"));
        await DoAsync(new CloseSession(Guid.NewGuid(), _session, "nurse"));
        await SameAsync(isKnown: false);
        await SameAsync();
    }

    [Fact]
    public async Task ReadingsThatAreAnothersByACorrectionAreGoneAtOnce()
    {
        await DeliverAsync(Vitals(Now, 120));
        await DeliverAsync(Vitals(Now, 131));
        await DoAsync(new DetachDevice(Guid.NewGuid(), _session, "nurse", "monitor-1"));
        (await SameAsync(isKnown: false)).ShouldContain("131/");
        var (from, to) = (await WhenAsync("device_associated"), await WhenAsync("device_released"));

        await DoAsync(new CorrectAssociation(Guid.NewGuid(), ClinicMemory.StreamOf(_clinic), "nurse", "monitor-1", from, to, _session, null, Guid.NewGuid()));
        await ClinicServer.UntilAsync(async () => await _server.ScalarAsync<bool>(
            $"select exists (select from infusion.mt_events where stream_id = '{_session}' and type = 'correction_completed')"));

        (await SameAsync(isKnown: false)).ShouldNotContain("131/");
        await SameAsync();
    }

    [Fact]
    public async Task ManyAtOnceSeeTheSame_AndASessionThatIsNotThereIsNothing()
    {
        await DeliverAsync(Vitals(Now, 120));
        await SameAsync(isKnown: false);
        await DeliverAsync(Vitals(Now, 140));

        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(_memory)))).ShouldAllBe(each => each.Contains("140/"));
        await SameAsync();
        (await Opening(_memory).OpenAsync(_clinic, Guid.NewGuid(), Stop)).ShouldBeNull();
    }

    [Theory]
    [InlineData(3, 40, 900, true)]
    [InlineData(3, 41, 905, true)]
    [InlineData(4, 41, 905, false)]
    [InlineData(2, 41, 905, false)]
    [InlineData(3, 39, 900, false)]
    [InlineData(3, 41, 899, false)]
    public void OnlyTheSameWriterGoesOn(long epoch, long seq, long input, bool goesOn) =>
        new WrittenThrough(epoch, seq, input).IsGoneOnFrom(new WrittenThrough(3, 40, 900)).ShouldBe(goesOn);

    [Fact]
    public void OnlyWhatWasOpenedLastIsKept()
    {
        var first = _memory.Of("a", Guid.Empty);
        for (var other = 0; other < ChartMemory.Kept - 1; other++)
        {
            _memory.Of("a", Guid.NewGuid());
        }

        _memory.Of("a", Guid.Empty).ShouldBeSameAs(first);
        _memory.Of("b", Guid.Empty).ShouldNotBeSameAs(first);
        for (var other = 0; other < ChartMemory.Kept; other++)
        {
            _memory.Of("a", Guid.NewGuid());
        }

        _memory.Of("a", Guid.Empty).ShouldNotBeSameAs(first);
    }

    async Task<DateTimeOffset> WhenAsync(string type) => new(await _server.ScalarAsync<DateTime>(
        $"select (data ->> 'at')::timestamptz from infusion.mt_events where stream_id = '{_session}' and type = '{type}' and data ->> 'device' = 'monitor-1'"));

    /// <param name="isKnown">What was folded before is gone on from; if not, all was told anew.</param>
    async Task<string> SameAsync(bool isKnown = true)
    {
        var before = Known();
        string fresh, again;
        do
        {
            // An alarm may be charted in between.
            fresh = await OpenAsync(new ChartMemory());
            again = await OpenAsync(_memory);
        }
        while (await OpenAsync(new ChartMemory()) != fresh);

        again.ShouldBe(fresh);
        (before is not null && ReferenceEquals(Known(), before)).ShouldBe(isKnown);
        return fresh;
    }

    Core.Charting.ChartFold? Known()
    {
        var opened = _memory.Of(_clinic, _session);
        if (opened.Take() is not { } folded)
        {
            return null;
        }

        opened.Put(folded);
        return folded.Fold;
    }

    async Task<string> OpenAsync(ChartMemory memory) => Encoding.UTF8.GetString(
        JsonSerializer.SerializeToUtf8Bytes(await Opening(memory).OpenAsync(_clinic, _session, Stop), QuantityConverters.Options));

    ChartOpening Opening(ChartMemory memory)
    {
        var services = _server.Application.Services;
        var reader = new ChartReader(_server.Database, services.GetRequiredService<IDocumentStore>(), services.GetRequiredService<IColleagues>());
        return new ChartOpening(_server.Database, reader, memory, new ClinicClock(new Standing()));
    }

    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    Task DeliverAsync(Reading reading) => _server.DeliverAsync(_clinic, reading);

    Task<CommandAnswer> DoAsync(SessionCommand command) => _server.ExecuteAsync(_clinic, new ClinicCommand.OfSession(command, null));

    Reading Vitals(DateTimeOffset at, decimal systolic) =>
        ClinicServer.Vitals(++_seq, (Metric.SpO2, 97), (Metric.HeartRate, 71), (Metric.NibpSystolic, systolic), (Metric.NibpDiastolic, 80)) with { At = at };

    Reading Pump(DateTimeOffset at) => ClinicServer.Vitals(++_seq, (Metric.PumpRateCurrent, 50), (Metric.VolumeDeliveredTotal, _seq)) with
    {
        Device = "pump-1",
        At = at,
        Pump = new PumpState(PumpStatus.Infusing, PumpMode.Continuous, "ketamine"),
    };

    sealed class Standing : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Opened;
    }
}
