using System.Text;
using System.Text.Json;

namespace Infusion.Server.Charts;

/// <summary>What became of one line from one version to another. Stored by name.</summary>
public enum LineChange
{
    Unknown = 0,
    Added = 1,
    Changed = 2,
    Removed = 3,
}

/// <summary>One event, note or addition that differs.</summary>
/// <param name="Type">The event's stored name; null: a note.</param>
/// <param name="At">When it was.</param>
/// <param name="Text">Of a note, as it stands in the later version; null: an event.</param>
public sealed record DifferentLine(LineChange Change, Guid Id, string? Type, DateTimeOffset? At, string? By, string? Text);

/// <summary>Readings of one device that differ.</summary>
/// <param name="From">Chart time of the first of them.</param>
public sealed record DifferentReadings(string Device, int Added, int Changed, int Removed, DateTimeOffset From, DateTimeOffset To);

/// <summary>What one version says otherwise than another.</summary>
public sealed record ChartDifference(
    IReadOnlyList<DifferentLine> Events, IReadOnlyList<DifferentReadings> Readings, IReadOnlyList<DifferentLine> Notes,
    IReadOnlyList<DifferentLine> Additions)
{
    public static ChartDifference Between(IEnumerable<ChartFile> before, IEnumerable<ChartFile> after) =>
        new(
            Lines(before, after, ChartFiles.Events),
            OfReadings(before, after),
            Lines(before, after, ChartFiles.Notes),
            Lines(before, after, ChartFiles.Additions));

    /// <param name="before">Null: there was no version before.</param>
    public static ChartChanges Count(IEnumerable<ChartFile>? before, IEnumerable<ChartFile> after)
    {
        if (before is null)
        {
            return ChartChanges.None;
        }

        var difference = Between(before, after);
        return new(
            difference.Events.Count, difference.Readings.Sum(each => each.Added + each.Changed + each.Removed), difference.Notes.Count,
            difference.Additions.Count);
    }

    static List<DifferentLine> Lines(IEnumerable<ChartFile> before, IEnumerable<ChartFile> after, string name) =>
    [
        .. Changes(Read(before, name, IdOf), Read(after, name, IdOf))
            .Select(each => Told(each.Change, each.Line)).OrderBy(each => each.At).ThenBy(each => each.Id),
    ];

    static List<DifferentReadings> OfReadings(IEnumerable<ChartFile> before, IEnumerable<ChartFile> after) =>
    [
        .. from each in Changes(Read(before, ChartFiles.Readings, ReadingOf), Read(after, ChartFiles.Readings, ReadingOf))
           let line = Json(each.Line)
           let told = (each.Change, At: line.GetProperty("at").GetDateTimeOffset())
           group told by line.GetProperty("device").GetString()! into device
           orderby device.Key
           select new DifferentReadings(
               device.Key, device.Count(one => one.Change == LineChange.Added), device.Count(one => one.Change == LineChange.Changed),
               device.Count(one => one.Change == LineChange.Removed), device.Min(one => one.At), device.Max(one => one.At)),
    ];

    /// <summary>By what a line is about. A second line about the same is a line of its own.</summary>
    static Dictionary<string, string> Read(IEnumerable<ChartFile> files, string name, Func<JsonElement, string> about)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        var bytes = files.FirstOrDefault(file => file.Name == name)?.Bytes ?? [];
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var key = about(Json(line));
            while (!read.TryAdd(key, line))
            {
                key += "'";
            }
        }

        return read;
    }

    static IEnumerable<(LineChange Change, string Line)> Changes(Dictionary<string, string> before, Dictionary<string, string> after) =>
    [
        .. before.Where(line => !after.ContainsKey(line.Key)).Select(line => (LineChange.Removed, line.Value)),
        .. after.Where(line => !before.ContainsKey(line.Key)).Select(line => (LineChange.Added, line.Value)),
        .. after.Where(line => before.TryGetValue(line.Key, out var known) && known != line.Value).Select(line => (LineChange.Changed, line.Value)),
    ];

    static DifferentLine Told(LineChange change, string line)
    {
        var json = Json(line);
        var data = json.TryGetProperty("data", out var stored) ? stored : json;
        return new(
            change, json.GetProperty("id").GetGuid(), Text(json, "type"),
            data.TryGetProperty("at", out var at) && at.TryGetDateTimeOffset(out var time) ? time : null, Text(data, "by"), Text(json, "text"));
    }

    static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    static string IdOf(JsonElement line) => line.GetProperty("id").GetString()!;

    static string ReadingOf(JsonElement line) =>
        $"{line.GetProperty("device").GetString()} {line.GetProperty("boot").GetString()} {line.GetProperty("seq").GetInt64()}";

    static JsonElement Json(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
