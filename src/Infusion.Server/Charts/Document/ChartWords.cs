using System.Globalization;
using Infusion.Core.Safety;

namespace Infusion.Server.Charts.Document;

/// <summary>How the chart writes what it knows, and what it does not.</summary>
static class ChartWords
{
    public const string NotRecorded = "not recorded";
    public const string NotKnown = "not known";

    public static ChartFact Fact(string key, string label, string? text) =>
        new(key, label, string.IsNullOrWhiteSpace(text) ? NotRecorded : text, !string.IsNullOrWhiteSpace(text));

    public static ChartFact Fact(string key, string label, decimal? number, string unit) => number is { } known
        ? new ChartFact(key, label, $"{Number(known)} {unit}", true) { Number = known, Unit = unit }
        : new ChartFact(key, label, NotKnown, false);

    public static ChartCell Cell(decimal? number, string unit = "") => number is { } known
        ? new ChartCell(unit.Length == 0 ? Number(known) : $"{Number(known)} {unit}") { Number = known }
        : new ChartCell(NotKnown);

    /// <summary>At most two decimals.</summary>
    public static string Number(decimal number) => AlarmText.Number(number);

    /// <summary>For example: 1 h 05 min 10 s.</summary>
    public static string Span(TimeSpan? span)
    {
        if (span is not { } known)
        {
            return NotKnown;
        }

        var (hours, minutes, seconds) = ((int)known.TotalHours, known.Minutes, known.Seconds);
        return hours > 0 ? $"{hours} h {minutes:00} min"
            : minutes > 0 ? seconds == 0 ? $"{minutes} min" : $"{minutes} min {seconds} s"
            : $"{known.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s";
    }

    /// <summary>SessionPlanned as "Session planned".</summary>
    public static string Readable(string name)
    {
        var spaced = name.Replace('_', ' ');
        return spaced.Length == 0 ? spaced : $"{char.ToUpperInvariant(spaced[0])}{spaced[1..]}";
    }

    public static string Capital(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    public static ChartColumn Column(string key, string label, int share) => new(key, label, share);

    public static ChartSection Section(string key, string title, IEnumerable<ChartFact>? facts = null, IEnumerable<ChartTable>? tables = null, IEnumerable<string>? notes = null) =>
        new(key, title, [.. facts ?? []], [.. tables ?? []], [.. notes ?? []]);
}
