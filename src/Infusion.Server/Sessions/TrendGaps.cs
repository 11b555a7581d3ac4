using Infusion.Core.Charting;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

/// <summary>Where a device's stored readings leave a stretch of a session empty: numbers that are missing, and silence.</summary>
static class TrendGaps
{
    /// <param name="readings">All of the device, those of another session included: their numbers are not missing.</param>
    public static IEnumerable<TelemetryGap> Of(SessionState state, string device, IReadOnlyList<StoredReading> readings)
    {
        var heard = new HeardTimes();
        foreach (var (reading, at, _) in readings)
        {
            heard.Take(reading.Boot, reading.Seq, at);
        }

        return heard.Empty()
            .SelectMany(stretch => state.Associations.Where(association => association.Device == device).Select(association => Within(association, stretch)))
            .Where(stretch => stretch.From < stretch.To)
            .OrderBy(stretch => stretch.From)
            .Select(stretch => Gap(device, stretch));
    }

    /// <summary>What is missing of one attachment, silence before its first reading and after the last included.</summary>
    /// <param name="until">Of an attachment that goes on.</param>
    public static IEnumerable<TelemetryGap> Of(AttachmentHeard heard, DateTimeOffset until)
    {
        var association = heard.Association;
        return heard.Times.Empty().Concat(Edges(association, heard.Times, until)).Where(stretch => stretch.From < stretch.To)
            .Select(stretch => Gap(association.Device, stretch));
    }

    static IEnumerable<EmptyStretch> Edges(Association association, HeardTimes times, DateTimeOffset until)
    {
        var end = association.To < until ? association.To.Value : until;
        EmptyStretch[] edges = times is { First: { } first, Last: { } last }
            ? [new(association.From, first, null), new(last, end, null)]
            : [new(association.From, end, null)];
        return edges.Where(edge => edge.To - edge.From > HeardTimes.SilenceAfter);
    }

    static TelemetryGap Gap(string device, EmptyStretch stretch) =>
        new(stretch.From.ToUnixTimeMilliseconds(), stretch.To.ToUnixTimeMilliseconds(), device, stretch.Missing);

    static EmptyStretch Within(Association association, EmptyStretch stretch) => stretch with
    {
        From = stretch.From < association.From ? association.From : stretch.From,
        To = association.To < stretch.To ? association.To.Value : stretch.To,
    };
}
