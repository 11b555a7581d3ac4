namespace Infusion.Core.Sessions;

/// <summary>For whoever reads events: what was taken back stands in the record as entered in error, and counts for nothing.</summary>
public static class Withdrawals
{
    /// <summary>By the id of the entry.</summary>
    public static IReadOnlyDictionary<Guid, EntryWithdrawn> Of(IEnumerable<SessionEvent> events)
    {
        var found = new Dictionary<Guid, EntryWithdrawn>();
        foreach (var withdrawn in events.OfType<EntryWithdrawn>())
        {
            found[withdrawn.Withdrawn] = withdrawn;
        }

        return found;
    }

    /// <returns>Null: it stands.</returns>
    public static EntryWithdrawn? WithdrawalOf(this IReadOnlyDictionary<Guid, EntryWithdrawn> withdrawn, SessionEvent happened) =>
        EntryMemory.IdOf(happened) is { } id ? withdrawn.GetValueOrDefault(id) : null;

    /// <summary>Those that count, in their order.</summary>
    public static IReadOnlyList<SessionEvent> Standing(IReadOnlyList<SessionEvent> events) =>
        Of(events) is { Count: > 0 } withdrawn ? [.. events.Where(each => withdrawn.WithdrawalOf(each) is null)] : events;
}
