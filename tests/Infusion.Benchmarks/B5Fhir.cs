using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Measuring;
using Infusion.Benchmarks.Report;
using Infusion.Benchmarks.Target;
using Infusion.Benchmarks.Yardstick;
using Infusion.Server.Fhir.Rest;
using Infusion.Server.Identity;
using Npgsql;

namespace Infusion.Benchmarks;

/// <param name="PerSecond">Of each turn; what counts is the median.</param>
/// <param name="Cpu">Microseconds of a request, of all turns that count.</param>
sealed record B5Side(IReadOnlyList<double> PerSecond, LatencySummary Latency, CpuSample Cpu)
{
    public double Median => PerSecond.Order().ElementAt(PerSecond.Count / 2);
}

/// <param name="Rows">Observations in the store.</param>
sealed record B5Result(int Rows, B5Side Search, B5Side BareSearch, B5Side Read, B5Side BareRead);

/// <summary>
/// Search and read over a million Observations with token and audit, against a bare endpoint with the same SQL. Eight connections,
/// each with one request under way, random patients; the two take turns.
/// </summary>
static class B5Fhir
{
    const double RatioTarget = 0.7;
    const int Connections = 8;

    /// <summary>Of each of the four, before the first turn that counts: until then half the server's time goes into compiling itself.</summary>
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    const int PerPatient = 500;
    const int Codes = 5;
    const string Code = "http://loinc.org|1000-0";

    public static async Task<B5Result> RunAsync(BenchDatabase database, BenchOptions options)
    {
        var patients = options.Quick ? 200 : 2_000;
        using var ehr = new EhrClient();
        await using var server = await ServerUnderTest.StartAsync(await database.CreateAsync("infusion_b5"), new Ward(1, 1));
        await using var store = NpgsqlDataSource.Create(server.ConnectionString);
        var clinic = server.Ward.Chairs[0].Clinic;
        await ehr.RegisterAsync(store, server.DataDirectory, clinic);
        Progress.Say($"Storing {patients * PerPatient:N0} Observations ...");
        await FillAsync(store, clinic, patients);
        await database.CheckpointAsync();

        await using var bare = await StartBareAsync(server.ConnectionString, clinic);
        var (searches, bareSearches, reads, bareReads) = (OfServer(), OfBare(), OfServer(), OfBare());
        var window = TimeSpan.FromSeconds(options.Seconds ?? (options.Quick ? 4 : 15));
        var random = new Random(1);
        for (var turn = 0; turn <= (options.Rounds ?? (options.Quick ? 1 : 3)); turn++)
        {
            var counts = turn > 0;
            using var http = Client(server.Address, await ehr.TokenAsync(server.Address));
            using var plain = Client(bare.Address, null);
            var time = counts ? window : WarmUp;
            await bareSearches.RunAsync(plain, time, counts, () => $"/{clinic}/search?patient={Patient(random, patients)}&code={Uri.EscapeDataString(Code)}");
            await searches.RunAsync(http, time, counts, () => $"/fhir/{clinic}/Observation?patient={Patient(random, patients)}&code={Uri.EscapeDataString(Code)}&_sort=-date&_count={BareFhir.Count}");
            await bareReads.RunAsync(plain, time, counts, () => $"/{clinic}/read/{Id(random, patients)}");
            await reads.RunAsync(http, time, counts, () => $"/fhir/{clinic}/Observation/{Id(random, patients)}");
        }

        return new B5Result(patients * PerPatient, searches.Result, bareSearches.Result, reads.Result, bareReads.Result);

        Side OfServer() => new(() => CpuSample.Take(server.Process, database));
        Side OfBare() => new(() => CpuSample.Take(bare.Process, database));
    }

    public static void AddTo(ResultTable table, B5Result result)
    {
        Add($"B5 search of {result.Rows:N0} Observations", result.Search, result.BareSearch);
        Add("B5 read", result.Read, result.BareRead);

        static string Cpu(B5Side side) => $"{side.Cpu.Pipeline:0} / {side.Cpu.Postgres:0} / {side.Cpu.Loader:0}";

        void Add(string what, B5Side own, B5Side bare)
        {
            table.Add($"{what}, per second", "", $"{own.Median:N0}", null);
            table.Add($"{what}, bare endpoint", "", $"{bare.Median:N0}", null);
            table.Add($"{what}, ratio", $">= {RatioTarget:0.0}", $"{own.Median / bare.Median:0.00}", own.Median / bare.Median >= RatioTarget);
            table.Add($"{what}, p50 / p99 ms", "", $"{own.Latency.P50Ms:0.0} / {own.Latency.P99Ms:0.0} (bare {bare.Latency.P50Ms:0.0} / {bare.Latency.P99Ms:0.0})", null);
            table.Add($"{what}, CPU us of server / Postgres / client", "", $"{Cpu(own)} (bare {Cpu(bare)})", null);
        }
    }

