namespace Infusion.Core.Alarms;

/// <param name="Person">Has the chair, also during a break. A sign-in name, as all here.</param>
/// <param name="Since">When it changed hands.</param>
public sealed record ChairHolder(string Person, DateTimeOffset Since)
{
    /// <summary>Stands in during a break; null: no break.</summary>
    public string? Cover { get; init; }

    /// <summary>Asked and not answered yet; null: nobody is.</summary>
    public string? OfferedTo { get; init; }

    /// <summary>The open offer is to cover a break.</summary>
    public bool IsOfferedForBreak { get; init; }

    /// <summary>Who goes to the chair now.</summary>
    public string Present => Cover ?? Person;
}

/// <summary>Who has which chair now. Changed by events only.</summary>
public sealed class ChairDuty
{
    readonly Dictionary<string, ChairHolder> _holders = [];

    /// <summary>Chairs that nobody has are not in it.</summary>
    public IReadOnlyDictionary<string, ChairHolder> Holders => _holders;

    /// <param name="chair">Null: no chair.</param>
    /// <returns>Null: nobody has it.</returns>
    public ChairHolder? Of(string? chair) => chair is null ? null : _holders.GetValueOrDefault(chair);

    /// <summary>A chair that is new has nobody; one that is retired loses whoever had it; a new name takes its holder along.</summary>
    internal void Apply(ChairSetupEvent happened)
    {
        if (_holders.Remove(happened.Chair, out var holder) && happened is ChairRenamed renamed)
        {
            _holders[renamed.To] = holder;
        }
    }

    internal void Apply(ChairDutyEvent happened)
    {
        var holder = _holders.GetValueOrDefault(happened.Chair);
        var next = happened switch
        {
            ChairTaken e => new ChairHolder(e.By, e.At),
            ChairAccepted { IsBreak: false } e => new ChairHolder(e.By, e.At),
            ChairAccepted e => holder! with { Cover = e.By, OfferedTo = null, IsOfferedForBreak = false },
            ChairOffered e => holder! with { OfferedTo = e.To, IsOfferedForBreak = e.IsBreak },
            ChairDeclined => holder! with { OfferedTo = null, IsOfferedForBreak = false },
            // The one that is left: a break ended.
            _ => holder! with { Cover = null },
        };
        _holders[happened.Chair] = next;
    }
}
