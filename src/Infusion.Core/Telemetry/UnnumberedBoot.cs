namespace Infusion.Core.Telemetry;

/// <summary>
/// Power-ons of devices that do not number their messages. Their adapter makes a number that grows from message to
/// message but not by one, so that a hole in it says nothing.
/// </summary>
public static class UnnumberedBoot
{
    public const string Prefix = "unnumbered:";

    public static bool Is(string boot) => boot.StartsWith(Prefix, StringComparison.Ordinal);
}
