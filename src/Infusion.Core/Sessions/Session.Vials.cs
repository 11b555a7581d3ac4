using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Recovery;

namespace Infusion.Core.Sessions;

public static partial class Session
{
    /// <summary>The strongest vial there is, mg/mL, and the largest, mL.</summary>
    const decimal StrongestVial = 100m;
    const decimal LargestVial = 100m;
    const int LongestLot = 40;

    static Decision DecideVial(SessionState state, InfusionProtocol? protocol, Mass? given, AfterCommand command, DateTimeOffset at) => command switch
    {
        OpenVial c => Open(state, protocol, c, at),
        GiveFromVial c => Take(state, c.Vial, at, c.Given ?? NotCharted(state, given), "given", mass =>
            new VialGiven(at, c.Vial, mass, c.Given is null && !state.IsSingleDose, c.By), "The pump gave nothing that is not charted yet; enter the mg by hand."),
        WasteFromVial c => SamePerson(c.By, c.Witness) ?? Take(state, c.Vial, at, c.Wasted, "wasted", mass => new VialWasted(at, c.Vial, mass, c.Witness, c.By)),
        ReturnFromVial c => Take(state, c.Vial, at, c.Returned, "returned", mass => new VialReturned(at, c.Vial, mass, c.By)),
        ChartOverfill c => SamePerson(c.By, c.Witness) ?? Overfill(state, protocol?.Vials, c, at),
        _ => Reject("command-unknown", $"A session does not know {command.GetType().Name}."),
    };

    /// <summary>The balance of the vials is nothing; null: it is.</summary>
    internal static Decision? RefuseClose(SessionState state, VialRules? rules)
    {
        if (state.Phase != SessionPhase.Discharged)
        {
            return null;
        }

        if (rules is { AreAsked: true } && state.StartedAt is not null && state.After.Vials.IsEmpty)
        {
            return Reject("vial-missing", "No vial is charted for what was given; chart the vial, what was given of it and what was wasted.");
        }

        return state.After.LeftMilligrams > 0
            ? Reject(
                "vial-balance",
                $"{Milligrams(state.After.LeftMilligrams)} mg of opened vials are not accounted for; chart them as given, wasted with a witness, or returned.")
            : null;
    }

    static Decision? SamePerson(string by, string witness) => string.Equals(by, witness, StringComparison.OrdinalIgnoreCase)
        ? Reject("witness-same-person", "Who wastes cannot be the witness: two people must have seen it. Another nurse or physician enters their own name and password.")
        : string.IsNullOrWhiteSpace(witness)
            ? Reject("witness-missing", "A second person must have seen it; they enter their own name and password.")
            : null;

    static Decision Open(SessionState state, InfusionProtocol? protocol, OpenVial c, DateTimeOffset at)
    {
        if (state.After.Find(c.Vial) is not null)
        {
            return Reject("vial-open", "This vial is opened in this session already; chart what became of it.");
        }

        if (protocol is not null && !protocol.IsDrug(c.Drug))
        {
            return Reject("vial-drug", $"This session gives {protocol.Drug}; a vial of another drug cannot be opened for it. Take a vial of {protocol.Drug}.");
        }

        if (c.Strength.MilligramsPerMillilitre is <= 0 or > StrongestVial || c.Volume.Millilitres is <= 0 or > LargestVial)
        {
            return Reject("vial-size", $"A vial holds up to {LargestVial:0} mL of up to {StrongestVial:0} mg/mL; enter what its label says.");
        }

        if (string.IsNullOrWhiteSpace(c.Lot) || c.Lot.Length > LongestLot || c.Lot.Any(char.IsControl))
        {
            return Reject("vial-lot", $"A vial has a lot of 1 to {LongestLot} characters; enter it from the label.");
        }

        return c.Expiry < DateOnly.FromDateTime(at.UtcDateTime)
            ? Reject("vial-expired", $"This vial expired on {c.Expiry:yyyy-MM-dd}; take one that has not expired.")
            : Accept(new VialOpened(at, c.Vial, c.Drug, c.Strength, c.Volume, c.Lot, c.Expiry, c.By));
    }

    static Decision Take(
        SessionState state, Guid id, DateTimeOffset at, Mass? mass, string verb, Func<Mass, SessionEvent> happened, string? nothing = null)
    {
        if (Opened(state, id, at, out var vial) is { } refused)
        {
            return refused;
        }

        if (mass is not { Milligrams: > 0 } some)
        {
            return Reject("vial-nothing", nothing ?? "Enter more than 0 mg.");
        }

        return some.Milligrams > vial.LeftMilligrams
            ? Reject(
                "vial-too-much",
                $"Only {Milligrams(vial.LeftMilligrams)} mg of this vial are left; {Milligrams(some.Milligrams)} mg cannot be {verb} of it. "
                + "Enter at most what is left, or chart the rest from another vial or as overfill first.")
            : Accept(happened(some));
    }

    static Decision Overfill(SessionState state, VialRules? rules, ChartOverfill c, DateTimeOffset at)
    {
        if (Opened(state, c.Vial, at, out var vial) is { } refused)
        {
            return refused;
        }

        var most = vial.Labelled.Milligrams * (rules?.OverfillUpToPercent ?? 0m) / 100m;
        return c.More.Milligrams <= 0 || vial.Overfill.Milligrams + c.More.Milligrams > most
            ? Reject("vial-overfill", $"This vial may be charted as holding up to {Milligrams(most)} mg more than its label; enter at most that in all.")
            : Accept(new VialOverfillCharted(at, c.Vial, c.More, c.Witness, c.By));
    }

    static Decision? Opened(SessionState state, Guid id, DateTimeOffset at, out Vial vial)
    {
        vial = state.After.Find(id)!;
        return vial is null
            ? Reject("vial-unknown", "This vial is not opened in this session; chart its opening first.")
            : at < vial.OpenedAt ? Reject("vial-not-open-yet", "At that time the vial was not opened yet; enter a later time.") : null;
    }

    /// <summary>Whatever is charted as given counts, so that no milligram is charted twice.</summary>
    static Mass? NotCharted(SessionState state, Mass? given) => given is { } known
        ? Mass.FromMilligrams(Math.Max(0m, known.Milligrams - state.After.Vials.Sum(vial => vial.Given.Milligrams)))
        : null;

    static string Milligrams(decimal value) => FormattableString.Invariant($"{value:0.####}");
}
