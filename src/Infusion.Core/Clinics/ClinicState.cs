using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

/// <summary>
/// Everything the one writer of a clinic knows, mutable, changed only by <see cref="ClinicEngine"/>.
/// </summary>
public sealed class ClinicState(ClinicConfiguration configuration, Guid stream)
{
    public ClinicConfiguration Configuration { get; } = configuration;

    /// <summary>The stream of what belongs to no session: a pump that runs with none, device clocks.</summary>
    public Guid Stream { get; } = stream;

    /// <summary>Open sessions by id.</summary>
    public Dictionary<Guid, SessionLive> Sessions { get; } = [];

    public Dictionary<string, DeviceLive> Devices { get; } = [];

    /// <summary>Alarms that belong to no session, by id.</summary>
    public Dictionary<Guid, Alarms.Alarm> Alarms { get; } = [];

    /// <summary>Whole second up to which timers have been applied.</summary>
    public DateTimeOffset TickedThrough { get; set; }

    public SessionLive? SessionAt(string chair) =>
        Sessions.Values.FirstOrDefault(live => live.State.Chair == chair && live.State.IsOpen);
}
