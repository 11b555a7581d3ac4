namespace Infusion.Core.Telemetry;

/// <summary>What a message's <c>at</c> came to.</summary>
/// <param name="ChartTime">Never after receipt.</param>
/// <param name="IsByDeviceClock">False: charted at receipt, because <c>at</c> is absent, absurd, or not yet trusted after a jump.</param>
/// <param name="JumpedFrom">Set on the one message that settles a jump: the offset before it.</param>
public readonly record struct ClockReading(DateTimeOffset ChartTime, bool IsByDeviceClock, TimeSpan? JumpedFrom);

/// <summary>How far the estimate of a clock may be trusted.</summary>
public enum ClockConfidence : byte
{
    /// <summary>No live message with a usable time yet.</summary>
    Unknown = 0,

    /// <summary>Too few live messages in a row agree with the estimate.</summary>
    Settling = 1,
    Settled = 2,
}

/// <summary>A clock that left its offset. <paramref name="At"/> is the receipt of the message that settled it.</summary>
public readonly record struct ClockJump(DateTimeOffset At, TimeSpan From, TimeSpan To);

/// <summary>
/// Estimates how far a device's clock is from the server's (receipt minus <c>at</c>), from live messages only.
/// Chart time is <c>at</c> plus the offset. A difference above <see cref="JumpAfter"/> on <see cref="JumpMessages"/> live
/// messages in a row that agree with each other is a jump; until then those messages are charted at receipt.
/// A burst after a network stall does not look like one: its offsets shrink from message to message. Nor does a first message
/// that was slow: an estimate that fewer than <see cref="JumpMessages"/> agreed with is replaced without a word.
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

    /// <summary>A jump is over when the clock has kept its new offset this long, inclusive, by what it says.</summary>
    public static readonly TimeSpan StableAfter = TimeSpan.FromMinutes(1);

    public const int JumpMessages = 3;

    /// <summary>So many live messages in a row agree with the estimate before it counts as settled.</summary>
    public const int SettledMessages = 10;

    const int DriftShare = 16;

    readonly ClockEras _eras = new();
    readonly UsableTimes _times = new();
    TimeSpan _suspect;
    long _suspectSeq;
    int _suspects;
    int _agreeing;
    bool _isKnown;
    DateTimeOffset _disagreedAt;

    /// <summary>Receipt minus <c>at</c>; null until the first live message with a usable <c>at</c>.</summary>
    public TimeSpan? Offset { get; private set; }

    public ClockConfidence Confidence => Offset is null ? ClockConfidence.Unknown
        : _suspects == 0 && _agreeing >= SettledMessages ? ClockConfidence.Settled
        : ClockConfidence.Settling;

    /// <summary>The last jump, until the clock has been stable again for <see cref="StableAfter"/>; null: none.</summary>
    public ClockJump? Jump { get; private set; }

    /// <summary>The clock has just jumped, or is about to: own times may be those of measurements relabelled.</summary>
    public bool IsUnsettled => _suspects > 0 || Jump is not null;

    /// <summary>Since when live messages bring no usable time; null: they do. <see cref="JumpMessages"/> in a row say so either way.</summary>
    public DateTimeOffset? UnusableSince => _times.AreMissing ? _times.MissingSince : null;

    /// <summary>While unusable: how far off the absurd time is; null: none is said.</summary>
    public TimeSpan? UnusableBy => _times.SaidOff;

    public ClockReading Live(Reading reading)
    {
        var receivedAt = reading.ReceivedAt;
        if (reading.At is not { } said || (receivedAt - said).Duration() > AbsurdAfter)
        {
            _times.Missing(receivedAt, receivedAt - reading.At);
            return new ClockReading(receivedAt, false, null);
        }

        _times.Usable();
        var offset = receivedAt - said;
        if (!_eras.IsOf(reading.Boot))
        {
            _suspects = 0;
            _eras.Begin(reading.Boot, reading.Seq, Offset ?? offset, Offset);
        }

        if (Offset is not { } estimate)
        {
            Offset = offset;
            _agreeing = 1;
            return new ClockReading(receivedAt, true, null);
        }

        var difference = offset - estimate;
        if (difference.Duration() > JumpAfter)
        {
            return Suspect(offset, estimate, reading);
        }

        Agree(receivedAt);
        Offset = estimate + TimeSpan.FromTicks(difference.Ticks / DriftShare);
        return new ClockReading(Earlier(said + Offset.Value, receivedAt), true, null);
    }

    /// <summary>
    /// A late message teaches nothing about the clock, and is read by the clock that stamped it;
    /// without an estimate its own word stands.
    /// </summary>
    public ClockReading Late(Reading reading)
    {
        var receivedAt = reading.ReceivedAt;
        if (reading.At is not { } said || said - receivedAt > AbsurdAfter || receivedAt - said > LateAtMost)
        {
            return new ClockReading(receivedAt, false, null);
        }

        var offset = _eras.OffsetOf(reading.Boot, reading.Seq, Offset) ?? TimeSpan.Zero;
        return new ClockReading(Earlier(said + offset, receivedAt), true, null);
    }

    void Agree(DateTimeOffset receivedAt)
    {
        _suspects = 0;
        _agreeing = Math.Min(_agreeing + 1, SettledMessages);
        _isKnown |= _agreeing >= JumpMessages;
        if (Jump is not null && receivedAt - _disagreedAt >= StableAfter)
        {
            Jump = null;
        }
    }

    ClockReading Suspect(TimeSpan offset, TimeSpan estimate, Reading reading)
    {
        if (_suspects == 0 || (offset - _suspect).Duration() >= JumpAgreement)
        {
            _suspect = offset;
            _suspectSeq = reading.Seq;
            _suspects = 0;
        }

        _suspects++;
        _agreeing = 0;
        _disagreedAt = reading.ReceivedAt;
        if (_suspects < JumpMessages)
        {
            return new ClockReading(reading.ReceivedAt, false, null);
        }

        (_suspects, _agreeing) = (0, JumpMessages);
        Offset = offset;
        _eras.Begin(reading.Boot, _suspectSeq, offset, estimate);
        if (!_isKnown)
        {
            _isKnown = true;
            return new ClockReading(reading.ReceivedAt, true, null);
        }

        Jump = new ClockJump(reading.ReceivedAt, estimate, offset);
        return new ClockReading(reading.ReceivedAt, true, estimate);
    }

    static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
