using System.Text;
using Infusion.EndToEnd.Tests.Support;
using Infusion.Server.Ingestion;
using Infusion.Server.Operations;
using Infusion.Server.Spooling;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Spooling;

public sealed class SpoolTests : IAsyncLifetime
{
    readonly TemporaryDirectory _folder = new();
    readonly List<Spool> _running = [];

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var spool in _running.ToList())
        {
            await EndAsync(spool);
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_kept_comes_back_after_a_crash_each_clinic_its_own_in_order()
    {
        var spool = await StartAsync();
        await spool.KeepAsync([Message("north", 1), Message("south", 2)]);
        await spool.KeepAsync([Message("north", 3)]);
        spool.Fill.Messages.ShouldBe(3);

        var next = await CrashAndStartAsync(spool);

        next.Fill.Messages.ShouldBe(3);
        Payloads(next, "north").ShouldBe(["1", "3"]);
        Payloads(next, "south").ShouldBe(["2"]);
        Payloads(next, "north").ShouldBeEmpty("each clinic's part is given out once");
    }

    [Fact]
    public async Task Every_part_of_a_message_comes_back()
    {
        var spool = await StartAsync();
        var raw = new RawMessage("infusion/v1/north/mon-1/telemetry", new byte[] { 0, 255, 10 }, new DateTimeOffset(2026, 11, 23, 15, 4, 5, TimeSpan.Zero).AddTicks(10));
        await spool.KeepAsync([new SpooledMessage("north", raw, "mon-1", "not-json", "ends early"), new SpooledMessage("north", raw, null, null, null)]);

        var next = await CrashAndStartAsync(spool);

        var messages = next.Leftovers.Take("north").Select(left => left.Message).ToList();
        messages.Select(message => (message.Raw.Topic, Convert.ToHexString(message.Raw.Payload.Span), message.Raw.ReceivedAt, message.Device, message.Reason, message.Detail)).ShouldBe(
        [
            (raw.Topic, "00FF0A", raw.ReceivedAt, "mon-1", "not-json", "ends early"),
            (raw.Topic, "00FF0A", raw.ReceivedAt, null, null, null),
        ]);
    }

    [Fact]
    public async Task What_is_stored_does_not_come_back_and_leaves_no_file()
    {
        var spool = await StartAsync();
        var first = await spool.KeepAsync([Message("north", 1), Message("north", 2)]);
        spool.Forget(first, 2);
        var second = await spool.KeepAsync([Message("north", 3)]);

        var next = await CrashAndStartAsync(spool);
        Payloads(next, "north").ShouldBe(["3"]);
        second.ShouldBeSameAs(first);
        next.Forget(next.Leftovers.Segments.Single(), 1);
        var third = await next.KeepAsync([Message("north", 4)]);

        Segments().ShouldBe([third.Path]);
    }

    [Fact]
    public async Task At_its_bound_it_takes_no_more_and_says_so_and_goes_on_when_there_is_room()
    {
        var spool = await StartAsync(megabytes: 1);
        var big = Enumerable.Range(0, 9).Select(number => Message("north", number, new string('x', 100_000))).ToList();
        var kept = await spool.KeepAsync(big);
        spool.Fill.Share.ShouldBeInRange(0.8, 1);

        (await Should.ThrowAsync<SpoolFullException>(() => spool.KeepAsync([Message("north", 10, new string('x', 200_000))])))
            .Message.ShouldBe("9 acknowledged messages wait for the store already");
        spool.Forget(kept, 9);
        await spool.KeepAsync([Message("north", 11)]);

        var next = await CrashAndStartAsync(spool);
        Payloads(next, "north").ShouldBe(["11"]);
    }

    [Fact]
    public async Task A_full_disk_refuses_what_it_cannot_hold_and_the_spool_goes_on_when_there_is_room()
    {
        Assert.SkipUnless(SmallDisk.IsPossible, "Only root may mount a small disk.");
        using var disk = new SmallDisk(_folder.Path, megabytes: 2);
        var spool = await StartAsync();
        await spool.KeepAsync([Message("north", 1)]);
        disk.Fill();

        for (var attempt = 0; attempt < 3; attempt++)
        {
            (await Should.ThrowAsync<SpoolFullException>(() => spool.KeepAsync([Message("north", 2, new string('x', 20_000))])))
                .Message.ShouldContain("No space left on device");
        }

        disk.Free();
        await spool.KeepAsync([Message("north", 3)]);
        var next = await CrashAndStartAsync(spool);
        Payloads(next, "north").ShouldBe(["1", "3"]);
        await EndAsync(next);
    }

    [Fact]
    public async Task A_torn_end_costs_only_what_was_never_acknowledged()
    {
        var spool = await StartAsync();
        var segment = await spool.KeepAsync([Message("north", 1)]);
        var whole = new FileInfo(segment.Path).Length;
        await spool.KeepAsync([Message("north", 2)]);
        await EndAsync(spool);
        var bytes = await File.ReadAllBytesAsync(segment.Path, TestContext.Current.CancellationToken);

        for (var length = (int)whole; length < bytes.Length; length++)
        {
            await File.WriteAllBytesAsync(segment.Path, bytes[..length], TestContext.Current.CancellationToken);
            SpoolSegment.TryRead(segment.Path, out var damaged)!.Select(Payload).ShouldBe(["1"], $"torn at {length}");
            damaged.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Damage_in_the_middle_costs_one_message_is_named_and_a_copy_is_kept()
    {
        var spool = await StartAsync();
        var segment = await spool.KeepAsync([Message("north", 1), Message("north", 2), Message("north", 3)]);
        await EndAsync(spool);
        var bytes = await File.ReadAllBytesAsync(segment.Path, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 0xFF;
        await File.WriteAllBytesAsync(segment.Path, bytes, TestContext.Current.CancellationToken);

        var next = await StartAsync();

        Payloads(next, "north").ShouldBe(["1", "3"]);
        (await File.ReadAllBytesAsync(segment.Path + ".damaged", TestContext.Current.CancellationToken)).ShouldBe(bytes);
    }

    [Fact]
    public async Task What_is_not_the_spools_own_is_left_as_it_is()
    {
        string[] foreign = ["notes.txt", "segment-x.spool", "segment-000000007.spool"];
        foreach (var name in foreign)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder.Path, name), "not ours", TestContext.Current.CancellationToken);
        }

        var spool = await StartAsync();
        var segment = await spool.KeepAsync([Message("north", 1)]);

        Path.GetFileName(segment.Path).ShouldBe("segment-000000008.spool");
        foreach (var name in foreign)
        {
            (await File.ReadAllTextAsync(Path.Combine(_folder.Path, name), TestContext.Current.CancellationToken)).ShouldBe("not ours");
        }
    }

    [Fact]
    public async Task A_folder_belongs_to_one_server()
    {
        await StartAsync();

        Should.Throw<StartupException>(Create).Message.ShouldContain("Each server needs one of its own (Infusion:Spool:Directory)");
    }

    static SpooledMessage Message(string clinic, int number, string padding = "") => new(
        clinic, new RawMessage("topic", Encoding.UTF8.GetBytes($"{number}{padding}"), DateTimeOffset.UnixEpoch), null, null, null);

    static string Payload(SpooledMessage message) => Encoding.UTF8.GetString(message.Raw.Payload.Span);

    static IEnumerable<string> Payloads(Spool spool, string clinic) =>
        spool.Leftovers.Take(clinic).Select(left => Payload(left.Message));

    string[] Segments() => Directory.GetFiles(_folder.Path, "segment-*");

    Spool Create() => Create(64);

    Spool Create(int megabytes) => new(
        Options.Create(new SpoolSettings { Directory = _folder.Path, MaxMegabytes = megabytes }), NullLogger<Spool>.Instance);

    async Task<Spool> StartAsync(int megabytes = 64)
    {
        var spool = Create(megabytes);
        _running.Add(spool);
        await spool.StartAsync(CancellationToken.None);
        return spool;
    }

    /// <summary>What is on disk is all that a crash leaves; nothing is written at the end that was not there before.</summary>
    async Task<Spool> CrashAndStartAsync(Spool spool)
    {
        await EndAsync(spool);
        return await StartAsync();
    }

    async Task EndAsync(Spool spool)
    {
        _running.Remove(spool);
        await spool.StopAsync(CancellationToken.None);
        spool.Dispose();
    }
}
