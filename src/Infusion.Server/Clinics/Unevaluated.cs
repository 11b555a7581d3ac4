namespace Infusion.Server.Clinics;

/// <summary>
/// How many messages this server has received and neither shown nor kept. While they are many, commits wait a moment, and a clinic
/// that has more than its share of them is not read: what waits in a socket costs nothing, what waits in here takes from those who
/// would evaluate it. A clinic with few is read whatever the others do.
/// </summary>
sealed class Unevaluated
{
    /// <summary>From here on clinics with more than their share are not read.</summary>
    public const int Full = 8_000;

    /// <summary>Of one clinic, when all together are too many.</summary>
    public const int Share = 32;

    /// <summary>From here on the store waits for the screens.</summary>
    const int Many = 2_000;

    /// <summary>From here on numbers come to screens less often: they need the processor least, and alarms do not wait for them.</summary>
    const int Some = 250;

    int _count;

    public bool AreSome => Volatile.Read(ref _count) > Some;

    public bool IsMany => Volatile.Read(ref _count) > Many;

    public bool IsFull => Volatile.Read(ref _count) > Full;

    public void Count(int change) => Interlocked.Add(ref _count, change);
}
