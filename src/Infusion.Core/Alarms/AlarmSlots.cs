using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Alarms;

/// <summary>A condition that holds or is about to: waiting for its delay, or raised as <see cref="Alarm"/>.</summary>
public sealed class AlarmSlot(string rule, Metric metric, string? source)
{
    /// <summary>The rule's code.</summary>
    public string Rule { get; } = rule;

    public Metric Metric { get; } = metric;

    /// <summary>The device, for a rule about devices.</summary>
    public string? Source { get; } = source;

    /// <summary>As live and late readings tell it.</summary>
    public DateTimeOffset Onset { get; set; }

    /// <summary>As live readings alone tell it: the delay counts from here.</summary>
    public DateTimeOffset LiveOnset { get; set; }

    /// <summary>The last live word on the metric before it, exclusive; null: not known any more, the onset stays.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>The live onset on the device's clock.</summary>
    public DateTimeOffset OnsetClockAt { get; set; }

    /// <summary>When the breach was last seen, for a waiting slot.</summary>
    public DateTimeOffset LastBreachAt { get; set; }

    /// <summary>Null while waiting.</summary>
    public Guid? Alarm { get; set; }
}

/// <summary>
/// One slot for each (rule, metric, source) whose condition holds: what occupies a slot is not raised a second time.
/// Empty, and free of allocation, while all is well.
/// </summary>
public sealed class AlarmSlots
{
    readonly List<AlarmSlot> _slots = [];

    public IReadOnlyList<AlarmSlot> All => _slots;

    public AlarmSlot? Find(string rule, Metric metric, string? source)
    {
        for (var index = 0; index < _slots.Count; index++)
        {
            var slot = _slots[index];
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

    /// <summary>Whether a condition of this rule is waiting for its delay.</summary>
    public bool IsWaiting(SafetyRule rule)
    {
        for (var index = 0; index < _slots.Count; index++)
        {
            if (_slots[index].Alarm is null && _slots[index].Rule == rule.Code)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>After a restart: an active alarm occupies its slot, so the same condition does not sound again.</summary>
    public void Occupy(Alarm alarm)
    {
        if (alarm.Presence == AlarmPresence.Active && Find(alarm.Rule, alarm.Metric, alarm.Source) is null)
        {
            var slot = Open(alarm.Rule, alarm.Metric, alarm.Source);
            slot.Onset = alarm.Onset;
            slot.LiveOnset = alarm.Onset;
            slot.Alarm = alarm.Id;
        }
    }
}
