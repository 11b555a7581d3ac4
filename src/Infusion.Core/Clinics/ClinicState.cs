using Infusion.Core.Alarms;
using Infusion.Core.Associations;
using Infusion.Core.Outcomes;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

/// <summary>
/// Everything the one writer of a clinic knows, mutable, changed only by <see cref="ClinicEngine"/>.
/// </summary>
public sealed class ClinicState(ClinicConfiguration configuration, Guid stream)
{
    [NonSerialized]
    RulesInForce? _rules;

    public ClinicConfiguration Configuration { get; private set; } = configuration;

    /// <summary>Of what belongs to no session.</summary>
    internal RulesInForce Rules => _rules ??= RulesInForce.Of(Configuration.Limits);

    /// <summary>The stream of what belongs to no session: a pump that runs with none, device clocks.</summary>
    public Guid Stream { get; } = stream;

    /// <summary>Events of that stream so far.</summary>
    public long EventCount { get; internal set; }

    /// <summary>Open sessions by id.</summary>
    public Dictionary<Guid, SessionLive> Sessions { get; } = [];

    /// <summary>Every registered device by id.</summary>
    public Dictionary<string, DeviceLive> Devices { get; } = configuration.Devices.ToDictionary(
        registered => registered.Device,
        registered => new DeviceLive(registered.Device, registered.Kind, registered.HomeChair));

    /// <summary>Alarms that belong to no session, by id.</summary>
    public Dictionary<Guid, Alarm> Alarms { get; } = [];

    /// <summary>Conditions of devices that belong to no session, waiting or raised.</summary>
    public AlarmSlots Slots { get; } = new();

    /// <summary>Who is called to alarms.</summary>
    public DutyList Duty { get; } = new();

    /// <summary>Who has which chair now.</summary>
    public ChairDuty ChairDuty { get; } = new();

    /// <summary>What patients have answered, and what somebody must still look at.</summary>
    public OutcomeMemory Outcomes { get; } = new();

    /// <summary>Corrections whose consequences are not charted yet, by id.</summary>
    public Dictionary<Guid, AssociationCorrected> Corrections { get; } = [];

    /// <summary>Silence before this instant was ours, not the devices'.</summary>
    public DateTimeOffset WatchingSince { get; set; }

    /// <summary>Whole second up to which timers have been applied.</summary>
    public DateTimeOffset TickedThrough { get; set; }

    internal void Configure(ClinicConfiguration configuration)
    {
        Configuration = configuration;
        _rules = null;
    }

    public SessionLive? SessionAt(string chair) =>
        Sessions.Values.FirstOrDefault(live => live.State.Chair == chair && live.State.IsOpen);
}
