using Infusion.Core.Alarms;

namespace Infusion.Server.Sessions;

/// <summary>What happened to a chair and to the responsibility for it, as the event list says it.</summary>
static class ChairDutyWords
{
    public static string Of(ChairDutyEvent happened) => happened switch
    {
        ChairTaken { From: { } from } taken => $"Chair {taken.Chair} taken over from {from}",
        ChairTaken taken => $"Chair {taken.Chair} taken",
        ChairOffered { IsBreak: true } offered => $"{offered.To} asked to cover chair {offered.Chair} during a break",
        ChairOffered offered => $"Chair {offered.Chair} offered to {offered.To}",
        ChairAccepted { IsBreak: true } accepted => $"Covers chair {accepted.Chair} while {accepted.From} is on a break",
        ChairAccepted accepted => $"Chair {accepted.Chair} taken over from {accepted.From}, who offered it",
        ChairDeclined declined when declined.By == declined.To => $"Chair {declined.Chair} declined",
        ChairDeclined declined => $"Offer of chair {declined.Chair} to {declined.To} taken back",
        BreakEnded ended => $"Back from the break: {ended.Cover} no longer covers chair {ended.Chair}",
        _ => $"Chair {happened.Chair}",
    };

    public static string Of(ChairSetupEvent happened) => happened switch
    {
        ChairAdded added => $"Chair {added.Chair} set up in {added.Room}",
        ChairRenamed { To: var to } renamed when to == renamed.Chair => $"Chair {to} is in {renamed.Room} now",
        ChairRenamed renamed => $"Chair {renamed.Chair} is called {renamed.To} now, in {renamed.Room}",
        _ => $"Chair {happened.Chair} retired",
    };
}
