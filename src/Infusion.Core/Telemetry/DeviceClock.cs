namespace Infusion.Core.Telemetry;

/// <summary>What a message's <c>at</c> came to.</summary>
/// <param name="ChartTime">Never after receipt.</param>
/// <param name="IsByDeviceClock">False: charted at receipt, because <c>at</c> is absent, absurd, or not yet trusted after a jump.</param>
/// <param name="JumpedFrom">Set on the one message that settles a jump: the offset before it.</param>
public readonly record struct ClockReading(DateTimeOffset ChartTime, bool IsByDeviceClock, TimeSpan? JumpedFrom);

/// <summary>
/// Estimates how far a device's clock is from the server's (receipt minus <c>at</c>), from live messages only.
/// Chart time is <c>at</c> plus the offset. A difference above <see cref="JumpAfter"/> on <see cref="JumpMessages"/> live
/// messages in a row that agree with each other is a jump; until then those messages are charted at receipt.
/// A burst after a network stall does not look like one: its offsets shrink from message to message.
/// </summary>
public sealed class DeviceClock
{
    /// <summary>Exclusive.</summary>
    public static readonly TimeSpan JumpAfter = TimeSpan.FromSeconds(5);

    /// <summary>Messages of a jump agree with the first of them to less than this.</summary>
    public static readonly TimeSpan JumpAgreement = TimeSpan.FromSeconds(1);

    /// <summary>A live <c>at</c> further than this from receipt, either way, is absurd.</summary>
    public static readonly TimeSpan AbsurdAfter = TimeSpan.FromHours(24);

    /// <summary>A late message may be this old.</summary>
    public static readonly TimeSpan LateAtMost = TimeSpan.FromDays(7);

    public const int JumpMessages = 3;

    const int DriftShare = 16;

    TimeSpan _suspect;
    int _suspects;

    /// <summary>Receipt minus <c>at</c>; null until the first live message with a usable <c>at</c>.</summary>
    public TimeSpan? Offset { get; private set; }

    public ClockReading Live(DateTimeOffset? at, DateTimeOffset receivedAt)
    {
        if (at is not { } said || (receivedAt - said).Duration() > AbsurdAfter)
        {
            return new ClockReading(receivedAt, false, null);
        }

        var offset = receivedAt - said;
        if (Offset is not { } estimate)
        {
            Offset = offset;
            return new ClockReading(receivedAt, true, null);
        }

        var difference = offset - estimate;
        if (difference.Duration() <= JumpAfter)
        {
            _suspects = 0;
            Offset = estimate + TimeSpan.FromTicks(difference.Ticks / DriftShare);
            return new ClockReading(Earlier(said + Offset.Value, receivedAt), true, null);
        }

        return Suspect(offset, estimate, receivedAt);
    }

    /// <summary>A late message teaches nothing about the clock; without an estimate its own word stands.</summary>
    public ClockReading Late(DateTimeOffset? at, DateTimeOffset receivedAt)
    {
        if (at is not { } said || said - receivedAt > AbsurdAfter || receivedAt - said > LateAtMost)
        {
            return new ClockReading(receivedAt, false, null);
        }

        return new ClockReading(Earlier(said + (Offset ?? TimeSpan.Zero), receivedAt), true, null);
    }

    ClockReading Suspect(TimeSpan offset, TimeSpan estimate, DateTimeOffset receivedAt)
    {
        if (_suspects == 0 || (offset - _suspect).Duration() >= JumpAgreement)
        {
            _suspect = offset;
            _suspects = 0;
        }

        _suspects++;
        if (_suspects < JumpMessages)
        {
            return new ClockReading(receivedAt, false, null);
        }

        _suspects = 0;
        Offset = offset;
        return new ClockReading(receivedAt, true, estimate);
    }

    static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
