namespace Infusion.Core.SignOff;

/// <summary>What may be done with a chart.</summary>
public static class SignOffDecider
{
    public static SignOffDecision Decide(SignOffState state, ChartNow chart, SignOffCommand command, DateTimeOffset now) => command switch
    {
        SignChart c => Sign(state, chart, c, now),
        LockChart c => Lock(state, chart, c, now),
        WaiveObligation c => Waive(state, chart, c, now),
        WithdrawWaiver c => Withdraw(state, chart, c, now),
        AddEntry c => Add(state, chart, c, now),
        SeeChange c => See(state, c, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "not a command of a chart"),
    };

    /// <summary>What is owed and not waived.</summary>
    public static IEnumerable<Obligation> Unmet(SignOffState state, ChartNow chart) =>
        chart.Obligations.Where(each => !each.MayBeWaived || state.Waivers.All(waiver => waiver.Obligation != each.Code));

    static SignOffDecision Sign(SignOffState state, ChartNow chart, SignChart command, DateTimeOffset now)
    {
        if (command.Meaning is SignatureMeaning.Unknown || !Enum.IsDefined(command.Meaning))
        {
            return Reject("meaning-unknown", "A signature means authorship, review or approval; choose one.");
        }

        if (command is { Meaning: not SignatureMeaning.Author, IsPhysician: false })
        {
            return Reject("meaning-physician", "Only a physician reviews or approves a chart; sign as its author.");
        }

        if (Changed(chart, command.Shown) is { } changed)
        {
            return changed;
        }

        if (state.IsLocked(chart.Digest))
        {
            return Reject("locked", "The chart is locked; nobody signs it any more. What comes later, or an addendum, opens it again.");
        }

        if (Unmet(state, chart).ToList() is { Count: > 0 } unmet)
        {
            return Reject(
                "obligations-open",
                $"Still open: {string.Join("; ", unmet.Select(each => each.Text))}. Do what is open, or a physician waives it with a reason.");
        }

        var own = state.Signatures.Where(each => each.Digest == chart.Digest && each.By == command.By).ToList();
        if (own.Exists(each => each.Meaning == command.Meaning))
        {
            return Reject("already-signed", "You have signed this chart so already; it stands.");
        }

        return own.Exists(each => (each.Meaning == SignatureMeaning.Author) != (command.Meaning == SignatureMeaning.Author))
            ? Reject("own-work", "Nobody reviews or approves what they signed as its author; another physician does.")
            : Accept(new ChartSigned(now, command.Meaning, chart.Digest, state.Version + 1, command.By));
    }

    static SignOffDecision Lock(SignOffState state, ChartNow chart, LockChart command, DateTimeOffset now)
    {
        if (Changed(chart, command.Shown) is { } changed)
        {
            return changed;
        }

        if (state.IsLocked(chart.Digest))
        {
            return Reject("already-locked", "The chart is locked already.");
        }

        return state.IsSigned(chart.Digest)
            ? Accept(new ChartLocked(now, chart.Digest, command.By))
            : Reject("nothing-signed", "Nobody has signed the chart as it is now; sign it, then lock it.");
    }

    static SignOffDecision Waive(SignOffState state, ChartNow chart, WaiveObligation command, DateTimeOffset now)
    {
        if (state.Waivers.FirstOrDefault(each => each.Obligation == command.Obligation) is { } waiver)
        {
            return waiver.Reason == command.Reason
                ? new SignOffDecision.Accepted()
                : Reject("already-waived", $"{waiver.By} has waived this already; withdraw that first to give another reason.");
        }

        return chart.Obligations.FirstOrDefault(each => each.Code == command.Obligation) switch
        {
            // What is waived now must not cover what is still to come.
            { MayBeWaived: true } when chart.Obligations.Any(each => each.Code == Obligations.SessionOpen) =>
                Reject("session-open", "The session is not closed; what is open is done at the chair, and waived after the close."),
            null => Reject("obligation-unknown", "This is not open any more; look at the list again."),
            { MayBeWaived: false } open => Reject("obligation-fixed", $"{open.Text}: that cannot be waived; it has to be done."),
            _ => Accept(new ObligationWaived(now, command.Obligation, command.Reason, command.By)),
        };
    }

    static SignOffDecision Withdraw(SignOffState state, ChartNow chart, WithdrawWaiver command, DateTimeOffset now) =>
        state.Waivers.All(each => each.Obligation != command.Obligation)
            ? Reject("waiver-unknown", "This is not waived, or not any more.")
            : state.IsSigned(chart.Digest)
                ? Reject("waiver-signed", "The chart is signed with this waiver; write a correction instead.")
                : Accept(new WaiverWithdrawn(now, command.Obligation, command.By));

    static SignOffDecision Add(SignOffState state, ChartNow chart, AddEntry command, DateTimeOffset now)
    {
        if (state.Entries.Any(each => each.Entry == command.Entry))
        {
            return new SignOffDecision.Accepted();
        }

        if (command.Kind is EntryKind.Unknown || !Enum.IsDefined(command.Kind))
        {
            return Reject("entry-kind", "What is added is an addendum, a correction or a late entry; choose one.");
        }

        if (chart.Obligations.Any(each => each.Code == Obligations.SessionOpen))
        {
            return Reject("session-open", "The session is not closed; until then write a note, or enter it late, at the chair.");
        }

        if (command is { Kind: EntryKind.LateEntry, HappenedAt: null } || command.HappenedAt > now)
        {
            return Reject("entry-time", "A late entry says when it happened, and that is not in the future.");
        }

        return command.Corrects is { } corrected && !chart.IsSomething(corrected)
            ? Reject("corrects-unknown", "What is to be corrected is not in this chart; choose it from the list.")
            : Accept(new EntryAdded(
                now, command.Entry, command.Kind, command.Text, command.Reason, command.Corrects,
                command.Kind == EntryKind.LateEntry ? command.HappenedAt : null, command.By));
    }

    static SignOffDecision See(SignOffState state, SeeChange command, DateTimeOffset now) => !state.ToBeTold.Contains(command.By)
        ? new SignOffDecision.Accepted()
        : command.Version != state.Version
            ? Reject("changed-since-shown", "More has arrived since this was shown; look at it again.")
            : Accept(new ChangeSeen(now, command.Version, command.By));

    static SignOffDecision.Rejected? Changed(ChartNow chart, string shown) => shown == chart.Digest
        ? null
        : new("changed-since-shown", "The chart has changed since it was shown to you; look at what changed, then sign.");

    static SignOffDecision.Accepted Accept(params IReadOnlyList<SignOffEvent> events) => new(events);

    static SignOffDecision.Rejected Reject(string code, string reason) => new(code, reason);
}
