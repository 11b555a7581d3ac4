using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Outcomes;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

/// <summary>An event as a sentence for people. Numbers carry their units.</summary>
static class ChartEvents
{
    /// <param name="raised">The alarms of this session, by id, so that what became of one names it.</param>
    /// <param name="wording">Null: plain.</param>
    /// <param name="entries">Of this session, by their ids, so that what was taken back is named. Null: it is not.</param>
    public static ChartEventView Build(
        Guid id,
        SessionEvent e,
        DateTimeOffset recordedAt,
        IReadOnlyDictionary<Guid, NoteDocument> notes,
        IReadOnlyDictionary<Guid, AlarmRaised> raised,
        Wording? wording = null,
        IReadOnlyDictionary<Guid, SessionEvent>? entries = null)
    {
        (string? By, string Text) Said(SessionEvent happened) =>
            Say(happened, notes, wording ?? Wording.Plain, alarm => raised.TryGetValue(alarm, out var known) ? Headline(known) : "an alarm");
        var (by, text) = e is EntryWithdrawn withdrawn
            ? (withdrawn.By, $"Taken back, {After(withdrawn)}: {(entries?.GetValueOrDefault(withdrawn.Withdrawn) is { } entry ? Said(entry).Text : "an entry")}")
            : Said(e);
        return new ChartEventView(
            id, SessionEventNames.All.GetValueOrDefault(e.GetType(), e.GetType().Name), e.At, recordedAt, by, text, (e as AlarmRaised)?.Priority, (e as EnteredEvent)?.ChartedAt);
    }

    /// <summary>The entries among them, by their ids.</summary>
    public static IReadOnlyDictionary<Guid, SessionEvent> Entries(IEnumerable<SessionEvent> events)
    {
        var entries = new Dictionary<Guid, SessionEvent>();
        foreach (var happened in events)
        {
            if (EntryMemory.IdOf(happened) is { } entry)
            {
                entries.TryAdd(entry, happened);
            }
        }

        return entries;
    }

    /// <summary>How long an entry stood before it was taken back: "20 s after".</summary>
    public static string After(EntryWithdrawn withdrawn) => $"{(withdrawn.At - withdrawn.EnteredAt).TotalSeconds:0} s after";

    static string Headline(AlarmRaised raised) => AlarmText.Headline(AlarmFold.Next(null, raised)!);

    static (string? By, string Text) Say(
        SessionEvent e, IReadOnlyDictionary<Guid, NoteDocument> notes, Wording wording, Func<Guid, string> alarm) => e switch
        {
            SessionPlanned planned => (planned.By, $"Planned at {planned.Chair}: {planned.Order.Drug} {planned.Order.Dose.Milligrams:0.##} mg over {planned.Order.Duration.TotalMinutes:0} min"),
            PatientCheckedIn checkedIn => (checkedIn.By, "Checked in"),
            SessionReadied readied => (readied.By, "Ready"),
            InfusionStarted started => (started.By, "Infusion started"),
            InfusionPaused paused => (paused.By, $"Infusion paused{CareSentences.Because(paused.Reason)}"),
            InfusionResumed resumed => (resumed.By, "Infusion resumed"),
            InfusionStopped stopped => (stopped.By, $"Infusion stopped, recovery begins{CareSentences.Because(stopped.Reason)}"),
            PatientDischarged discharged => (discharged.By, "Discharged"),
            SessionClosed closed => (closed.By, "Session closed"),
            DeviceAssociated associated => (associated.By, $"{associated.Device} attached"),
            DeviceReleased released => (released.By, $"{released.Device} detached"),
            NoteWritten written => (written.By, notes.TryGetValue(written.Note, out var note) ? note.Text : "Note erased"),
            DeliveryStarted delivery => (null, $"Pump delivers, {delivery.Rate.MillilitresPerHour:0.##} mL/h"),
            RateChanged changed => (null, $"Rate {changed.From.MillilitresPerHour:0.##} to {changed.To.MillilitresPerHour:0.##} mL/h"),
            DeliveryStopped delivery => (null, $"Pump stopped after {delivery.SegmentVolume.Millilitres:0.##} mL"),
            BolusDelivered bolus => (null, $"Bolus {bolus.Volume.Millilitres:0.##} mL"),
            AlarmRaised raised => (null, Headline(raised)),
            AlarmPriorityChanged changed => (null, $"Now {changed.To.ToString().ToLowerInvariant()} priority ({AlarmText.Number(changed.Observed)}): {alarm(changed.Alarm)}"),
            AlarmConditionCleared cleared => (null, $"Ended: {alarm(cleared.Alarm)}"),
            AlarmAcknowledged acknowledged => (acknowledged.By, $"Acknowledged: {alarm(acknowledged.Alarm)}"),
            AlarmAudioPaused paused => (paused.By, $"Sound paused {(paused.Until - paused.At).TotalSeconds:0} s: {alarm(paused.Alarm)}"),
            AlarmOnsetCorrected corrected => (null, Corrected(corrected, alarm(corrected.Alarm))),
            AlarmReturned returned => (null, $"Back ({AlarmText.Number(returned.Observed)}): {alarm(returned.Alarm)}"),
            AlarmStandsAlone alone => (null, $"Sounds by itself now: {alarm(alone.Alarm)}"),
            AlarmAssigned { Step: 0 } assigned => (null, $"Nobody on duty is named: {alarm(assigned.Alarm)}"),
            AlarmAssigned assigned => (null, $"Called {string.Join(", ", assigned.People.Select(wording.Person))} (step {assigned.Step}): {alarm(assigned.Alarm)}"),
            AlarmAccepted accepted => (accepted.By, $"Accepted: {alarm(accepted.Alarm)}"),
            AlarmRefused refused => (refused.By, $"Refused (step {refused.Step}): {alarm(refused.Alarm)}"),
            AlarmNotAnswered { RemindsAt: not null } unanswered => (null, $"No answer from the last step ({unanswered.Step}), reminded: {alarm(unanswered.Alarm)}"),
            AlarmNotAnswered unanswered => (null, $"No answer (step {unanswered.Step}): {alarm(unanswered.Alarm)}"),
            DutyChanged duty => (duty.By, Duty(duty)),
            ChairDutyEvent chair => (chair.By, ChairDutyWords.Of(chair)),
            ChairSetupEvent setUp => (setUp.By, ChairDutyWords.Of(setUp)),
            TelemetryGapOpened gap => (null, $"Messages {gap.FirstMissing} to {gap.LastMissing} of {gap.Device} are missing"),
            TelemetryGapClosed gap => (null, $"Messages {gap.FirstMissing} to {gap.LastMissing} of {gap.Device} have arrived"),
            DeviceClockJumped jump => (null, $"Clock of {jump.Device} jumped from {Behind(jump.From)} to {Behind(jump.To)}"),
            MonitoringInterrupted interrupted => (null, $"Not monitored for {(interrupted.To - interrupted.From).TotalSeconds:0} s"),
            ObservationCharted charted => (charted.By, Charted(charted)),
            ObservationMissed missed => (null, $"Missed: {ObservationWords.Of(missed.What)}, due {(missed.At - missed.DueAt).TotalMinutes:0.#} min before"),
            BaselineTaken baseline => (null, Baseline(baseline)),
            LimitAdjusted adjusted => (adjusted.By, Adjusted(adjusted, notes)),
            OrderGuardrailOverridden overridden => (overridden.By, Overridden(overridden, notes, wording)),
            ContainerChanged container => (null, $"Container changed after {container.Delivered.Millilitres:0.##} mL, {Volume(container.ToBeInfused)} to be infused"),
            AfterEvent after => (after.By, AfterSentences.Say(after, notes, wording)),
            AdmissionEvent admission => (admission.By, AdmissionSentences.Of(admission, notes, wording)),
            OutcomeEvent outcome => (outcome.By, OutcomeSentences.Of(outcome, notes)),
            CareEvent care => (care.By, CareSentences.Of(care, notes)),
            _ when AssociationSentences.Of(e, notes, wording) is { } said => said,
            // Better by its name than missing in a chart.
            _ => (null, Readable(e.GetType().Name)),
        };

