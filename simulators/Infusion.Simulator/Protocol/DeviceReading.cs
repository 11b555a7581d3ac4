namespace Infusion.Simulator.Protocol;

/// <summary>What a device measured at one instant, before it is stamped with boot, seq and time.</summary>
public sealed class DeviceReading
{
    public OrderedDictionary<string, decimal> Values { get; } = [];

    /// <summary>The own time of a key, where it differs from the reading's time.</summary>
    public OrderedDictionary<string, DateTimeOffset> Times { get; } = [];

    public OrderedDictionary<string, string> States { get; } = [];

    public OrderedDictionary<string, string> Quality { get; } = [];

    public IList<DeviceAlert> Alerts { get; } = [];
}

public sealed record DeviceAlert(string Code, string Priority, string Text);
