using System.Globalization;
using System.Text.Json;
using Infusion.Core.Alarms;

namespace Infusion.Server.Push;

/// <summary>What a telephone shows: no patient and no number, since it may lie on a table.</summary>
/// <param name="Tag">One alarm's messages replace one another.</param>
/// <param name="Path">Where a tap leads.</param>
/// <param name="Token">What the receipt proves itself by, once; null: none is awaited.</param>
/// <param name="SentAt">Real time, by which the browser knows one that came late.</param>
sealed record PushWords(string Title, string Body, string Tag, string Path, bool IsQuiet, string? Token, DateTimeOffset SentAt)
{
    const string Courtesy = "A courtesy, not the alarm of record.";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static string TagOf(Guid alarm) => System.Buffers.Text.Base64Url.EncodeToString(alarm.ToByteArray());

    /// <param name="at">When it was raised or called.</param>
    public static PushWords Call(AlarmCall call, Guid alarm, string displayName, DateTimeOffset at, string token, DateTimeOffset now) => new(
        $"{(call.Priority == AlarmPriority.High ? "HIGH" : "Medium")}: {Where(call.Chair)}",
        $"{call.Condition}, {Clock(at, call.TimeZone)}. For {displayName}. {Courtesy}",
        TagOf(alarm), PathOf(call.Chair), false, token, now);

    /// <summary>In place of many.</summary>
    public static PushWords Many(AlarmCall call, string displayName, DateTimeOffset at, string token, DateTimeOffset now) => new(
        "Many alarms: look at the board",
        $"Since {Clock(at, call.TimeZone)}. For {displayName}. {Courtesy}",
        "many", "/", false, token, now);

    public static PushWords Quiet(string? chair, Guid alarm, string because, DateTimeOffset now) => new(
        $"{Where(chair)}: {because}", $"Nothing to do for you. {Courtesy}", TagOf(alarm), PathOf(chair), true, null, now);

    public static PushWords Trial(Guid id, string displayName, string token, DateTimeOffset now) => new(
        "Trial: this browser is told", $"No alarm. For {displayName}. {Courtesy}", TagOf(id), "/account", false, token, now);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    static string Where(string? chair) => chair is null ? "A device" : $"Chair {chair}";

    static string PathOf(string? chair) => chair is null ? "/" : $"/chairs/{Uri.EscapeDataString(chair)}";

    static string Clock(DateTimeOffset at, string timeZone) =>
        (TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? TimeZoneInfo.ConvertTime(at, zone) : at.ToUniversalTime())
        .ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
