namespace Infusion.Core.Telemetry;

/// <summary>
/// The boot of a feed that does not number its messages. Its adapter gives each message a seq of its own that only grows
/// (by its time, say): enough for identity and lateness, but a number that is missing there tells of no lost message.
/// </summary>
public static class UnnumberedBoot
{
    /// <summary>Reserved: no device may name a boot of its own so.</summary>
    public const string Prefix = "unnumbered:";

    /// <summary>Each message is a range of its own here: at one a second the copies of ten minutes are known again.</summary>
    public const int RangesKept = 600;

    public static bool Is(string boot) => boot.StartsWith(Prefix, StringComparison.Ordinal);
}
