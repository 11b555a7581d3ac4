using System.Collections.Immutable;

namespace Infusion.Core.Telemetry;

/// <summary>What the writer knows of one device.</summary>
public sealed class DeviceLive(string device, DeviceKind kind, string? homeChair)
{
    /// <summary>A pump's word on whether and how fast it delivers is no longer a word at this age.</summary>
    public static readonly TimeSpan PumpStaleAfter = TimeSpan.FromSeconds(15);

    public string Device { get; } = device;

    public DeviceKind Kind { get; set; } = kind;

    public string? HomeChair { get; set; } = homeChair;

    /// <summary>The open session it is attached to; null: none.</summary>
    public Guid? Session { get; set; }

    /// <summary>Since when it is attached there.</summary>
    public DateTimeOffset? AttachedAt { get; set; }

    /// <summary>What a gateway said of its chair when a person last decided where it is: not asked again.</summary>
    public string? DecidedHint { get; internal set; }

    /// <summary>Null until a status message said so.</summary>
    public bool? Online { get; set; }

    public DeviceReport? LastReport { get; set; }

    /// <summary>Receipt of the word that it is offline; null: it is not, or nobody said so.</summary>
    public DateTimeOffset? OfflineSince { get; internal set; }

    /// <summary>False: it is in a session and stands no more in the clinic's configuration.</summary>
    public bool IsRegistered { get; internal set; } = true;

    /// <summary>What it alarms itself, by its newest live message that says anything.</summary>
    public ImmutableArray<DeviceAlert> Alerts { get; private set; } = [];

    /// <summary>Receipt of the first live message after a new power-on; null: none was seen.</summary>
    public DateTimeOffset? RestartedAt { get; private set; }

    /// <summary>Messages that its numbers say are missing.</summary>
    public MissingCount Missing { get; } = new();

    /// <summary>Receipt of the last message that was not a duplicate, late ones and status included.</summary>
    public DateTimeOffset? LastReceivedAt { get; set; }

    /// <summary>Receipt of the last live reading: silence is counted from here.</summary>
    public DateTimeOffset? LastLiveReceivedAt { get; private set; }

    /// <summary>Chart time of the last live reading.</summary>
    public DateTimeOffset? LastLiveAt { get; private set; }

    public SequenceMemory Sequences { get; } = new();

    public DeviceClock Clock { get; } = new();

    /// <summary>The cuff measurement last told, whoever's it was.</summary>
    public CuffMemory Cuff { get; } = new();

    /// <summary>The pump's last word on each part; parts not said in a message stand, within one boot.</summary>
    public PumpState? Pump { get; private set; }

    /// <summary>By its own word; null: not said, or said too long ago.</summary>
    internal bool? IsDelivering(DateTimeOffset now) => Pump is { } pump && LastLiveAt is { } at && now - at < PumpStaleAfter
        ? pump.Status switch { PumpStatus.Infusing => true, PumpStatus.NotInfusing => false, _ => null }
        : null;

    public decimal? ProgrammedRateMlPerHour { get; private set; }

    public decimal? CurrentRateMlPerHour { get; private set; }

    /// <summary>The rate it runs at by its own word; the programmed one where it does not say.</summary>
    public decimal? RateMlPerHour => CurrentRateMlPerHour ?? ProgrammedRateMlPerHour;

    /// <summary>The volume it is set to give; null: not said in this boot.</summary>
    public decimal? ToBeInfusedMl { get; private set; }

    public decimal? RemainingMl { get; private set; }

    /// <summary>As set on the pump; null: not said in this boot.</summary>
    public decimal? ConcentrationMgPerMl { get; private set; }

    /// <summary>Its volume counter, and the chart time of that.</summary>
    public decimal? TotalMl { get; private set; }

    public DateTimeOffset? TotalAt { get; private set; }

    string? _boot;

    /// <summary>Takes in a live reading, at its chart time.</summary>
    internal void Take(Reading reading, DateTimeOffset chartTime)
    {
        TakeBoot(reading);
        if (!reading.Alerts.IsEmpty || !reading.Samples.IsEmpty || reading.Pump is not null)
        {
            Alerts = reading.Alerts;
        }

        LastLiveReceivedAt = reading.ReceivedAt;
        LastLiveAt = chartTime;
        if (Kind == DeviceKind.Pump)
        {
            TakePump(reading, chartTime);
        }
    }

    /// <summary>Takes in the number of any message that is new: what is missing before it.</summary>
    internal void Count(Reading reading, in SequenceVerdict sequence)
    {
        if (sequence is { FirstMissing: { } first, LastMissing: { } last } && !UnnumberedBoot.Is(reading.Boot))
        {
            Missing.Add(reading.ReceivedAt, last - first + 1);
        }
    }

    void TakeBoot(Reading reading)
    {
        if (reading.Boot == _boot)
        {
            return;
        }

        if (_boot is not null && reading.Boot == Sequences.LatestBoot && !UnnumberedBoot.Is(reading.Boot))
        {
            RestartedAt = reading.ReceivedAt;
        }

        _boot = reading.Boot;
        Pump = null;
        ProgrammedRateMlPerHour = null;
        CurrentRateMlPerHour = null;
        ToBeInfusedMl = null;
        RemainingMl = null;
        ConcentrationMgPerMl = null;
    }

    void TakePump(Reading reading, DateTimeOffset chartTime)
    {
        Pump = Merge(Pump, reading.Pump);
        foreach (ref readonly var sample in reading.Samples.AsSpan())
        {
            switch (sample.Metric)
            {
                case Metric.PumpRateProgrammed:
                    ProgrammedRateMlPerHour = sample.Value;
                    break;
                case Metric.PumpRateCurrent:
                    CurrentRateMlPerHour = sample.Value;
                    break;
                case Metric.VolumeToBeInfused:
                    ToBeInfusedMl = sample.Value;
                    break;
                case Metric.VolumeRemaining:
                    RemainingMl = sample.Value;
                    break;
                case Metric.DrugConcentration:
                    ConcentrationMgPerMl = sample.Value;
                    break;
                case Metric.VolumeDeliveredTotal when sample.Value is { } total:
                    TotalMl = total;
                    TotalAt = chartTime;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>What the pump has said with this reading, which is not taken in yet.</summary>
    internal PumpState? Said(Reading reading) => Merge(reading.Boot == _boot ? Pump : null, reading.Pump);

    static PumpState? Merge(PumpState? known, PumpState? said)
    {
        if (said is null || known is null || said == known)
        {
            return said is null || said == known ? known : said;
        }

        var merged = new PumpState(
            said.Status == PumpStatus.Unknown ? known.Status : said.Status,
            said.Mode == PumpMode.Unknown ? known.Mode : said.Mode,
            said.Drug ?? known.Drug);
        return merged == known ? known : merged;
    }
}
