using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>What a rule may look at: the limits in force, one session, one device, and the time. Read only.</summary>
public readonly ref struct SafetyView
{
    readonly LateWord? _late;

    internal SafetyView(SafetyLimits limits, SessionLive? session, DeviceLive? device, DateTimeOffset watchingSince, DateTimeOffset now)
    {
        Limits = limits;
        Session = session;
        Device = device;
        WatchingSince = watchingSince;
        Now = now;
    }

    SafetyView(SafetyView here, Metric metric, in LateValue late)
        : this(here.Limits, here.Session, here.Device, here.WatchingSince, here.Now)
    {
        (Limit, Level, Protocol) = (here.Limit, here.Level, here.Protocol);
        _late = new LateWord(metric, new LiveValue(late.Value, late.Quality, late.At, late.At, ""));
    }

    public SafetyLimits Limits { get; }

    /// <summary>Of the session; null: no session, or the clinic does not have it.</summary>
    public InfusionProtocol? Protocol { get; internal init; }

    /// <summary>The limit judged; null for a rule that judges none.</summary>
    public VitalLimit? Limit { get; internal init; }

    /// <summary>Notes what is looked at, when somebody wants to know; null: nobody does.</summary>
    internal LookedAt? Looked { get; init; }

    /// <summary>An alarm of the rule stands: a breach need not give its numbers.</summary>
    internal bool IsVerdictEnough { get; init; }

    /// <summary>The level judged, of a rule that tells its levels apart itself.</summary>
    public AlarmPriority Level { get; internal init; }

    /// <summary>Which of the rule's items is judged, by its place among them; 0 for a rule that has none.</summary>
    public int Item { get; internal init; }

    /// <summary>The alarm of a device that is judged; null: the device does not list it any more.</summary>
    public DeviceAlert? Alert { get; internal init; }

    /// <summary>Null: the device belongs to no open session.</summary>
    public SessionLive? Session { get; }

    /// <summary>The device judged; null for a rule about a session's vitals.</summary>
    public DeviceLive? Device { get; }

    /// <summary>Silence before this instant was ours (start, move), not the device's.</summary>
    public DateTimeOffset WatchingSince { get; }

    public DateTimeOffset Now { get; }

    /// <summary>From check-in until discharge the patient is on the monitor.</summary>
    public bool IsMonitored => Session is { } live && live.State.IsMonitored;

    /// <summary>The latest word on a metric, no value included; null: none, or older than the metric's staleness.</summary>
    public LiveValue? Fresh(Metric metric)
    {
        Looked?.Add(metric);
        if (_late is not null && _late.Metric == metric)
        {
            return _late.Value;
        }

        if (Session is null)
        {
            return null;
        }

        ref readonly var word = ref Session.WordOn(metric);
        return word.HasValue && IsFresh(metric, word) ? word : null;
    }

    /// <summary>Whether there is a fresh number; cheaper than <see cref="Fresh"/> for who asks no more, of a live session.</summary>
    internal bool HasFreshNumber(Metric metric, out decimal number)
    {
        number = 0m;
        ref readonly var word = ref Session!.WordOn(metric);
        if (!word.HasValue || Nullable.GetValueRefOrDefaultRef(in word).Value is not { } known || !IsFresh(metric, word))
        {
            return false;
        }

        number = known;
        return true;
    }

    /// <summary>The session's value before the infusion; null: none was taken.</summary>
    public decimal? Baseline(Metric metric) =>
        Session?.State.Baseline.TryGetValue(metric, out var value) == true ? value : null;

    /// <summary>A late value is judged in place of the latest word: by itself, as nobody knows any more what stood beside it.</summary>
    internal bool IsLate => _late is not null;

    /// <summary>The same at one level of a rule.</summary>
    internal SafetyView At(RuleLevel level) => this with { Limit = level.Limit, Level = level.From };

    /// <summary>The same with a late value in place of the latest word on its metric.</summary>
    internal SafetyView With(Metric metric, in LateValue late) => new(this, metric, late);

    /// <summary>Chart time of the last live word of the device judged; now when there was none.</summary>
    public DateTimeOffset HeardAt => Device?.LastLiveAt ?? Now;

    /// <summary>Whether the device judged delivers, by its own word; null: not said, or said too long ago.</summary>
    public bool? IsDelivering => Device?.IsDelivering(Now);

    bool IsFresh(Metric metric, in LiveValue? word) =>
        Now - Nullable.GetValueRefOrDefaultRef(in word).At
            < Session!.StaleAfter(metric, Nullable.GetValueRefOrDefaultRef(in word), Now);

    /// <summary>On the heap, so that views without one stay small: they are made for each level of each rule.</summary>
    sealed record LateWord(Metric Metric, LiveValue Value);
}
