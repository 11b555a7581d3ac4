namespace Infusion.Core.Sessions;

public static partial class Session
{
    /// <summary>How long after it was charted an entry may be taken back. Inclusive.</summary>
    public static TimeSpan WithdrawWithin { get; } = TimeSpan.FromSeconds(60);

    const string WayOut = "Chart the right value, which counts from then on, and write a note that says what was wrong.";

    /// <summary>Whether this person could take the entry back now.</summary>
    /// <returns>Null: no, or it is taken back already. Otherwise until when, inclusive.</returns>
    public static DateTimeOffset? MayWithdrawUntil(SessionState state, Guid entry, string by, DateTimeOffset now) =>
        state.Entries.Find(entry) is { } found && state.IsOpen && RefuseWithdrawal(state, found, by, now) is null
            ? found.ChartedAt + WithdrawWithin
            : null;

    static Decision Withdraw(SessionState state, WithdrawEntry command, DateTimeOffset now)
    {
        if (state.Entries.Find(command.Entry) is not { } entry)
        {
            return Reject(
                "entry-unknown",
                $"Nothing that can be taken back was charted here under this id in the last {WithdrawWithin.TotalSeconds:0} s. {WayOut}");
        }

        return RefuseWithdrawal(state, entry, command.By, now) ?? Accept(new EntryWithdrawn(now, entry.Id, entry.ChartedAt, command.By));
    }

    static Decision? RefuseWithdrawal(SessionState state, Entry entry, string by, DateTimeOffset now)
    {
        if (WhyFixed(entry.Event) is { } instead)
        {
            return Reject("entry-fixed", instead);
        }

        if (entry.WithdrawnAt is { } at)
        {
            return Reject("entry-withdrawn", $"This entry is taken back already, {(now - at).TotalSeconds:0} s ago.");
        }

        if (entry.By != by)
        {
            return Reject("entry-of-another", $"Only {entry.By}, who charted it, can take it back. {WayOut}");
        }

        var age = now - entry.ChartedAt;
        return age > WithdrawWithin
            ? Reject("entry-too-late", $"It was charted {Math.Ceiling(age.TotalSeconds):0} s ago; an entry can be taken back for {WithdrawWithin.TotalSeconds:0} s. It stands. {WayOut}")
            : RefuseRestedOn(state, entry);
    }

    /// <summary>What later rests on the entry goes first, or has been decided by it.</summary>
    static Decision? RefuseRestedOn(SessionState state, Entry entry) => entry.Event switch
    {
        AdverseEventCharted e when state.Care.AdverseEvents.Any(each => each.Id == e.AdverseEvent && each.Outcome is not null) =>
            Reject("entry-has-outcome", "The outcome of this adverse event is charted; take the outcome back first."),
        RescueGiven e when state.Care.Rescues.Any(each => each.Id == e.Rescue && each.Response is not null) =>
            Reject("entry-has-response", "The response to this medication is charted; take the response back first."),
        not (ObservationCharted or VitalsCharted or RecoveryScored or InstructionsGiven or EscortPresent or DischargeNeedSeen) => null,
        _ when state.Phase == SessionPhase.Discharged =>
            Reject("entry-rested-on", $"The patient was discharged after it was charted, and by it. It stands. {WayOut}"),
        _ when entry.Phase < SessionPhase.Infusing && state.Phase != entry.Phase =>
            Reject("entry-rested-on", $"The session is {Words(state.Phase)} since it was charted, and went on by it. It stands. {WayOut}"),
        _ => null,
    };

    /// <returns>What to do instead; null: this kind can be taken back.</returns>
    static string? WhyFixed(SessionEvent happened) => happened switch
    {
        ObservationCharted or VitalsCharted or NoteWritten or RecoveryScored or InstructionsGiven or EscortPresent or DischargeNeedSeen
            or AdverseEventCharted or AdverseEventOutcomeCharted or RescueGiven or RescueResponseCharted or SettingCharted => null,
        InfusionStarted => "A start cannot be taken back: pause or stop the infusion, and write a note.",
        InfusionPaused => "A pause cannot be taken back: resume the infusion.",
        InfusionResumed => "A resumption cannot be taken back: pause the infusion.",
        InfusionStopped => "A stop cannot be taken back. Write a note; what the pump gives from here on is charted all the same.",
        PatientCheckedIn => "A check-in cannot be taken back. Write a note, and close the session if it is the wrong patient's.",
        DoseGiven => "A dose that was charted as given cannot be taken back. Write a note that says what was given; the chart's correction names it.",
        VialOpened or VialGiven or VialWasted or VialReturned or VialOverfillCharted =>
            "What is charted of a vial cannot be taken back: two people or the balance rest on it. Chart what is missing, and write a note.",
        VitalReviewed => "A verdict on a value cannot be taken back: give the other verdict.",
        VitalsByHandSet => "Who measures the vitals cannot be taken back: set it again.",
        EmergencyCalled => "A call for help cannot be taken back: people are on their way. End the emergency when they know.",
        EmergencyArrived or EmergencyEnded => "What is charted of an emergency cannot be taken back. Write a note, or call again.",
        EntryWithdrawn => "What was taken back stays so: chart it again.",
        CheckInAnswered => "An answer at check-in is taken back at its own line, at any time before the start.",
        _ => $"This kind of entry cannot be taken back. {WayOut}",
    };

    static SessionState Remember(SessionState before, SessionState after, SessionEvent happened) => EntryMemory.IdOf(happened) is { } id
        ? after with { Entries = after.Entries.With(new Entry(id, happened, before.Phase, before.StartedAt, Standing.Of(before))) }
        : after;

    /// <summary>Those that came after the entry happen once more, on what stood before it.</summary>
    static SessionState Withdrawn(SessionState state, EntryWithdrawn withdrawn)
    {
        var entries = state.Entries.Entries;
        var index = 0;
        while (index < entries.Length && !(entries[index].Id == withdrawn.Withdrawn && entries[index].WithdrawnAt is null))
        {
            index++;
        }

        if (index == entries.Length)
        {
            return state;
        }

        var standing = entries[index].Before;
        var kept = entries.ToBuilder();
        kept[index] = entries[index] with { WithdrawnAt = withdrawn.At };
        for (var later = index + 1; later < entries.Length; later++)
        {
            kept[later] = entries[later] with { Before = standing };
            standing = entries[later].WithdrawnAt is null ? After(state, standing, entries[later]) : standing;
        }

        return standing.In(state) with { Entries = new EntryMemory(kept.ToImmutable()) };
    }

    static Standing After(SessionState state, Standing before, Entry entry) =>
        Standing.Of(Happen(before.In(state) with { StartedAt = entry.StartedAt }, entry.Event, state.Id));
}