    static string Patient(Random random, int patients) => string.Create(CultureInfo.InvariantCulture, $"p{random.Next(patients)}");

    static string Id(Random random, int patients) => string.Create(CultureInfo.InvariantCulture, $"o{random.Next(patients * PerPatient)}");

    static HttpClient Client(Uri address, string? token)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>Rows as the Journal would have written them: a value a minute, of five codes in turn.</summary>
    static async Task FillAsync(NpgsqlDataSource store, string clinic, int patients)
    {
        await using var command = store.CreateCommand(
            """
            insert into infusion.fhir_resource (clinic, type, id, version, is_current, seq, last_updated, patient, codes, categories, identifiers, status, date_from, date_to, content, terms, refs)
            select $1, 'Observation', 'o' || n, 1, true, 0, at, patient, array['http://loinc.org|' || code, code], array['http://terminology.hl7.org/CodeSystem/observation-category|vital-signs', 'vital-signs'],
                array['urn:bench|' || n, n::text], 'preliminary', at, at + interval '1 second',
                convert_to('{"resourceType":"Observation","id":"o' || n || '","meta":{"versionId":"1","lastUpdated":"2026-11-01T00:00:00+00:00","profile":["http://hl7.org/fhir/StructureDefinition/heartrate"]},"identifier":[{"system":"urn:bench","value":"' || n
                    || '"}],"status":"preliminary","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs","display":"Vital Signs"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"' || code
                    || '","display":"Heart rate"},{"system":"urn:iso:std:iso:11073:10101","code":"147842","display":"MDC_ECG_HEART_RATE"}]},"subject":{"reference":"Patient/' || patient
                    || '"},"effectiveDateTime":"2026-11-01T00:00:00Z","valueQuantity":{"value":71,"unit":"beats/minute","system":"http://unitsofmeasure.org","code":"/min"},"device":{"reference":"Device/d' || patient || '"}}', 'UTF8'),
                array['value-quantity=71|http://unitsofmeasure.org|/min|beats/minute'], array['device=Device/d' || patient]
            from (select n, 'p' || n / $3 as patient, (1000 + n % $4) || '-0' as code, timestamptz '2026-01-01' + n % $3 * interval '1 minute' + n / $3 * interval '1 hour' as at
                from generate_series(0, $2 - 1) as n) as made
            """);
        command.CommandTimeout = 1_200;
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = patients * PerPatient });
        command.Parameters.Add(new() { Value = PerPatient });
        command.Parameters.Add(new() { Value = Codes });
        await command.ExecuteNonQueryAsync();
        await using var analyze = store.CreateCommand("vacuum analyze infusion.fhir_resource");
        analyze.CommandTimeout = 600;
        await analyze.ExecuteNonQueryAsync();
    }

    static async Task<BareServer> StartBareAsync(string connectionString, string clinic)
    {
        var type = SearchTable.Types["Observation"];
        var grant = new FhirGrant([new SmartScope("*", SmartPermissions.Read | SmartPermissions.Search, null)]);
        var search = SearchQuery.Parse(type, [("patient", "p"), ("code", Code), ("_sort", "-date"), ("_count", BareFhir.Count.ToString(CultureInfo.InvariantCulture))], strict: true);
        return await BareServer.StartAsync(
            connectionString, SearchSql.Page(search, clinic, "", grant).CommandText, SearchSql.Read(type, "o1", null, clinic, "", grant).CommandText);
    }

    sealed class Side(Func<CpuSample> cpu)
    {
        readonly List<double> _perSecond = [];
        readonly LatencyHistogram _latency = new();
        CpuSample _used;
        long _counted;

        public B5Side Result => new(_perSecond, _latency.Summary(), new(_used.Pipeline / _counted, _used.Postgres / _counted, _used.Loader / _counted));

        public async Task RunAsync(HttpClient http, TimeSpan window, bool counts, Func<string> pathOf)
        {
            var (began, before) = (Stopwatch.GetTimestamp(), cpu());
            var done = 0L;
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
            {
                while (Stopwatch.GetElapsedTime(began) < window)
                {
                    string path;
                    lock (pathOf)
                    {
                        path = pathOf();
                    }

                    var sent = Stopwatch.GetTimestamp();
                    using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
                    var bytes = await answer.Content.ReadAsByteArrayAsync();
                    if (!answer.IsSuccessStatusCode || bytes.Length < 500)
                    {
                        throw new RunFailedException($"{path} was answered with {(int)answer.StatusCode} and {bytes.Length} bytes");
                    }

                    Interlocked.Increment(ref done);
                    if (counts)
                    {
                        _latency.Record(sent, Stopwatch.GetTimestamp());
                    }
                }
            }));
            if (counts)
            {
                _perSecond.Add(done / Stopwatch.GetElapsedTime(began).TotalSeconds);
                var used = cpu() - before;
                _used = new(_used.Pipeline + used.Pipeline, _used.Postgres + used.Postgres, _used.Loader + used.Loader);
                _counted += done;
            }
        }
    }
}
