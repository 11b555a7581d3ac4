using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Measuring;
using Infusion.Benchmarks.Report;
using Infusion.Benchmarks.Target;
using Infusion.Core.Telemetry;
using Infusion.Server.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Benchmarks;

/// <param name="Rows">Readings of the session.</param>
/// <param name="Yardstick">The same rows read, decoded and serialised, and nothing else.</param>
/// <param name="First">The very first opening, with nothing warm but the process.</param>
/// <param name="Cold">Openings of which the server knows nothing: another's writer has the clinic since.</param>
sealed record B4Result(
    int Rows, int ChartBytes, double First, LatencySummary Open, LatencySummary Cold, LatencySummary Paper, LatencySummary Yardstick);

/// <summary>
/// Opens the chart of a session of four hours, a monitor and a pump with one message a second each: over HTTP, signed in, as the
/// page does; and as PDF. Between two openings each device sends one message more.
/// </summary>
static class B4Chart
{
    const double OpenTargetMs = 50;
    const int Seconds = 4 * 60 * 60;
    const int Openings = 200;
    const int Papers = 20;

    public static async Task<B4Result> RunAsync(BenchDatabase database, BenchOptions options)
    {
        await using var server = await ServerUnderTest.StartAsync(await database.CreateAsync("infusion_b4"), new Ward(1, 1));
        await using var store = NpgsqlDataSource.Create(server.ConnectionString);
        var chair = server.Ward.Chairs[0];
        var session = await PrepareAsync(store, chair);
        await database.CheckpointAsync();

        var nurse = server.NurseOf(chair.Clinic);
        var path = $"/api/clinics/{chair.Clinic}/sessions/{session}/chart";
        var began = Stopwatch.GetTimestamp();
        var bytes = (await nurse.GetAsync(path)).Length;
        var first = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var openings = options.Quick ? Openings / 4 : Openings;
        var second = Seconds;
        await MeasureAsync(20, SecondAsync, () => nurse.GetAsync(path));
        await MeasureAsync(10, ForgetAsync, () => nurse.GetAsync(path));
        await MeasureAsync(5, SecondAsync, () => YardstickAsync(store, chair));
        var open = await MeasureAsync(openings, SecondAsync, () => nurse.GetAsync(path));
        var cold = await MeasureAsync(openings / 2, ForgetAsync, () => nurse.GetAsync(path));
        var yardstick = await MeasureAsync(openings / 2, SecondAsync, () => YardstickAsync(store, chair));
        await MeasureAsync(5, SecondAsync, () => nurse.GetAsync($"{path}.pdf"));
        var paper = await MeasureAsync(Papers, SecondAsync, () => nurse.GetAsync($"{path}.pdf"));
        return new B4Result(2 * Seconds, bytes, first, open, cold, paper, yardstick);

        async Task SecondAsync()
        {
            await StoreAsync(store, chair, TimeProvider.System.GetUtcNow().AddSeconds(-second), second, 1);
            second++;
        }

        async Task ForgetAsync()
        {
            await using var command = store.CreateCommand("update infusion.clinic_writer set epoch = epoch + 1");
            await command.ExecuteNonQueryAsync();
        }
    }

    public static void AddTo(ResultTable table, B4Result result)
    {
        table.Add($"B4 read and serialise {result.Rows:N0} rows, p50 / p99 ms", "", $"{result.Yardstick.P50Ms:0.0} / {result.Yardstick.P99Ms:0.0}", null);
        table.Add($"B4 open the chart of 4 h ({result.ChartBytes / 1024:N0} KiB), p50 / p99 ms", $"<= {OpenTargetMs:0}", $"{result.Open.P50Ms:0.0} / {result.Open.P99Ms:0.0}", result.Open.P99Ms <= OpenTargetMs);
        table.Add("B4 open with nothing known, p50 / p99 ms", "", $"{result.Cold.P50Ms:0.0} / {result.Cold.P99Ms:0.0}", null);
        table.Add("B4 the very first opening, ms", "", $"{result.First:0.0}", null);
        table.Add("B4 open / yardstick, p50", "", $"{result.Open.P50Ms / result.Yardstick.P50Ms:0.00}", null);
        table.Add("B4 its PDF, p50 / p99 ms", "", $"{result.Paper.P50Ms:0.0} / {result.Paper.P99Ms:0.0}", null);
    }

    static async Task<LatencySummary> MeasureAsync(int times, Func<Task> before, Func<Task> act)
    {
        var histogram = new LatencyHistogram();
        for (var turn = 0; turn < times; turn++)
        {
            await before();
            var began = Stopwatch.GetTimestamp();
            await act();
            histogram.Record(began, Stopwatch.GetTimestamp());
        }

        return histogram.Summary();
    }

