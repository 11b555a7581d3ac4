using System.Text.Json;
using Infusion.EndToEnd.Tests.Support;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Record;

/// <summary>
/// A real monitor's three hours, played over MQTT into a real server, sixty times as fast. The tests of this class only
/// read what became of it.
/// </summary>
public sealed class RecordedInfusion : IAsyncLifetime
{
    const string Monitor = "monitor-1";

    static readonly TimeSpan PlayingTime = TimeSpan.FromMinutes(8);

    InfusionServer? _server;
    IReadOnlyList<Sent> _sent = [];

    internal InfusionServer Server => _server!;

    internal HttpClient Fhir { get; private set; } = null!;

    internal JsonElement Patient { get; private set; }

    internal string PatientId => Patient.GetProperty("id").GetString()!;

    /// <summary>When the monitor spoke for the last time.</summary>
    internal DateTimeOffset End => _sent[^1].At;

    public async ValueTask InitializeAsync()
    {
        _server = await InfusionServer.StartAsync("--Infusion:DemoChairs=1", "--Infusion:Clock:Speed=60");
        await using var player = RunningProgram.Start(
            Repository.Simulator, "replay", Repository.RecordedVitals, "--demo", Server.Data.DemoFile, "--device", Monitor);
        (await player.EndedAsync(PlayingTime)).ShouldBe(0, player.Output);
        player.Output.ShouldContain(" 0 waiting, 0 refused");

        _sent = await SentAsync();
        Fhir = await SmartBackend.ConnectAsync(Server.Access.Fhir);
        Patient = (await Fhir.AllAsync("Patient")).Single();
        await Eventually.Is(
            async () => (await Fhir.AllAsync($"Observation?patient={PatientId}&code=59408-5&date=gt{Uri.EscapeDataString(End.ToString("O"))}")).Count > 0,
            "the last recorded minute is charted", () => Server.Output);
    }

    public async ValueTask DisposeAsync()
    {
        Fhir?.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>What the monitor said at an instant of the chart, with the recording's row that it said it from.</summary>
    internal RecordedMinute RowAt(DateTimeOffset chart) => _sent.MinBy(sent => (sent.At - chart).Duration())!.Row;

    /// <summary>The rows from which the monitor spoke within a minute of the chart.</summary>
    internal IReadOnlyList<RecordedMinute> RowsIn(DateTimeOffset minute) =>
        [.. _sent.Where(sent => sent.At >= minute && sent.At < minute.AddMinutes(1)).Select(sent => sent.Row).Distinct()];

    /// <summary>What devices measured. The pressure that the demo's nurse charted before the start has a performer.</summary>
    internal async Task<IReadOnlyList<JsonElement>> ObservationsAsync(string code) =>
        [.. (await Fhir.AllAsync($"Observation?patient={PatientId}&code={code}&_sort=date&_count=50"))
            .Where(each => !each.TryGetProperty("performer", out _))];

    async Task<IReadOnlyList<Sent>> SentAsync()
    {
        await using var database = Server.OpenDatabase();
        await using var command = database.CreateCommand("select device_at, at from infusion.reading where device = $1 order by seq");
        command.Parameters.Add(new NpgsqlParameter { Value = Monitor });
        await using var reader = await command.ExecuteReaderAsync();
        var sent = new List<Sent>();
        DateTimeOffset? begun = null;
        while (await reader.ReadAsync())
        {
            var own = reader.GetFieldValue<DateTimeOffset>(0);
            begun ??= own;
            sent.Add(new Sent(reader.GetFieldValue<DateTimeOffset>(1), RecordedMinutes.All[(int)(own - begun.Value).TotalMinutes]));
        }

        return sent;
    }

    /// <param name="At">Chart time.</param>
    sealed record Sent(DateTimeOffset At, RecordedMinute Row);
}
