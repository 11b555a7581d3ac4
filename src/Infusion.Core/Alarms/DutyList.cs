using System.Collections.Immutable;
using Infusion.Core.Sessions;

namespace Infusion.Core.Alarms;

/// <param name="People">Sign-in names; each may answer for the step.</param>
/// <param name="AnswerWithin">Then the next step is asked.</param>
public sealed record DutyStep(ImmutableArray<string> People, TimeSpan AnswerWithin);

/// <summary>Who is on duty, in the order in which they are called: for the clinic, and for a chair that has a chain of its own.</summary>
public sealed class DutyList
{
    readonly Dictionary<string, ImmutableArray<DutyStep>> _ofChairs = [];

    ImmutableArray<DutyStep> _ofClinic = [];

    /// <summary>Empty: nobody is named.</summary>
    public ImmutableArray<DutyStep> OfClinic => _ofClinic;

    /// <summary>Only chairs with a chain of their own.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<DutyStep>> OfChairs => _ofChairs;

    /// <param name="chair">Null: no chair.</param>
    public ImmutableArray<DutyStep> Of(string? chair) =>
        chair is not null && _ofChairs.TryGetValue(chair, out var own) ? own : _ofClinic;

    /// <summary>A chair's own list goes with it, under its new name or altogether.</summary>
    internal void Apply(ChairSetupEvent happened)
    {
        if (_ofChairs.Remove(happened.Chair, out var own) && happened is ChairRenamed renamed)
        {
            _ofChairs[renamed.To] = own;
        }
    }

    internal void Apply(DutyChanged changed)
    {
        if (changed.Chair is not { } chair)
        {
            _ofClinic = changed.Chain;
        }
        else if (changed.Chain.IsEmpty)
        {
            _ofChairs.Remove(chair);
        }
        else
        {
            _ofChairs[chair] = changed.Chain;
        }
    }
}
