using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;

namespace Infusion.Core.Associations;

/// <summary>A session as it would be, and as it is on record.</summary>
public sealed class CorrectedSession(CorrectedChart chart, AssociationCorrected correction)
{
    readonly AlarmStretches _found = new();
    readonly AlarmStretches _sounded = new();
    readonly List<VitalReviewed> _reviews = [];
    readonly List<DeliveredSegment> _segments = [];
    readonly List<ChartedVital> _charted = [];
    BaselineTaken? _baseline;

    public CorrectedChart Chart { get; } = chart;

    public AssociationCorrected Correction { get; } = correction;

    /// <summary>As it would be; null: its plan was never met.</summary>
    public SessionLive? Live { get; internal set; }

    /// <summary>As its stream says.</summary>
    public SessionState? Recorded { get; private set; }

    /// <summary>What is charted here; null: not yet.</summary>
    public CorrectionCompleted? Completed { get; private set; }

    /// <summary>As its stream says from then on.</summary>
    public SessionState State => Completed is { } completed ? Session.Evolve(Recorded, completed, Chart.Session) : Recorded!;

    /// <summary>What the pumps gave by the record, as far as it is ended.</summary>
    internal Volume? RecordedVolume => Recorded is { SegmentCount: > 0 } or { BolusCount: > 0 } ? Recorded.ClosedSegmentsVolume : null;

    /// <summary>What the device has for this patient's chart in the time of the correction.</summary>
    public IReadOnlyList<ChartedVital> Charted => _charted;

    /// <summary>What people said of single values, oldest first: it holds of the values that are charted anew as well.</summary>
    public IReadOnlyList<VitalReviewed> Reviews => _reviews;

    internal void Record(SessionEvent happened)
    {
        if (happened is VitalReviewed review)
        {
            _reviews.Add(review);
        }

        Recorded = Session.Evolve(Recorded, happened, Chart.Session);
        _sounded.Take(happened);
    }

    internal void Find(in StreamEvent happened)
    {
        _found.Take(happened.Event);
        switch (happened.Event)
        {
            case BaselineTaken taken:
                _baseline = taken;
                break;
            case RateChanged changed:
                Close(happened, changed.SegmentVolume);
                break;
            case DeliveryStopped stopped:
                Close(happened, stopped.SegmentVolume);
                break;
            case BolusDelivered bolus:
                _segments.Add(new DeliveredSegment(bolus.At, bolus.At, bolus.Device, null, bolus.Volume));
                break;
            default:
                break;
        }
    }

    internal void Find(in ChartedVital vital)
    {
        if (vital.Device == Correction.Device && vital.By is null && Correction.Covers(vital.At))
        {
            _charted.Add(vital);
        }
    }

    /// <summary>What the correction comes to here.</summary>
    /// <param name="readings">That moved.</param>
    internal CorrectionCompleted Complete(int readings, Volume? givenBefore, DateTimeOffset now)
    {
        var (live, kept) = (Live!.State, Recorded!.Correction);
        var until = Correction.To ?? now;
        var open = live.OpenSegment is { } segment ? new[] { new DeliveredSegment(segment.StartedAt, null, segment.Device, segment.Rate, null) } : [];
        var isGiven = Chart.Session == Correction.ToSession;
        var strange = isGiven ? [] : _sounded.NotIn(_found, Correction.From, until).Select(alarm => alarm.Alarm).ToList();
        var findings = _found.NotIn(_sounded, Correction.From, until).ToList();
        return Completed = new CorrectionCompleted(
            now, Correction.Correction, Correction.Device, readings, givenBefore, Live.Delivered, DeliveryRecord.Of(live),
            [.. _segments.Concat(open).OrderBy(each => each.From)],
            _baseline,
            [.. strange.Except(kept.OfAnotherPatient)],
            [.. kept.OfAnotherPatient.Where(alarm => _sounded.Raised.Any(each => each.Alarm == alarm && Correction.Covers(each.Onset)) && !strange.Contains(alarm))],
            [.. findings.Where(alarm => !kept.Findings.Any(each => each.Alarm == alarm.Alarm)).Select(Finding)],
            [.. kept.Findings.Where(each => Correction.Covers(each.Onset) && !findings.Any(alarm => alarm.Alarm == each.Alarm)).Select(each => each.Alarm)]);
    }

    RetrospectiveFinding Finding(AlarmRaised alarm) => new(
        alarm.Alarm, alarm.Rule, alarm.Metric, alarm.Source, alarm.Priority, alarm.Onset, _found.EndOf(alarm.Alarm), alarm.Observed, alarm.HardLimit);

    void Close(in StreamEvent happened, Volume volume)
    {
        if (happened.Before?.OpenSegment is { } open)
        {
            _segments.Add(new DeliveredSegment(open.StartedAt, happened.Event.At, open.Device, open.Rate, volume));
        }
    }
}
