using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Recovery;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;

namespace Infusion.Core.SignOff;

/// <summary>Something that a chart still owes.</summary>
/// <param name="Code">Stored where it is waived.</param>
/// <param name="Text">A sentence without its full stop.</param>
/// <param name="Times">When it was, where it has times; oldest first.</param>
/// <param name="MayBeWaived">False: it is done, or the chart is not signed.</param>
public sealed record Obligation(string Code, string Text, ImmutableArray<DateTimeOffset> Times, bool MayBeWaived)
{
    public bool Equals(Obligation? other) =>
        other is not null && (Code, Text, MayBeWaived) == (other.Code, other.Text, other.MayBeWaived) && Times.SequenceEqual(other.Times);

    public override int GetHashCode() => HashCode.Combine(Code, Text, MayBeWaived);
}

/// <summary>What a chart owes before it may be signed, from what its events say. Unknown is owed.</summary>
public static class Obligations
{
    public const string SessionOpen = "session-open";

    /// <param name="protocol">The session's; null: its version is no longer known.</param>
    /// <returns>The same for the same events, whenever it is asked.</returns>
    public static ImmutableArray<Obligation> Open(SessionState state, IReadOnlyList<SessionEvent> events, InfusionProtocol? protocol) =>
    [
        .. Phase(state),
        .. Times(state),
        .. Preparation(state, protocol),
        .. Vials(state, protocol),
        .. Discharge(state, events, protocol),
        .. Missed(Withdrawals.Standing(events)),
        .. Alarms(state),
        .. Care(state),
    ];

    static IEnumerable<Obligation> Phase(SessionState state)
    {
        // What the session still writes would change the chart under the signature.
        if (state.Phase != SessionPhase.Closed)
        {
            yield return new(SessionOpen, "The session is not closed", [state.PhaseSince], MayBeWaived: false);
        }
    }

    static IEnumerable<Obligation> Times(SessionState state)
    {
        if (state.StartedAt is null && state.DeliveryBeganAt is { } began)
        {
            yield return new("start-missing", "The pump delivered, and no start is charted", [began], MayBeWaived: true);
        }

        if (state is { StartedAt: { } started, StoppedAt: null, IsSingleDose: false })
        {
            yield return new("stop-missing", "A start is charted, and no stop", [started], MayBeWaived: true);
        }
    }

    /// <summary>What the protocol asks of two people before drug flows; a paper or an emergency may have taken its place.</summary>
    static IEnumerable<Obligation> Preparation(SessionState state, InfusionProtocol? protocol)
    {
        if ((state.StartedAt ?? state.DeliveryBeganAt) is not { } began || protocol?.Admission is not { } gate)
        {
            yield break;
        }

        if (gate.DoubleCheckWithinPercent is not null && state.Admission.Check is null)
        {
            yield return new("double-check", "No second person's agreeing check of the order is charted", [began], MayBeWaived: true);
        }

        if (gate.PreparedAtMostBefore is not null && state.Admission.Prepared is null)
        {
            yield return new("preparation", "No preparation of the dose is charted", [began], MayBeWaived: true);
        }
    }

    static IEnumerable<Obligation> Vials(SessionState state, InfusionProtocol? protocol)
    {
        var after = state.After;
        if (after.Vials.IsEmpty && state.StartedAt is { } started && protocol?.Vials is { AreAsked: true })
        {
            yield return new("vials-missing", "No vial is charted for what was given", [started], MayBeWaived: true);
        }

        if (after.LeftMilligrams != 0)
        {
            yield return new(
                "vial-balance", $"{AlarmText.Number(after.LeftMilligrams)} mg of the opened vials are not accounted for",
                [.. after.Vials.Where(vial => vial.LeftMilligrams != 0).Select(vial => vial.OpenedAt).Order()], MayBeWaived: true);
        }
    }

    /// <summary>As it was when the patient left; who overrode it, or charted a departure against advice, gave the reason then.</summary>
    static IEnumerable<Obligation> Discharge(SessionState state, IReadOnlyList<SessionEvent> events, InfusionProtocol? protocol)
    {
        if (state.CheckedInAt is null)
        {
            return [];
        }

        if (protocol is null)
        {
            return [new("protocol-unknown", "The protocol's version is not known, so nobody can tell what it asked for", [], MayBeWaived: true)];
        }

        return protocol.Discharge is not { } gate || state is not { StoppedAt: not null, DischargedAt: { } left }
            || state.After.LeftAgainstAdvice || events.Any(e => e is DischargeGateOverridden)
            ? []
            : DischargeCheck.Missing(state, gate, left)
                .Select(gap => new Obligation($"discharge-{gap.Code}", $"Missing at discharge: {gap.Text}", [left], MayBeWaived: true));
    }

    /// <summary>Unless somebody entered it late for that time.</summary>
    static IEnumerable<Obligation> Missed(IReadOnlyList<SessionEvent> events) =>
        from missed in events.OfType<ObservationMissed>()
        where !events.Any(e => e.At >= missed.DueAt && e.At < missed.At && IsSeenBy(e, missed.What))
        group missed by missed.What into each
        orderby each.Key
        select new Obligation(
            $"missed-{ObservationWords.Of(each.Key).Replace(' ', '-').ToLowerInvariant()}",
            $"Missed without a word: {ObservationWords.Of(each.Key)}{(each.Count() == 1 ? "" : $", {each.Count()} times")}",
            [.. each.Select(missed => missed.DueAt).Order()],
            MayBeWaived: true);

    static bool IsSeenBy(SessionEvent happened, Observation what) => happened switch
    {
        ObservationCharted charted => charted.What == what,
        VitalsCharted vitals => vitals.Observed().Contains(what),
        _ => false,
    };

    static IEnumerable<Obligation> Alarms(SessionState state) =>
        from alarm in state.Alarms.Values
        where !alarm.IsAcknowledged
        group alarm by alarm.Rule into each
        orderby each.Key
        let latest = each.OrderBy(alarm => alarm.Onset).Last()
        select new Obligation(
            $"alarm-{each.Key}",
            $"Not acknowledged: {AlarmText.Headline(latest)}{(each.Count() == 1 ? "" : $", and {each.Count() - 1} like it")}",
            [.. each.Select(alarm => alarm.Onset).Order()],
            MayBeWaived: true);

    static IEnumerable<Obligation> Care(SessionState state) =>
    [
        .. state.Care.AdverseEvents.Where(each => each.Outcome is null).Select(each => new Obligation(
            $"adverse-event-{each.Id:N}", $"No outcome is charted: {CareWords.Spaced(each.Code)}, grade {each.Grade}", [each.Onset], MayBeWaived: true)),
        .. state.Care.Rescues.Where(each => each.Response is null).Select(each => new Obligation(
            $"rescue-{each.Id:N}", $"No response is charted: {CareWords.Spaced(each.Medication)}", [each.At], MayBeWaived: true)),
    ];
}
