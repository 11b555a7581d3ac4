using System.Globalization;

namespace Infusion.Server.Charts.Document;

/// <summary>Instants as the clinic's clock shows them. The day is said where it is another, the offset where the clock has been changed.</summary>
sealed class ChartTime
{
    readonly TimeZoneInfo _zone;
    readonly DateTimeOffset _anchor;

    public ChartTime(string timeZone, DateTimeOffset anchor)
    {
        _zone = TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? zone : TimeZoneInfo.Utc;
        _anchor = Local(anchor);
        ZoneText = $"{(zone is null ? $"UTC ({timeZone} is not known here)" : timeZone)}, {Offset(_anchor)}";
    }

    /// <summary>For example: Europe/Vienna, UTC+01:00.</summary>
    public string ZoneText { get; }

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone);

    public string Day(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string Clock(DateTimeOffset at) => Say(at, "HH:mm:ss");

    public string Minute(DateTimeOffset at) => Say(at, "HH:mm");

    public string Full(DateTimeOffset at) => SayWithDay(at, "yyyy-MM-dd HH:mm:ss");

    public string FullMinute(DateTimeOffset at) => SayWithDay(at, "yyyy-MM-dd HH:mm");

    string SayWithDay(DateTimeOffset at, string format) => $"{Local(at).ToString(format, CultureInfo.InvariantCulture)}{Changed(Local(at))}";

    string Say(DateTimeOffset at, string format)
    {
        var local = Local(at);
        var day = local.Date == _anchor.Date ? "" : $"{local.ToString("MM-dd", CultureInfo.InvariantCulture)} ";
        return $"{day}{local.ToString(format, CultureInfo.InvariantCulture)}{Changed(local)}";
    }

    string Changed(DateTimeOffset local) => local.Offset == _anchor.Offset ? "" : $" {Offset(local)}";

    static string Offset(DateTimeOffset local) =>
        $"UTC{(local.Offset < TimeSpan.Zero ? "-" : "+")}{local.Offset.ToString("hh\\:mm", CultureInfo.InvariantCulture)}";
}
