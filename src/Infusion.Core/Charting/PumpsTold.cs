using System.Collections.Immutable;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Charting;

/// <summary>A session's pumps as their stored readings are told once more. Late readings and copies count as little as they did then.</summary>
sealed class PumpsTold(ImmutableArray<Association> associations)
{
    readonly Dictionary<string, DeviceLive> _pumps = [];

    /// <summary>The pump as it was before this reading.</summary>
    /// <returns>Null: no pump of the session, or a reading that counted nothing.</returns>
    public DeviceLive? Hear(Reading reading)
    {
        if (!IsOfPump(reading.Device))
        {
            return null;
        }

        if (!_pumps.TryGetValue(reading.Device, out var pump))
        {
            _pumps[reading.Device] = pump = new DeviceLive(reading.Device, DeviceKind.Pump, null);
        }

        var sequence = pump.Sequences.Add(reading.Boot, reading.Seq);
        return sequence.IsNew && !reading.FlaggedLate && !sequence.IsBelowHighest ? pump : null;
    }

    /// <returns>Null: it was not at this patient then.</returns>
    public Association? At(string device, DateTimeOffset at)
    {
        foreach (var association in associations)
        {
            if (association.Device == device && association.Covers(at))
            {
                return association;
            }
        }

        return null;
    }

    bool IsOfPump(string device)
    {
        foreach (var association in associations)
        {
            if (association.Device == device && association.Kind == DeviceKind.Pump)
            {
                return true;
            }
        }

        return false;
    }
}
