using System.Diagnostics;
using System.Globalization;
using Infusion.EndToEnd.Tests.Support;
using Infusion.Simulator.Bookkeeping;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>What one round came to. The counts are the round's own, the differences those of all rounds so far.</summary>
sealed record FaultRound(
    int Number, string Fault, long After, Balance Before, Balance Balance, BehindMosquitto.Tally Tally, TimeSpan Lasted, TimeSpan Recovery)
{
    const int ShortestLead = 50;
    const int LongestLead = 900;
    const int AnswersAfter = 100;

    public const string Header =
        """
        | round | fault | after answers | sent | accepted | refused | sent again | differences | through Mosquitto | lost in it | differences there | fault lasted s | first answers after s |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|
        """;

    /// <summary>The fault strikes under load, after a number of answers that only the seed knows.</summary>
    public static async Task<FaultRound> RunAsync(
        int number, Fault fault, InfusionServer server, Ward ward, BehindMosquitto behind, Balance before, Random random)
    {
        var after = random.Next(ShortestLead, LongestLead);
        await ward.MeasureUntilAsync(ward.Ledger.Answers + after);

        var struck = Stopwatch.GetTimestamp();
        var striking = fault.StrikeAsync(server, behind, random);
        await ward.MeasureUntilAsync(() => striking.IsCompleted, $"the end of: {fault.Name}");
        await striking;
        var lasted = Stopwatch.GetElapsedTime(struck);

        var over = Stopwatch.GetTimestamp();
        await ward.MeasureUntilAsync(ward.Ledger.Answers + AnswersAfter);
        var recovery = Stopwatch.GetElapsedTime(over);
        await ward.AllAnsweredAsync();
        return new FaultRound(
            number, fault.Name, after, before, await ward.BalanceAsync(), await behind.CountAsync(), lasted, recovery);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Number} | {Fault} | {After} | {Balance.Sent - Before.Sent} | {Balance.Accepted - Before.Accepted} | {Balance.Refused - Before.Refused} | {Balance.Resent - Before.Resent} | {Balance.Differences.Count} | {Tally.Accepted} | {Tally.Lost} | {Tally.Differences.Count} | {Lasted.TotalSeconds:0.0} | {Recovery.TotalSeconds:0.0} |");
}