    /// <summary>SessionPlanned as "Session planned".</summary>
    static string Readable(string name) =>
        string.Concat(name.Select((letter, index) => index > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    static string Overridden(OrderGuardrailOverridden overridden, IReadOnlyDictionary<Guid, NoteDocument> notes, Wording wording)
    {
        var numbers = overridden is { Value: { } value, Bound: { } bound } ? $" ({value:0.####} beyond {bound:0.####})" : "";
        var reason = notes.TryGetValue(overridden.Reason, out var note) ? note.Text : "reason erased";
        return $"Soft limit {overridden.Path}{numbers} overridden with {wording.Person(overridden.SecondPerson)}: {reason}";
    }

    static string Volume(Core.Quantities.Volume? volume) => volume is { } known ? $"{known.Millilitres:0.##} mL" : "unknown volume";

    static string Duty(DutyChanged duty)
    {
        var where = duty.Chair is { } chair ? $"On duty at {chair}" : "On duty";
        return duty.Chain.IsEmpty
            ? $"{where}: nobody named"
            : $"{where}: {string.Join(", then ", duty.Chain.Select(step => $"{string.Join(" or ", step.People)} within {step.AnswerWithin.TotalSeconds:0} s"))}";
    }

    static string Corrected(AlarmOnsetCorrected corrected, string alarm) =>
        $"Began {Math.Abs((corrected.From - corrected.To).TotalSeconds):0} s {(corrected.To < corrected.From ? "earlier" : "later")} by late readings: {alarm}";

    static string Charted(ObservationCharted charted)
    {
        var what = ObservationWords.Of(charted.What);
        return $"{char.ToUpperInvariant(what[0])}{what[1..]}: {ScaleInfo.Find(charted.Scale)?.Label ?? "scale unknown"}, {charted.Score}";
    }

    static string Baseline(BaselineTaken taken)
    {
        var parts = SessionState.BaselineOf(taken).OrderBy(each => each.Key).Select(each => Quantity(each.Key, each.Value)).ToList();
        return parts.Count == 0 ? "No baseline: no valid values before the start" : $"Baseline: {string.Join(", ", parts)}";
    }

    static string Adjusted(LimitAdjusted adjusted, IReadOnlyDictionary<Guid, NoteDocument> notes)
    {
        var row = MetricTable.Of(adjusted.Metric);
        var reason = notes.TryGetValue(adjusted.Reason, out var note) ? note.Text : "erased";
        return $"Limit for {row.Label} {adjusted.Side.ToString().ToLowerInvariant()}, {adjusted.Priority.ToString().ToLowerInvariant()} priority: "
            + $"{AlarmText.Number(adjusted.From)} to {AlarmText.Number(adjusted.To)} {row.UnitText}. Reason: {reason}";
    }

    static string Quantity(Metric metric, decimal value) =>
        $"{MetricTable.Of(metric).Label} {AlarmText.Number(value)} {MetricTable.Of(metric).UnitText}";

    static string Behind(TimeSpan offset) => AlarmText.Behind((decimal)offset.TotalSeconds);
}
