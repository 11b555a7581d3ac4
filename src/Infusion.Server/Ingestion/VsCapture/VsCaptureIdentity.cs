using System.Globalization;
using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion.Decoding;

namespace Infusion.Server.Ingestion.VsCapture;

/// <summary>
/// Which message this is, from nothing but the payload: VSCapture numbers none, and a copy of the same bytes has to be
/// known as a copy.
/// </summary>
readonly record struct VsCaptureIdentity(string Boot, long Seq)
{
    const int MonitorTicksPerMillisecond = 8;

    /// <summary>Room for the milliseconds of a day.</summary>
    const int MillisecondBits = 27;

    /// <summary>
    /// The boot is the minute in which the monitor was switched on: its clock less its ticks. The number is its ticks and,
    /// below them, the PC's milliseconds of the day: a monitor splits a long answer in two, and both carry the same ticks.
    /// </summary>
    /// <param name="newest">The entry with the most ticks, the latest by the PC's clock among equals.</param>
    /// <remarks>
    /// On the edge of a minute one power-on may be called by two minutes in turn; each has numbers that grow, so neither
    /// makes the other late. Without ticks the clock alone counts, and the hour that a clock shows twice is late.
    /// </remarks>
    /// <exception cref="PayloadRefusedException">No clock can be read: a copy could not be told from a new message.</exception>
    public static VsCaptureIdentity Of(in VsCaptureEntry newest)
    {
        var clock = newest.MonitorTime ?? newest.PcTime ?? throw PayloadRefusedException.WrongShape(
            "$[].Timestamp or $[].SystemLocalTime", $"a time like {VsCaptureEntry.TimeFormat}");
        var whose = newest.MonitorTime is null ? "pc-" : "";
        if (newest.Ticks is not { } ticks)
        {
            return new($"{UnnumberedBoot.Prefix}{whose}clock", clock.Ticks / TimeSpan.TicksPerMillisecond);
        }

        var switchedOn = clock.AddTicks(-(ticks * (TimeSpan.TicksPerMillisecond / MonitorTicksPerMillisecond)));
        var minute = switchedOn.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture);
        var millisecond = (long?)newest.PcTime?.TimeOfDay.TotalMilliseconds ?? 0;
        return new($"{UnnumberedBoot.Prefix}{whose}{minute}", ((long)ticks << MillisecondBits) | millisecond);
    }
}
