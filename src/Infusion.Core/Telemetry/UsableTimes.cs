namespace Infusion.Core.Telemetry;

/// <summary>Whether the live messages of a device bring a usable time, judged over a few in a row either way.</summary>
sealed class UsableTimes
{
    int _missingInRow;
    int _usableInRow;

    /// <summary>Receipt of the first of the messages in a row without a usable time; null: their times are usable.</summary>
    public DateTimeOffset? MissingSince { get; private set; }

    /// <summary>Receipt minus what the clock said last; null: it said nothing usable at all.</summary>
    public TimeSpan? SaidOff { get; private set; }

    /// <summary>Enough in a row to say so.</summary>
    public bool AreMissing { get; private set; }

    public void Missing(DateTimeOffset receivedAt, TimeSpan? saidOff)
    {
        _usableInRow = 0;
        _missingInRow = Math.Min(_missingInRow + 1, DeviceClock.JumpMessages);
        MissingSince ??= receivedAt;
        SaidOff = saidOff;
        AreMissing |= _missingInRow == DeviceClock.JumpMessages;
    }

    public void Usable()
    {
        _missingInRow = 0;
        _usableInRow = Math.Min(_usableInRow + 1, DeviceClock.JumpMessages);
        if (!AreMissing || _usableInRow == DeviceClock.JumpMessages)
        {
            (MissingSince, SaidOff, AreMissing) = (null, null, false);
        }
    }
}
