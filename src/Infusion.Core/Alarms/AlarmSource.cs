namespace Infusion.Core.Alarms;

/// <summary>
/// What an alarm's source names: a device (lower case, no spaces), a device and the code it alarms itself, with a space between,
/// or what a session's rule is about (begins with a capital letter).
/// </summary>
public static class AlarmSource
{
    public static string Of(string device, string code) => $"{device} {code}";

    /// <summary>Null: it names no device.</summary>
    public static string? DeviceOf(string? source) =>
        source is null || source.Length == 0 || char.IsUpper(source[0]) ? null
        : source.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0 ? source[..space]
        : source;

    /// <summary>The code the device alarms itself; null: it names none.</summary>
    public static string? CodeOf(string? source) =>
        source is not null && DeviceOf(source) is { } device && device.Length < source.Length ? source[(device.Length + 1)..] : null;

    /// <summary>Whether it names this device, with or without a code. Without allocation.</summary>
    public static bool IsOf(string? source, string device) =>
        source is not null && source.StartsWith(device, StringComparison.Ordinal)
        && (source.Length == device.Length || source[device.Length] == ' ');

    /// <summary>Whether it names this code of this device. Without allocation.</summary>
    public static bool IsOf(string? source, string device, string code) =>
        IsOf(source, device) && source!.Length == device.Length + 1 + code.Length && source.EndsWith(code, StringComparison.Ordinal);
}
