using System.Runtime.InteropServices;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Alarms;

/// <summary>One level of a condition that holds or is about to: waiting for its delay, or up.</summary>
public sealed class AlarmLevel(AlarmPriority priority)
{
    public AlarmPriority Priority { get; } = priority;

    /// <summary>As live and late readings tell it.</summary>
    public DateTimeOffset Onset { get; set; }

    /// <summary>As live readings alone tell it: the delay counts from here.</summary>
    public DateTimeOffset LiveOnset { get; set; }

    /// <summary>The last live word on the metric before it, exclusive; null: not known any more, the onset stays.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>The live onset on the device's clock.</summary>
    public DateTimeOffset OnsetClockAt { get; set; }

    /// <summary>When the breach was last seen, while waiting.</summary>
    public DateTimeOffset LastBreachAt { get; set; }

    /// <summary>Depth beyond the limit summed over time (unit times seconds), while waiting.</summary>
    public decimal DepthSeconds { get; set; }

    /// <summary>The delay is over.</summary>
    public bool IsUp { get; set; }

    internal AlarmLevel Copy() => (AlarmLevel)MemberwiseClone();
}

/// <summary>What is the matter, at the levels that hold: one alarm at most, of the gravest level that is up.</summary>
public sealed class AlarmSlot(string rule, Metric metric, string? source)
{
    /// <summary>The rule's code.</summary>
    public string Rule { get; } = rule;

    public Metric Metric { get; } = metric;

    /// <summary>The device, or the item of a rule that has some: see <see cref="AlarmSource"/>.</summary>
    public string? Source { get; } = source;

    public List<AlarmLevel> Levels { get; } = new(1);

    /// <summary>See <see cref="AlarmSlots.Marks"/>.</summary>
    internal ulong Mark { get; } = AlarmSlots.MarkOf(rule, metric);

    /// <summary>Null while waiting.</summary>
    public Guid? Alarm { get; set; }

    /// <summary>What the alarm last said.</summary>
    public AlarmPriority Said { get; set; }

    /// <summary>The level that raised it, by whose onset it is known; unknown for one that returned: its onset stays the first.</summary>
    public AlarmPriority RaisedAs { get; set; }

    public AlarmLevel? Find(AlarmPriority priority)
    {
        for (var index = 0; index < Levels.Count; index++)
        {
            if (Levels[index].Priority == priority)
            {
                return Levels[index];
            }
        }

        return null;
    }

    /// <summary>The gravest level that is up; null: none.</summary>
    public AlarmLevel? Gravest()
    {
        AlarmLevel? gravest = null;
        for (var index = 0; index < Levels.Count; index++)
        {
            if (Levels[index].IsUp && (gravest is null || Levels[index].Priority > gravest.Priority))
            {
                gravest = Levels[index];
            }
        }

        return gravest;
    }
}

/// <summary>
/// One slot for each (rule, metric, source) whose condition holds: what occupies a slot is not raised a second time.
/// Empty, and free of allocation, while all is well.
/// </summary>
public sealed class AlarmSlots
{
    readonly List<AlarmSlot> _slots = [];
    readonly List<LastOnset> _last = [];

    public IReadOnlyList<AlarmSlot> All => _slots;

    ReadOnlySpan<AlarmSlot> Slots => CollectionsMarshal.AsSpan(_slots);

    internal AlarmRush Rush { get; } = new();

    /// <summary>The marks of all slots, to see quickly that none is of a rule. Two rules may share a mark.</summary>
    internal ulong Marks
    {
        get
        {
            var marks = 0ul;
            foreach (var slot in Slots)
            {
                marks |= slot.Mark;
            }

            return marks;
        }
    }

    /// <summary>Whether a condition of the rule holds or waits, whatever its source.</summary>
    internal bool Holds(string rule, Metric metric)
    {
        foreach (var slot in Slots)
        {
            if (slot.Metric == metric && slot.Rule == rule)
            {
                return true;
            }
        }

        return false;
    }

