using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

public sealed partial class SessionLive
{
    List<HandEntry> _handEntries = [];

    /// <summary>What vitals by hand found when they were charted, as long as they may be taken back; null: not known.</summary>
    internal HandEntry? EntryByHand(Guid entry) => _handEntries.Find(each => each.Entry == entry);

    /// <summary>Nobody knows any more which conditions were held; what is raised stays until a value ends it.</summary>
    internal void ForgetHeld()
    {
        foreach (var each in _handEntries)
        {
            each.Held = null;
        }
    }

    /// <summary>
    /// Values that a person charted a moment ago count no more: what they replaced stands again. Where a device has spoken since,
    /// its word stands, and the trend goes without them.
    /// </summary>
    internal void WithdrawByHand(Guid entry)
    {
        if (EntryByHand(entry) is not { } withdrawn)
        {
            return;
        }

        var (later, ours) = (After(withdrawn), ToldByHandAlone(withdrawn).Select(each => each.Metric).ToList());
        _handEntries.Remove(withdrawn);
        foreach (var part in withdrawn.Parts)
        {
            later.Find(each => each.PartOf(part.Metric) is not null)?.Follow(withdrawn, part);
            if (ours.Contains(part.Metric))
            {
                PutBack(part);
            }
            else
            {
                TakeOut(part, withdrawn.At);
            }
        }

        foreach (var (each, part) in later.SelectMany(each => each.Parts.Select(part => (each, part))))
        {
            if (ours.Contains(part.Metric))
            {
                TakePart(each, part);
            }
        }

        Pressures.Remove(withdrawn.At, HandSource.Of(withdrawn.By));
        foreach (var same in _handEntries.Where(each => each.At == withdrawn.At && each.By == withdrawn.By))
        {
            KeepPressure(same.At, same.Value(Metric.NibpSystolic), same.Value(Metric.NibpDiastolic), HandSource.Of(same.By));
        }
    }

    /// <summary>Of the metrics of an entry: those of which nothing but entries by hand has told since, each with the last of them.</summary>
    internal List<(Metric Metric, HandEntry Last)> ToldByHandAlone(HandEntry entry) =>
    [
        .. entry.Parts.Where(part => IsToldByHandAlone(part, After(entry)))
            .Select(part => (part.Metric, After(entry).FindLast(each => each.PartOf(part.Metric) is not null) ?? entry)),
    ];

    List<HandEntry> After(HandEntry entry) => _handEntries[(_handEntries.IndexOf(entry) + 1)..];

    bool IsToldByHandAlone(HandEntry.Part part, List<HandEntry> later)
    {
        var made = part.Made;
        foreach (var next in later.Select(each => each.PartOf(part.Metric)).OfType<HandEntry.Part>())
        {
            if (next.Found != made)
            {
                return false;
            }

            made = next.Made;
        }

        return _values[(int)part.Metric] == made;
    }

    void PutBack(HandEntry.Part part)
    {
        var metric = (int)part.Metric;
        _values[metric] = part.Found;
        _trends.PutBack(part.Metric, part.Trend);
        (_ownTimes[metric], _before[metric]) = (part.OwnTime, part.Before);
        NibpClockAt = part.Metric == Metric.NibpSystolic ? part.ClockAt : NibpClockAt;
    }

    void TakeOut(HandEntry.Part part, DateTimeOffset at)
    {
        if (part.Value is { } value)
        {
            _trends.Remove(part.Metric, at, value);
        }

        if (_before[(int)part.Metric] == at)
        {
            _before[(int)part.Metric] = part.Found?.At ?? part.Before;
        }
    }

    void Keep(HandEntry entry)
    {
        _handEntries.RemoveAll(each => entry.ChartedAt - each.ChartedAt > Session.WithdrawWithin);
        entry.Held = [.. Slots.All.Where(slot => entry.Parts.Any(part => HeldCondition.LooksAt(slot.Rule, slot.Metric, slot.Source, part.Metric))).Select(HeldCondition.Of)];
        if (entry.Entry is not null)
        {
            _handEntries.Add(entry);
        }
    }
}
