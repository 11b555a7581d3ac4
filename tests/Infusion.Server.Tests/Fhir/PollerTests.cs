using System.Globalization;
using Hl7.Fhir.Model;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Operations;
using Infusion.Server.Tests.Support;
using Npgsql;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

/// <summary>
/// Whoever pulls by what has changed ends with exactly what the store has: by the bundle's own time, by a clock of one's own with an
/// overlap of a minute, and by history. Written by the Journal's own transaction, also by one that commits late while others wait.
/// </summary>
public sealed class PollerTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    const string Clinic = Infusions.Clinic;
    const int Rounds = 12;

    readonly FhirHost _host = new(postgres);
    readonly Hands _time = new();
    JournalTransaction _journal = null!;
    long _input;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        await using var writer = _host.Database.CreateCommand($"insert into infusion.clinic_writer (clinic, epoch) values ('{Clinic}', 1)");
        await writer.ExecuteNonQueryAsync();
        _journal = new JournalTransaction(_host.Database, null!, new ClinicClock(_time));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task All_three_ends_with_what_the_store_has_also_when_a_commit_comes_late()
    {
        var (byBundle, byClock, byHistory) = (new Poller(), new Poller(), new HashSet<(string, int)>());
        string? historyMark = null;
        for (var round = 0; round < Rounds; round++)
        {
            _time.Pass(TimeSpan.FromMilliseconds(700));
            if (round % 4 == 2)
            {
                await CommitLateAsync(round, PollAllAsync);
            }
            else
            {
                await Task.WhenAll(CommitAsync(round, 0), CommitAsync(round, 1), PollAllAsync());
            }

            await PollAllAsync();
        }

        var stored = await StoredAsync("is_current");
        byBundle.Newest.ShouldBe(stored, ignoreOrder: true);
        byClock.Newest.ShouldBe(stored, ignoreOrder: true);
        byHistory.Order().ShouldBe((await StoredAsync("true")).Select(each => (each.Key, each.Value)).Order());
        stored.Count.ShouldBeGreaterThan(Rounds);
        stored.ShouldContain(each => each.Value > 1);

        async Task PollAllAsync()
        {
            await byBundle.PollAsync(_host, byBundle.Mark is { } mark ? $"gt{mark}" : "ge2000", bundle => bundle);
            var asked = Text(_time.GetUtcNow() - TimeSpan.FromSeconds(60));
            await byClock.PollAsync(_host, byClock.Mark is null ? "ge2000" : $"ge{byClock.Mark}", _ => asked);
            historyMark = await HistoryAsync(byHistory, historyMark);
        }
    }

    /// <summary>
    /// Two commits that have their turn, the first also its time, and get no further until they have been polled for: then the
    /// clock has gone on for most of a minute.
    /// </summary>
    async Task CommitLateAsync(int round, Func<Task> pollAsync)
    {
        await using var holder = await _host.Database.OpenConnectionAsync(Cancel);
        await using var hold = await holder.BeginTransactionAsync(Cancel);
        await using (var block = new NpgsqlCommand("lock table infusion.fhir_resource in share mode", holder, hold))
        {
            await block.ExecuteNonQueryAsync(Cancel);
        }

        var first = CommitAsync(round, 0);
        await WaitingAsync(1);
        _time.Pass(TimeSpan.FromSeconds(50));
        var second = CommitAsync(round, 1);
        await WaitingAsync(2);
        await pollAsync();
        await pollAsync();
        await hold.CommitAsync(Cancel);
        await Task.WhenAll(first, second);
    }

    async Task WaitingAsync(int sessions)
    {
        await using var connection = await _host.Database.OpenConnectionAsync(Cancel);
        await using var waiting = new NpgsqlCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'", connection);
        while ((long)(await waiting.ExecuteScalarAsync(Cancel))! < sessions)
        {
            await Task.Yield();
        }
    }

    /// <summary>Two values of this round and, again, one of an earlier one.</summary>
    async Task CommitAsync(int round, int turn)
    {
        var unit = new CommitUnit(Clinic, 1, simulated: false) { Input = Interlocked.Increment(ref _input), Now = _time.GetUtcNow() };
        unit.Charted.Add(Vital(ChartedKind.HeartRate, (2 * round) + turn));
        unit.Charted.Add(Vital(ChartedKind.SpO2, (2 * round) + turn));
        unit.Charted.Add(Vital(ChartedKind.HeartRate, round / 2));
        await _journal.RunAsync([unit], 60, Cancel);
    }

    static ChartedVital Vital(ChartedKind kind, int minute) => new(
        Infusions.SessionId, Infusions.PatientId, kind, SearchData.Three.AddMinutes(minute), SearchData.Three.AddMinutes(minute), "mon-3", 71, null, Quality.Valid);

    async Task<string> HistoryAsync(HashSet<(string, int)> seen, string? mark)
    {
        string? began = null;
        for (var next = $"Observation/_history?_count=5{(mark is null ? "" : $"&_since={mark}")}"; next is not null;)
        {
            var bundle = await _host.SearchAsync(next);
            began ??= TimeOf(bundle);
            seen.UnionWith(bundle.Entry.Select(entry => (entry.Resource!.Id!, int.Parse(entry.Resource.Meta!.VersionId!, CultureInfo.InvariantCulture))));
            next = bundle.NextLink?.ToString();
        }

        return began ?? "2000-01-01";
    }

    async Task<List<KeyValuePair<string, int>>> StoredAsync(string which)
    {
        await using var command = _host.Database.CreateCommand($"select id, version from infusion.fhir_resource where clinic = '{Clinic}' and {which}");
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var stored = new List<KeyValuePair<string, int>>();
        while (await reader.ReadAsync(Cancel))
        {
            stored.Add(new(reader.GetString(0), reader.GetInt32(1)));
        }

        return stored;
    }

    static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    static string? TimeOf(Bundle bundle) => bundle.Meta?.LastUpdated is { } at ? Text(at) : null;

    sealed class Poller
    {
        public Dictionary<string, int> Newest { get; } = [];

        public string? Mark { get; private set; }

        public async Task PollAsync(FhirHost host, string since, Func<string, string> markOf)
        {
            string? began = null;
            for (var next = $"Observation?_sort=_lastUpdated&_count=3&_lastUpdated={since}"; next is not null;)
            {
                var bundle = await host.SearchAsync(next);
                began ??= TimeOf(bundle);
                foreach (var entry in bundle.Entry)
                {
                    Newest[entry.Resource!.Id!] = int.Parse(entry.Resource.Meta!.VersionId!, CultureInfo.InvariantCulture);
                }

                next = bundle.NextLink?.ToString();
            }

            Mark = began is null ? Mark : markOf(began);
        }
    }

    /// <summary>A clock that goes when it is told to.</summary>
    sealed class Hands : TimeProvider
    {
        long _ticks = SearchData.Three.UtcTicks;

        public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

        public void Pass(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
    }
}
