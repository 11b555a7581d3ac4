using System.Collections.Immutable;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Recovery;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>What a person charted, as long as it may be asked to be taken back.</summary>
/// <param name="Id">Of the command that charted it.</param>
/// <param name="Event">The fact.</param>
/// <param name="Phase">Of the session when it was charted.</param>
/// <param name="StartedAt">As it was known when it was charted.</param>
/// <param name="Before">What entries had made of the session before this one.</param>
public sealed record Entry(Guid Id, SessionEvent Event, SessionPhase Phase, DateTimeOffset? StartedAt, Standing Before)
{
    /// <summary>Null: it stands.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>When it was charted, be it about an earlier time.</summary>
    public DateTimeOffset ChartedAt => EntryMemory.ChartedAtOf(Event);

    /// <summary>Null: the kind of entry does not say.</summary>
    public string? By => Event switch
    {
        CareEvent e => e.By,
        AfterEvent e => e.By,
        ObservationCharted e => e.By,
        NoteWritten e => e.By,
        _ => null,
    };
}

/// <summary>
/// The entries of the last minute, oldest first, each with what it found. So one of them can be taken out, and what stands is what
/// would stand had it never been charted.
/// </summary>
public sealed record EntryMemory(ImmutableArray<Entry> Entries)
{
    /// <summary>Nobody charts more in a minute. What is beyond cannot be taken back.</summary>
    const int Kept = 100;

    public static EntryMemory None { get; } = new([]);

    /// <returns>Null: nothing with this id was charted in the last minute, or nothing that is an entry.</returns>
    public Entry? Find(Guid id) => Entries.FirstOrDefault(each => each.Id == id);

    /// <returns>Null: it cannot be taken back, whenever it was charted: a device found it, or it is from before entries had ids.</returns>
    public static Guid? IdOf(SessionEvent happened) => (happened as EnteredEvent)?.Entry ?? (happened as NoteWritten)?.Entry;

    internal static DateTimeOffset ChartedAtOf(SessionEvent happened) => (happened as EnteredEvent)?.ChartedAt ?? happened.At;

    /// <summary>What is older than a minute goes when the next entry comes.</summary>
    internal EntryMemory With(Entry made)
    {
        var first = 0;
        while (first < Entries.Length
            && (Entries.Length - first >= Kept || made.ChartedAt - Entries[first].ChartedAt > Session.WithdrawWithin))
        {
            first++;
        }

        return new EntryMemory([.. Entries.AsSpan()[first..], made]);
    }
}

/// <summary>The part of a session's state that entries make which may be taken back.</summary>
public sealed record Standing(
    ImmutableDictionary<Observation, ChartedScore> Scores,
    ImmutableDictionary<Observation, DateTimeOffset> MeasuredByHand,
    ImmutableDictionary<RecoveryScale, RecoveryTotal> Totals,
    ImmutableDictionary<DischargeNeed, NeedSeen> Seen,
    int? DissociationBefore,
    ImmutableArray<AdverseEvent> AdverseEvents,
    ImmutableArray<Rescue> Rescues,
    ImmutableArray<SettingItem> Setting)
{
    internal static Standing Of(SessionState state) => new(
        state.Scores, state.MeasuredByHand, state.After.Totals, state.After.Seen, state.After.DissociationBefore,
        state.Care.AdverseEvents, state.Care.Rescues, state.Care.Setting);

    /// <summary>The state with this in its place; the rest stays.</summary>
    internal SessionState In(SessionState state) => state with
    {
        Scores = Scores,
        MeasuredByHand = MeasuredByHand,
        After = state.After with { Totals = Totals, Seen = Seen, DissociationBefore = DissociationBefore },
        Care = state.Care with { AdverseEvents = AdverseEvents, Rescues = Rescues, Setting = Setting },
    };
}
