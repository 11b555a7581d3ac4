using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace Infusion.EndToEnd.Tests.Support;

/// <summary>A board without a screen: the snapshot, and what the feed said of each vital since.</summary>
sealed class LiveWatch : IAsyncDisposable
{
    readonly HubConnection _hub;
    readonly ConcurrentQueue<(string Chair, string Vital, decimal? Value)> _vitals = [];

    LiveWatch(HubConnection hub) => _hub = hub;

    /// <summary>The newest input that was evaluated, and the newest that was on disk, by the feed's own word.</summary>
    public long Evaluated { get; private set; }

    public long Committed { get; private set; }

    /// <summary>As it was at the start.</summary>
    public JsonElement Snapshot { get; private set; }

    /// <summary>Acknowledged from the spool and not yet in the store, by the last heartbeat.</summary>
    public long Spooled { get; private set; }

    public static async Task<LiveWatch> StartAsync(Person person, string clinic)
    {
        var watch = new LiveWatch(await person.ConnectAsync());
        watch._hub.On<JsonElement>("deltas", watch.Take);
        watch._hub.On<JsonElement>("heartbeat", heartbeat =>
        {
            watch.TakeProgress(heartbeat);
            watch.Spooled = heartbeat.GetProperty("spooled").GetInt64();
        });
        watch.Snapshot = await watch._hub.InvokeAsync<JsonElement>("Watch", clinic);
        watch.TakeProgress(watch.Snapshot);
        return watch;
    }

    public bool Saw(string vital, decimal value) => Chairs(vital, value) > 0;

    /// <summary>How many chairs showed this value.</summary>
    public int Chairs(string vital, decimal value) =>
        _vitals.Where(seen => seen.Vital == vital && seen.Value == value).Select(seen => seen.Chair).Distinct().Count();

    public bool SawAnyVital => !_vitals.IsEmpty;

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    void Take(JsonElement batch)
    {
        TakeProgress(batch);
        foreach (var delta in batch.GetProperty("deltas").EnumerateArray())
        {
            if (delta.GetProperty("kind").GetString() is "vitals" && delta.TryGetProperty("vitals", out var vitals))
            {
                Take(delta.GetProperty("chair").GetString()!, vitals);
            }
            else if (delta.TryGetProperty("view", out var view))
            {
                Take(delta.GetProperty("chair").GetString()!, view.GetProperty("vitals"));
            }
        }
    }

    void Take(string chair, JsonElement vitals)
    {
        foreach (var vital in vitals.EnumerateObject())
        {
            var value = vital.Value.GetProperty("value");
            _vitals.Enqueue((chair, vital.Name, value.ValueKind is JsonValueKind.Number ? value.GetDecimal() : null));
        }
    }

    void TakeProgress(JsonElement message)
    {
        Evaluated = message.GetProperty("input").GetInt64();
        Committed = message.GetProperty("committedInput").GetInt64();
    }
}
