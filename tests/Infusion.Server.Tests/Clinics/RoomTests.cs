using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Ingestion;
using Infusion.Server.Spooling;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Orleans.Concurrency;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Clinics;

/// <summary>What a server takes in while its writers do not keep up. The writers stand in for a machine that is too slow.</summary>
public sealed class RoomTests : IAsyncLifetime
{
    static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    readonly TemporaryDirectory _folder = new();
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero));
    readonly TaskCompletionSource<Evaluated> _evaluated = new();
    readonly IClinicGrain _slow = Substitute.For<IClinicGrain>();
    Spool _spool = null!;
    Journal _journal = null!;
    ClinicInbox _inbox = null!;

    public async ValueTask InitializeAsync()
    {
        var unevaluated = new Unevaluated();
        _spool = new Spool(Options.Create(new SpoolSettings { Directory = _folder.Path }), NullLogger<Spool>.Instance);
        await _spool.StartAsync(Token);
        // Nothing is committed here, so the journal never asks for its transaction.
        _journal = new Journal(null!, unevaluated, _time, NullLogger<Journal>.Instance);
        _slow.EvaluateAsync(Arg.Any<Immutable<IReadOnlyList<Incoming>>>()).Returns(_evaluated.Task);
        _slow.WhenCommittedAsync(Arg.Any<Evaluated>()).Returns(new TaskCompletionSource().Task);
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<IClinicGrain>(Arg.Any<string>(), Arg.Any<string>()).Returns(_slow);
        _inbox = new ClinicInbox(grains, _journal, unevaluated, _spool, _time, NullLogger<ClinicInbox>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _inbox.Dispose();
        _journal.Dispose();
        await _spool.StopAsync(Token);
        _spool.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_clinic_that_sends_more_than_is_evaluated_waits_and_one_that_sends_little_does_not()
    {
        Flood(Unevaluated.Full);
        Room("flood").IsCompletedSuccessfully.ShouldBeTrue();
        Flood(1);

        var room = Room("flood");
        room.IsCompleted.ShouldBeFalse();
        Room("calm").IsCompletedSuccessfully.ShouldBeTrue();
        _ = _inbox.DeliverAsync("calm", Message(1));
        Room("calm").IsCompletedSuccessfully.ShouldBeTrue();

        _evaluated.SetResult(new Evaluated(1, 1));
        await room;
    }

    [Fact]
    public async Task What_the_spool_has_does_not_hold_a_device_back()
    {
        Flood(Unevaluated.Full + 1);
        var room = Room("flood");
        room.IsCompleted.ShouldBeFalse();

        await ClinicServer.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            return Task.FromResult(room.IsCompleted);
        });

        _evaluated.Task.IsCompleted.ShouldBeFalse();
        _spool.Fill.Messages.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Who_waits_for_room_stops_waiting_when_his_connection_ends()
    {
        Flood(Unevaluated.Full + 1);
        using var connection = new CancellationTokenSource();
        var room = _inbox.WaitForRoomAsync("flood", connection.Token).AsTask();

        await connection.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(room);
    }

    Task Room(string clinic) => _inbox.WaitForRoomAsync(clinic, Token).AsTask();

    void Flood(int messages)
    {
        for (var index = 0; index < messages; index++)
        {
            _ = _inbox.GatherAsync("flood", Message(index));
        }

        _inbox.Wake("flood");
    }

    Incoming.Telemetry Message(long seq)
    {
        var reading = ClinicServer.Vitals(seq, (Metric.SpO2, 97));
        return new Incoming.Telemetry(reading, [])
        {
            Raw = new RawMessage("infusion/v1/flood/telemetry/monitor-1", new byte[] { (byte)'{', (byte)'}' }, _time.GetUtcNow()),
        };
    }
}
