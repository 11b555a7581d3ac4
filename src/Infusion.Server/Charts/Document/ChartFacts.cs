using System.Collections.Immutable;
using Infusion.Core.Charting;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Pharmacokinetics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;

namespace Infusion.Server.Charts.Document;

/// <summary>What the sections and the graph share: computed once from the source, by the same functions that ran live.</summary>
sealed class ChartFacts
{
    readonly ChartRecord _content;

    /// <param name="readings">All of the session's.</param>
    /// <param name="asOf">Null: of what was recorded last.</param>
    public ChartFacts(ChartRecord content, ChartFold readings, IReadOnlyList<Signature> signatures, DateTimeOffset? asOf)
    {
        (_content, State, Signatures) = (content, content.State, signatures);
        var state = content.State;
        AsOf = asOf ?? LastRecorded(content, readings, signatures);
        Notes = content.Notes.ToDictionary(note => note.Id);
        IReadOnlyList<SessionEvent> all = [.. content.Events.Select(each => each.Event)];
        Events = Withdrawals.Standing(all);
        Withdrawn = Withdrawals.Of(all);
        Entries = ChartEvents.Entries(all);
        var planned = Events.OfType<SessionPlanned>().First();
        Planned = planned;
        From = new[] { state.CheckedInAt, state.StartedAt, state.DeliveryBeganAt, state.Associations.Select(each => (DateTimeOffset?)each.From).Min() }
            .Min() ?? planned.At;
        To = state.DischargedAt ?? (state.Phase == SessionPhase.Closed ? state.PhaseSince : AsOf);
        To = To <= From ? From.AddMinutes(1) : To;
        Time = new ChartTime(content.About.TimeZone, From);
        Wording = new Wording(Time.Full, Time.FullMinute, Person);
        Minutes = readings.Minutes(From, To);
        Delivery = readings.Delivery(state);
        Concentration = readings.Concentration;
        Pressures = [.. readings.Pressures.Where(each => each.At >= From)];
        Attachments = readings.Attachments;
        Gaps = [.. Attachments.SelectMany(each => TrendGaps.Of(each, To)).OrderBy(gap => gap.From).ThenBy(gap => gap.Device, StringComparer.Ordinal)];
        Interruptions = [.. Events.OfType<MonitoringInterrupted>()];
        Reviews = Events.OfType<VitalReviewed>().ToLookup(review => review.Metric);
        Raised = Events.OfType<AlarmRaised>().ToDictionary(alarm => alarm.Alarm);
        ByHand = [.. Events.OfType<VitalsCharted>().OrderBy(charted => charted.At)];
    }

    public DateTimeOffset AsOf { get; }

    public IReadOnlyList<Signature> Signatures { get; }

    public ChartAbout About => _content.About;

    public Guid Session => _content.About.Session;

    /// <summary>Null: the version is not there any more.</summary>
    public InfusionProtocol? Protocol => _content.About.Protocol;

    /// <summary>Null: erased.</summary>
    public ChartPatient? Patient => _content.About.Patient is { FamilyName: not null } known ? known : null;

    /// <summary>In the order of the stream, with what was taken back.</summary>
    public IReadOnlyList<ChartEvent> Charted => _content.Events;

    public IReadOnlyList<ChartAddition> Additions => _content.Additions;

    /// <summary>What each attachment of a device sent.</summary>
    public IReadOnlyList<AttachmentHeard> Attachments { get; }

    public IReadOnlyDictionary<Guid, NoteDocument> Notes { get; }

    public SessionState State { get; }

    public SessionPlanned Planned { get; }

    /// <summary>What counts: without what was taken back.</summary>
    public IReadOnlyList<SessionEvent> Events { get; }

    /// <summary>What was entered in error, by the id of the entry.</summary>
    public IReadOnlyDictionary<Guid, EntryWithdrawn> Withdrawn { get; }

    /// <summary>What people entered, by its id.</summary>
    public IReadOnlyDictionary<Guid, SessionEvent> Entries { get; }

    public ChartTime Time { get; }

    /// <summary>The clinic's clock, and people by the name that stands in a chart.</summary>
    public Wording Wording { get; }

    /// <summary>The stretch that is drawn and tabled: check-in to discharge, or to now.</summary>
    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    public MinuteChart Minutes { get; }

    public DeliveryCourse Delivery { get; }

    public ImmutableArray<CoursePoint> Concentration { get; }

    public IReadOnlyList<ChartedPressure> Pressures { get; }

    public IReadOnlyList<TelemetryGap> Gaps { get; }

    public IReadOnlyList<MonitoringInterrupted> Interruptions { get; }

    public ILookup<Metric, VitalReviewed> Reviews { get; }

    public IReadOnlyList<VitalsCharted> ByHand { get; }

    /// <summary>The alarms of the session by id.</summary>
    public IReadOnlyDictionary<Guid, AlarmRaised> Raised { get; }

    public DeviceKind KindOf(string device) =>
        State.Associations.FirstOrDefault(each => each.Device == device)?.Kind ?? DeviceKind.Unknown;

    /// <summary>By the name that stands in a chart, with the role.</summary>
    public string Person(string name) => About.Roles.TryGetValue(name, out var role) ? $"{_content.NameOf(name)} ({role})" : _content.NameOf(name);

    public string Note(Guid id) => Notes.TryGetValue(id, out var note) ? note.Text : "erased";

    /// <summary>When it was, and when it was entered where that was later.</summary>
    public string When(SessionEvent happened) => happened is EnteredEvent { ChartedAt: { } entered }
        ? $"{Time.Clock(happened.At)} (entered {Time.Clock(entered)})"
        : Time.Clock(happened.At);

    /// <summary>Whether it tells of a device that turned out to be at another patient.</summary>
    public bool IsOfAnotherPatient(SessionEvent happened) => AssociationSentences.IsOfAnotherPatient(happened, State, Events);

    public VitalVerdict? VerdictOn(Metric metric, string device, DateTimeOffset from, DateTimeOffset until)
    {
        VitalVerdict? verdict = null;
        foreach (var review in Reviews[metric])
        {
            verdict = review.Device == device && review.At >= from && review.At < until ? review.Verdict : verdict;
        }

        return verdict;
    }

    /// <summary>Whether any of that time is in a gap.</summary>
    public bool IsInGap(DeviceKind kind, DateTimeOffset from, DateTimeOffset until)
    {
        var (first, last) = (from.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds());
        return Gaps.Any(gap => gap.From < last && first < gap.To && KindOf(gap.Device) == kind)
            || Interruptions.Any(gone => gone.From < until && from < gone.To);
    }

    static DateTimeOffset LastRecorded(ChartRecord content, ChartFold readings, IReadOnlyList<Signature> signatures) =>
        content.Events.Select(each => each.RecordedAt).Concat(signatures.Select(each => each.At)).Append(readings.LastReceivedAt ?? DateTimeOffset.MinValue).Max();
}