    /// <summary>The session that has just been started is made one that was started four hours ago, with its readings.</summary>
    static async Task<Guid> PrepareAsync(NpgsqlDataSource store, BenchChair chair)
    {
        await using (var command = store.CreateCommand(
            """
            update infusion.mt_events set data = jsonb_set(data, '{at}', to_jsonb((data ->> 'at')::timestamptz - make_interval(secs => $1)))
            where data ? 'at'
            """))
        {
            command.Parameters.Add(new() { Value = (double)(Seconds + 30) });
            await command.ExecuteNonQueryAsync();
        }

        await StoreAsync(store, chair, TimeProvider.System.GetUtcNow().AddSeconds(-Seconds), 0, Seconds);
        await using var sessions = store.CreateCommand("analyze infusion.reading; select id from infusion.mt_doc_sessionrow");
        return (Guid)(await sessions.ExecuteScalarAsync())!;
    }

    /// <summary>As the writer does: rows, and how far it has come, in one.</summary>
    static async Task StoreAsync(NpgsqlDataSource store, BenchChair chair, DateTimeOffset start, int first, int seconds)
    {
        await using var connection = await store.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy infusion.reading (clinic, device, boot, seq, device_at, at, received_at, input, flags, body) from stdin (format binary)"))
        {
            for (var second = first; second < first + seconds; second++)
            {
                await WriteAsync(copy, chair.Clinic, Vitals(chair, second, start.AddSeconds(second)), InputOf(second));
                await WriteAsync(copy, chair.Clinic, Delivery(chair, second, start.AddSeconds(second)), InputOf(second) + 1);
            }

            await copy.CompleteAsync();
        }

        await using (var writer = new NpgsqlCommand("update infusion.clinic_writer set seq = seq + 1, input = $1", connection))
        {
            writer.Parameters.Add(new() { Value = InputOf(first + seconds) - 1 });
            await writer.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    /// <summary>Above those of the commands before.</summary>
    static long InputOf(int second) => 1_000 + (2 * second);

    static async Task WriteAsync(NpgsqlBinaryImporter copy, string clinic, Reading reading, long input)
    {
        await copy.StartRowAsync();
        await copy.WriteAsync(clinic, NpgsqlDbType.Text);
        await copy.WriteAsync(reading.Device, NpgsqlDbType.Text);
        await copy.WriteAsync(reading.Boot, NpgsqlDbType.Text);
        await copy.WriteAsync(reading.Seq, NpgsqlDbType.Bigint);
        await copy.WriteAsync(reading.At!.Value.UtcDateTime, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(reading.At.Value.UtcDateTime, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(reading.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(input, NpgsqlDbType.Bigint);
        await copy.WriteAsync((short)0, NpgsqlDbType.Smallint);
        await copy.WriteAsync(ReadingCodec.Encode(reading), NpgsqlDbType.Bytea);
    }

    static Reading Vitals(BenchChair chair, int second, DateTimeOffset at)
    {
        var cuff = at.AddSeconds(-(second % 300));
        return new Reading(chair.Monitor.Id, "m", second + 1, at, at, false,
            [
                new(Metric.HeartRate, 70 + (second % 7), Quality.Valid), new(Metric.PulseRate, 70 + (second % 7), Quality.Valid), new(Metric.SpO2, 97 + (second % 2), Quality.Valid),
                new(Metric.RespiratoryRate, 13 + (second % 3), Quality.Valid), new(Metric.EtCO2, 38m, Quality.Valid),
                new(Metric.NibpSystolic, 126 + (second / 300 % 5), Quality.Valid, cuff), new(Metric.NibpDiastolic, 78m, Quality.Valid, cuff), new(Metric.NibpMean, 94m, Quality.Valid, cuff),
            ],
            null, []);
    }

    static Reading Delivery(BenchChair chair, int second, DateTimeOffset at) => new(chair.Pump.Id, "p", second + 1, at, at, false,
        [
            new(Metric.PumpRateProgrammed, 50m, Quality.Valid), new(Metric.PumpRateCurrent, 50m, Quality.Valid),
            new(Metric.VolumeDeliveredTotal, Math.Round(50m * second / 3600m, 3), Quality.Valid), new(Metric.VolumeToBeInfused, 200m, Quality.Valid), new(Metric.DrugConcentration, 1m, Quality.Valid),
        ],
        new PumpState(PumpStatus.Infusing, PumpMode.Continuous, "ketamine"), ImmutableArray<DeviceAlert>.Empty);

    static async Task<byte[]> YardstickAsync(NpgsqlDataSource store, BenchChair chair)
    {
        await using var command = store.CreateCommand(
            """
            select device, boot, seq, device_at, at, received_at, input, flags, body from infusion.reading
            where clinic = $1 and device = any($2) order by input
            """);
        command.Parameters.Add(new() { Value = chair.Clinic });
        command.Parameters.Add(new() { Value = new[] { chair.Monitor.Id, chair.Pump.Id } });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<StoredReading>();
        while (await reader.ReadAsync())
        {
            rows.Add(ClinicStore.Read(reader));
        }

        return JsonSerializer.SerializeToUtf8Bytes(rows, QuantityConverters.Options);
    }
}
