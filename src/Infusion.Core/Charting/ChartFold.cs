using System.Collections.Immutable;
using Infusion.Core.Pharmacokinetics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Charting;

/// <summary>What one attachment of a device sent.</summary>
public sealed class AttachmentHeard(Association association)
{
    public Association Association { get; } = association;

    public HeardTimes Times { get; } = new();

    public int Readings { get; private set; }

    /// <summary>Those with a time by the device's clock.</summary>
    public int WithOwnTime { get; private set; }

    public int Late { get; private set; }

    internal void Take(Reading reading, DateTimeOffset at)
    {
        Times.Take(reading.Boot, reading.Seq, at);
        Readings++;
        WithOwnTime += reading.At is null ? 0 : 1;
        Late += reading.FlaggedLate ? 1 : 0;
    }
}

/// <summary>
/// All that a chart needs of a session's readings, taken in one after another in the order the writer took them in: with the same
/// readings it is the same, however often it was asked in between.
/// </summary>
public sealed class ChartFold
{
    static readonly TimeSpan PointEvery = TimeSpan.FromSeconds(30);

    readonly SessionState _state;
    readonly MinuteChart.Fold _minutes;
    readonly DeliveryFold _delivery;
    readonly ConcentrationFold _concentration;
    readonly List<CuffCourse> _cuffs = [];

    public ChartFold(SessionState state)
    {
        _state = state;
        _minutes = new MinuteChart.Fold(state);
        _delivery = new DeliveryFold(state.Associations, PointEvery);
        _concentration = new ConcentrationFold(state.Associations, state.Order, PointEvery);
        Attachments = [.. state.Associations.Select(association => new AttachmentHeard(association))];
    }

    public static ChartFold Of(SessionState state, IEnumerable<(Reading Reading, DateTimeOffset At)> readings)
    {
        var fold = new ChartFold(state);
        foreach (var (reading, at) in readings)
        {
            fold.Take(reading, at);
        }

        return fold;
    }

    /// <summary>In the order of the session's associations.</summary>
    public ImmutableArray<AttachmentHeard> Attachments { get; }

    /// <summary>The latest receipt of a reading; null: there is none.</summary>
    public DateTimeOffset? LastReceivedAt { get; private set; }

    /// <summary>The estimate.</summary>
    public ImmutableArray<CoursePoint> Concentration => _concentration.Points;

    /// <summary>By monitor; of each, by time.</summary>
    public IEnumerable<ChartedPressure> Pressures => _cuffs.SelectMany(cuff => cuff.Pressures());

    /// <summary>
    /// Whether the state says the same of what the fold rests on: whose the devices were, from when to when vitals are charted,
    /// and the order. If not, the readings are to be told anew.
    /// </summary>
    public bool RestsOn(SessionState state) =>
        _state.Associations.SequenceEqual(state.Associations) && _state.Order == state.Order
        && (_state.CheckedInAt, _state.DischargedAt) == (state.CheckedInAt, state.DischargedAt);

    public void Take(Reading reading, DateTimeOffset at)
    {
        _minutes.Take(reading, at);
        _delivery.Take(reading, at);
        _concentration.Take(reading, at);
        TakeCuff(reading, at);
        foreach (var attachment in Attachments)
        {
            if (attachment.Association.Device == reading.Device && attachment.Association.Covers(at))
            {
                attachment.Take(reading, at);
            }
        }

        LastReceivedAt = LastReceivedAt > reading.ReceivedAt ? LastReceivedAt : reading.ReceivedAt;
    }

    /// <summary>Holds until the next reading.</summary>
    public MinuteChart Minutes(DateTimeOffset from, DateTimeOffset to) => _minutes.Chart(from, to);

    /// <param name="state">As of now.</param>
    public DeliveryCourse Delivery(SessionState state) => _delivery.Course(state);

    void TakeCuff(Reading reading, DateTimeOffset at)
    {
        if (CuffOf(reading.Device) is { } cuff && _state.Monitored(reading.Device, at))
        {
            cuff.Take(reading, at);
        }
    }

    CuffCourse? CuffOf(string device)
    {
        foreach (var known in _cuffs)
        {
            if (known.Device == device)
            {
                return known;
            }
        }

        foreach (var association in _state.Associations)
        {
            if (association.Device == device)
            {
                if (association.Kind != DeviceKind.Monitor)
                {
                    return null;
                }

                _cuffs.Add(new CuffCourse(device));
                return _cuffs[^1];
            }
        }

        return null;
    }
}
