using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infusion.EndToEnd.Tests.Look;

/// <summary>
/// What a demo clinic answered when every page was opened once: so that a page can be looked at in a state that does not change.
/// RECORD_PAGES=1 makes it anew from a running clinic.
/// </summary>
/// <param name="Snapshot">The live board, with alarms.</param>
/// <param name="Answers">By role, method and path; one that was recorded without its query stands for every query.</param>
sealed record Recording(JsonObject Snapshot, SortedDictionary<string, RecordedAnswer> Answers)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public DateTime At => Snapshot["serverTime"]!.GetValue<DateTimeOffset>().UtcDateTime;

    public string Clinic => Snapshot["clinic"]!.GetValue<string>();

    /// <summary>Of the first chair that has one.</summary>
    JsonNode Session => Snapshot["chairs"]!.AsArray().First(chair => chair!["session"] is not null)!["session"]!;

    public static string Key(string role, string method, Uri address) => $"{role} {method} {address.PathAndQuery}";

    public string PathOf(DashboardPage page) => page.Path
        .Replace("{session}", Session["id"]!.GetValue<string>(), StringComparison.Ordinal)
        .Replace("{patient}", Session["patient"]!.GetValue<string>(), StringComparison.Ordinal)
        .Replace("{clinic}", Clinic, StringComparison.Ordinal);

    public RecordedAnswer? Find(string role, string method, Uri address) =>
        Answers.GetValueOrDefault(Key(role, method, address))
        ?? Answers.FirstOrDefault(answer => answer.Key.Split('?')[0] == Key(role, method, address).Split('?')[0]).Value;

    public JsonObject SnapshotWith(bool alarms)
    {
        var snapshot = Snapshot.DeepClone().AsObject();
        if (!alarms)
        {
            snapshot["alarms"] = new JsonArray();
            foreach (var chair in snapshot["chairs"]!.AsArray())
            {
                chair!["alarms"] = new JsonArray();
            }
        }

        return snapshot;
    }

    public static Recording Read(string path)
    {
        var lines = File.ReadAllLines(path);
        return new Recording(
            JsonNode.Parse(lines[0])!.AsObject(),
            new SortedDictionary<string, RecordedAnswer>(
                lines[1..].Select(line => JsonSerializer.Deserialize<RecordedAnswer>(line, Json)!).ToDictionary(answer => answer.Key), StringComparer.Ordinal));
    }

    /// <summary>A line for the board and one for each answer, so that a change shows where it is.</summary>
    public void Write(string path) =>
        File.WriteAllLines(path, Answers.Values.Select(answer => JsonSerializer.Serialize(answer, Json)).Prepend(Snapshot.ToJsonString(Json)));
}

sealed record RecordedAnswer(string Key, int Status, string? ContentType, string Body);
