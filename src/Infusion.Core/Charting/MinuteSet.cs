namespace Infusion.Core.Charting;

/// <summary>A set of minutes, one bit each, of the last 24 hours before its newest.</summary>
sealed class MinuteSet
{
    const int Kept = 24 * 60;

    public static readonly TimeSpan Span = TimeSpan.FromMinutes(Kept);

    readonly ulong[] _bits = new ulong[(Kept + 63) / 64];
    long _newest = -1;

    public void Add(DateTimeOffset minute)
    {
        var number = Number(minute);
        for (var forgotten = Math.Max(_newest + 1, number - Kept + 1); forgotten < number; forgotten++)
        {
            Clear(forgotten);
        }

        if (number > _newest - Kept)
        {
            _newest = Math.Max(_newest, number);
            _bits[number % Kept / 64] |= Bit(number);
        }
    }

    /// <returns>False: it was not in the set.</returns>
    public bool Remove(DateTimeOffset minute)
    {
        var number = Number(minute);
        if (number > _newest || number <= _newest - Kept || (_bits[number % Kept / 64] & Bit(number)) == 0)
        {
            return false;
        }

        Clear(number);
        return true;
    }

    void Clear(long number) => _bits[number % Kept / 64] &= ~Bit(number);

    static long Number(DateTimeOffset minute) => minute.UtcTicks / TimeSpan.TicksPerMinute;

    static ulong Bit(long number) => 1ul << (int)(number % Kept % 64);
}
