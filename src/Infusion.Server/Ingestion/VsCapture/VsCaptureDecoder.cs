using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion.Decoding;

namespace Infusion.Server.Ingestion.VsCapture;

/// <summary>Turns what VSCapture publishes under <c>.../vscapture/Numeric</c> into a reading. Pure: no clock, no I/O.</summary>
static class VsCaptureDecoder
{
    /// <param name="zone">Where the monitor's clock is; null: not configured, then its time means nothing.</param>
    /// <returns>Null for <c>[]</c>: VSCapture publishes one after each packet of waves.</returns>
    /// <exception cref="PayloadRefusedException">The payload can never be used.</exception>
    public static Incoming.Telemetry? Decode(
        ReadOnlySpan<byte> payload, string device, TimeZoneInfo? zone, DateTimeOffset receivedAt)
    {
        var unknown = new UnknownKeys();
        var entries = Read(payload, unknown);
        if (entries.Count == 0)
        {
            return null;
        }

        var newest = entries.MaxBy(Age);
        var (boot, seq) = VsCaptureIdentity.Of(newest);
        var at = ToUtc(newest.MonitorTime, zone, receivedAt);
        var samples = ImmutableArray.CreateBuilder<Sample>();
        foreach (var (rank, entry) in Chosen(entries, unknown))
        {
            var metric = VsCaptureLabels.All[rank].Metric;
            // The time of a cuff's numbers is when they were sent, every second anew, and not when they were measured.
            var ownTime = Age(entry).Ticks < Age(newest).Ticks && !IsFromCuff(metric)
                ? ToUtc(entry.MonitorTime, zone, receivedAt)
                : null;
            samples.Add(ToSample(metric, entry, ownTime, unknown));
        }

        var reading = new Reading(device, boot, seq, at, receivedAt, FlaggedLate: false, samples.DrainToImmutable(), null, []);
        return new Incoming.Telemetry(reading, unknown.Names);
    }

    static List<VsCaptureEntry> Read(ReadOnlySpan<byte> payload, UnknownKeys unknown)
    {
        try
        {
            var reader = JsonText.Open(payload);
            var entries = new List<VsCaptureEntry>();
            reader.Read();
            JsonFields.ExpectArray(ref reader, "$");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                entries.Add(VsCaptureEntry.Read(ref reader, $"$[{entries.Count}]", unknown));
            }

            // Reads on to the end: anything after the array makes the payload no JSON.
            reader.Read();
            return entries;
        }
        catch (JsonException malformed)
        {
            throw JsonText.NotJson(malformed);
        }
    }

    /// <summary>
    /// One entry for each metric: the newest; of equals one that has a value (a second probe that is off hides nothing),
    /// then the label higher in the table, then the first. The others are listed as unknown.
    /// </summary>
    static IEnumerable<(int Rank, VsCaptureEntry Entry)> Chosen(List<VsCaptureEntry> entries, UnknownKeys unknown)
    {
        var ours = new List<(int Rank, VsCaptureEntry Entry)>();
        foreach (var entry in entries)
        {
            if (entry.Label is { } label && VsCaptureLabels.RankOf(label) is { } rank)
            {
                ours.Add((rank, entry));
            }
            else
            {
                unknown.Add(entry.Label ?? "(no label)");
            }
        }

        foreach (var rivals in ours.GroupBy(row => VsCaptureLabels.All[row.Rank].Metric))
        {
            var chosen = rivals
                .OrderByDescending(row => Age(row.Entry).Ticks)
                .ThenByDescending(row => ToSample(rivals.Key, row.Entry, null).Value is not null)
                .ThenBy(row => row.Rank)
                .First();
            foreach (var other in rivals.Where(row => row != chosen))
            {
                unknown.Add(other.Entry.Label!);
            }

            yield return chosen;
        }
    }

    static Sample ToSample(Metric metric, in VsCaptureEntry entry, DateTimeOffset? ownTime, UnknownKeys? unknown = null)
    {
        if (Number(entry.Value) is { } number)
        {
            return MetricTable.ToSample(metric, number, measuredAt: ownTime);
        }

        if (entry.Value is not (null or "" or "-"))
        {
            unknown?.Add($"{entry.Label}={entry.Value}");
        }

        return new Sample(metric, null, Quality.Invalid, ownTime);
    }

    /// <summary>VSCapture writes numbers as its PC does, with a comma in Berlin, and never groups thousands.</summary>
    static decimal? Number(string? text) =>
        decimal.TryParse(
            text?.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    static DateTimeOffset? ToUtc(DateTime? local, TimeZoneInfo? zone, DateTimeOffset receivedAt) =>
        local is { } time && zone is not null ? LocalTime.ToUtc(time, zone, receivedAt) : null;

    static bool IsFromCuff(Metric metric) =>
        metric is Metric.NibpSystolic or Metric.NibpDiastolic or Metric.NibpMean or Metric.NibpPulseRate;

    /// <summary>By the monitor's ticks, then by the clocks.</summary>
    static (long Ticks, DateTime Pc) Age(VsCaptureEntry entry) =>
        (entry.Ticks ?? entry.MonitorTime?.Ticks ?? 0, entry.PcTime ?? DateTime.MinValue);
}
