using Infusion.Core.Quantities;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>The last thing known of one metric. Age is the reader's to compute; a stale value is not a value.</summary>
/// <param name="At">Chart time.</param>
public readonly record struct LiveValue(decimal? Value, Quality Quality, DateTimeOffset At, DateTimeOffset ReceivedAt, string Device);

public enum Trend : byte { Unknown = 0, FallingFast = 1, Falling = 2, Steady = 3, Rising = 4, RisingFast = 5 }

/// <summary>Numbers of an open session as they stand: what the rules read and the board shows.</summary>
public sealed class SessionLive(SessionState state)
{
    readonly LiveValue?[] _values = new LiveValue?[64];

    public SessionState State { get; set; } = state;

    public LiveValue? this[Metric metric]
    {
        get => _values[(int)metric];
        set => _values[(int)metric] = value;
    }

    /// <summary>The pump's last word on each part; parts not said in a message stand.</summary>
    public PumpState? Pump { get; set; }

    /// <summary>Volume the attached pump gave in this session by its own counter; null: unknown.</summary>
    public Volume? Delivered { get; set; }

    public DateTimeOffset? DeliveredAsOf { get; set; }
}
