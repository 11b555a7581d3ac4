using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

/// <summary>Where a device's stored readings leave a stretch of a session empty: numbers that are missing, and silence.</summary>
static class TrendGaps
{
    static readonly TimeSpan SilenceAfter = TimeSpan.FromSeconds(15);

    /// <param name="readings">All of the device, those of another session included: their numbers are not missing.</param>
    public static IEnumerable<TelemetryGap> Of(SessionState state, string device, IReadOnlyList<StoredReading> readings)
    {
        var holes = readings.Where(stored => !UnnumberedBoot.Is(stored.Reading.Boot))
            .GroupBy(stored => stored.Reading.Boot)
            .SelectMany(boot => Holes([.. boot.OrderBy(stored => stored.Reading.Seq)]))
            .ToList();
        var silences = Silences([.. readings.OrderBy(stored => stored.At)])
            .Where(silence => !holes.Any(hole => hole.From < silence.To && silence.From < hole.To));
        return holes.Concat(silences)
            .SelectMany(stretch => state.Associations
                .Where(association => association.Device == device)
                .Select(association => Within(association, stretch)))
            .Where(stretch => stretch.From < stretch.To)
            .OrderBy(stretch => stretch.From)
            .Select(stretch => new TelemetryGap(
                stretch.From.ToUnixTimeMilliseconds(), stretch.To.ToUnixTimeMilliseconds(), device, stretch.Missing));
    }

    static IEnumerable<Stretch> Holes(StoredReading[] bySeq)
    {
        for (var index = 1; index < bySeq.Length; index++)
        {
            var (before, after) = (bySeq[index - 1], bySeq[index]);
            var missing = after.Reading.Seq - before.Reading.Seq - 1;
            if (missing > 0)
            {
                yield return before.At < after.At
                    ? new Stretch(before.At, after.At, missing)
                    : new Stretch(after.At, before.At, missing);
            }
        }
    }

    static IEnumerable<Stretch> Silences(StoredReading[] byTime)
    {
        for (var index = 1; index < byTime.Length; index++)
        {
            if (byTime[index].At - byTime[index - 1].At > SilenceAfter)
            {
                yield return new Stretch(byTime[index - 1].At, byTime[index].At, null);
            }
        }
    }

    static Stretch Within(Association association, Stretch stretch) => stretch with
    {
        From = stretch.From < association.From ? association.From : stretch.From,
        To = association.To < stretch.To ? association.To.Value : stretch.To,
    };

    readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To, long? Missing);
}