    internal static ulong MarkOf(string rule, Metric metric) => 1ul << ((rule.Length + (rule[0] * 31) + (rule[^1] * 7) + (int)metric) % 64);

    public AlarmSlot? Find(string rule, Metric metric, string? source)
    {
        foreach (var slot in Slots)
        {
            if (slot.Metric == metric && slot.Rule == rule && slot.Source == source)
            {
                return slot;
            }
        }

        return null;
    }

    public AlarmSlot Open(string rule, Metric metric, string? source)
    {
        var slot = new AlarmSlot(rule, metric, source);
        _slots.Add(slot);
        return slot;
    }

    public void Close(AlarmSlot slot) => _slots.Remove(slot);

    /// <summary>
    /// Since when an alarm that is raised now has held. The same evidence may sound a second time (a limit was moved away and back,
    /// what spoke for it fell silent): that is another alarm, and began when it was found again.
    /// </summary>
    public DateTimeOffset OnsetOf(AlarmSlot slot, DateTimeOffset onset, DateTimeOffset now)
    {
        var index = _last.FindIndex(each => each.Metric == slot.Metric && each.Rule == slot.Rule && each.Source == slot.Source);
        if (index >= 0)
        {
            var last = _last[index].Onset;
            onset = onset > last ? onset : now > last ? now : last.AddMilliseconds(1);
            _last.RemoveAt(index);
        }

        _last.Add(new LastOnset(slot.Rule, slot.Metric, slot.Source, onset));
        return onset;
    }

    /// <summary>Whether a condition of any rule is waiting for a delay.</summary>
    public bool IsAnyWaiting
    {
        get
        {
            foreach (var slot in Slots)
            {
                if (IsWaiting(slot))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whether a condition of this rule is waiting for a delay.</summary>
    public bool IsWaiting(SafetyRule rule)
    {
        foreach (var slot in Slots)
        {
            if (slot.Rule == rule.Code && IsWaiting(slot))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// After a restart: an active alarm occupies its slot, so the same condition does not sound again. What holds at its
    /// priority holds at the lesser ones.
    /// </summary>
    public void Occupy(Alarm alarm, RulesInForce rules)
    {
        if (alarm.Presence != AlarmPresence.Active || Find(alarm.Rule, alarm.Metric, alarm.Source) is not null)
        {
            return;
        }

        var slot = Open(alarm.Rule, alarm.Metric, alarm.Source);
        (slot.Alarm, slot.Said) = (alarm.Id, alarm.Priority);
        slot.RaisedAs = alarm.ReturnedAt is null ? alarm.Priority : AlarmPriority.Unknown;
        slot.Levels.Add(Up(alarm.Priority, alarm.Onset));
        _last.Add(new LastOnset(alarm.Rule, alarm.Metric, alarm.Source, alarm.Onset));
        foreach (var rule in rules.All)
        {
            if (rule.Rule.Code == alarm.Rule && rule.Metric == alarm.Metric)
            {
                HoldLesser(slot, rule, alarm);
            }
        }
    }

    static void HoldLesser(AlarmSlot slot, RuleInForce rule, Alarm alarm)
    {
        foreach (var level in rule.Levels)
        {
            if (level.Priority < alarm.Priority)
            {
                slot.Levels.Add(Up(level.Priority, alarm.Onset));
            }
        }
    }

    static bool IsWaiting(AlarmSlot slot)
    {
        foreach (var level in CollectionsMarshal.AsSpan(slot.Levels))
        {
            if (!level.IsUp)
            {
                return true;
            }
        }

        return false;
    }

    static AlarmLevel Up(AlarmPriority priority, DateTimeOffset onset) => new(priority) { Onset = onset, LiveOnset = onset, IsUp = true };

    /// <summary>By which onset the last alarm of a condition is known.</summary>
    sealed record LastOnset(string Rule, Metric Metric, string? Source, DateTimeOffset Onset);
}
