using System.Globalization;

namespace Infusion.Core.Pathway;

public enum SeparationFault : byte { Unknown = 0, SameDay = 1, TooSoon = 2 }

/// <param name="Sentence">Which rule, which infusion, and from when on it would be right.</param>
/// <param name="EarliestAfter">After that infusion.</param>
public sealed record Separation(SeparationFault Fault, InfusionSpan Infusion, string Sentence, DateTimeOffset EarliestAfter);

/// <summary>
/// Talk therapy is never on a calendar day, at the clinic, on which the patient has an infusion; where the clinic says so, not
/// within so many elapsed hours after an infusion's end either. Days are the clinic's, hours are elapsed ones: so a change of the
/// clocks makes a night shorter or longer and moves neither rule.
/// </summary>
public static class SeparationRule
{
    static readonly TimeSpan SuggestedFrom = TimeSpan.FromHours(24);
    static readonly TimeSpan SuggestedTo = TimeSpan.FromHours(72);

    /// <returns>Null: nothing is against it.</returns>
    public static Separation? Check(DateTimeOffset from, DateTimeOffset to, IEnumerable<InfusionSpan> infusions, PathwaySettings settings, ClinicTime time)
    {
        Separation? tooSoon = null;
        foreach (var infusion in infusions)
        {
            if (time.Day(from) <= LastDay(infusion.From, infusion.To, time) && time.Day(infusion.From) <= LastDay(from, to, time))
            {
                return Fault(SeparationFault.SameDay, infusion, settings, time);
            }

            if (settings.TherapyHoursAfterEnd is { } hours && from >= infusion.From && from < infusion.To.AddHours(hours))
            {
                tooSoon ??= Fault(SeparationFault.TooSoon, infusion, settings, time);
            }
        }

        return tooSoon;
    }

    /// <summary>The first instant after an infusion at which neither rule is against talk therapy.</summary>
    public static DateTimeOffset EarliestAfter(InfusionSpan infusion, PathwaySettings settings, ClinicTime time)
    {
        var nextDay = time.StartOf(LastDay(infusion.From, infusion.To, time).AddDays(1));
        var rested = infusion.To.AddHours(settings.TherapyHoursAfterEnd ?? 0);
        return nextDay > rested ? nextDay : rested;
    }

    /// <summary>24 to 72 h after the end, both inclusive.</summary>
    public static bool IsSuggested(DateTimeOffset from, InfusionSpan infusion) =>
        from >= infusion.To + SuggestedFrom && from <= infusion.To + SuggestedTo;

    public static (DateTimeOffset From, DateTimeOffset To) Suggested(InfusionSpan infusion) =>
        (infusion.To + SuggestedFrom, infusion.To + SuggestedTo);

    /// <returns>A sentence where it is allowed and not at the suggested distance; null: it is.</returns>
    public static string? Advice(DateTimeOffset from, InfusionSpan infusion) => IsSuggested(from, infusion)
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"It begins {(from - infusion.To).TotalHours:0.#} h after the infusion's {(infusion.IsActual ? "" : "planned ")}end; 24 to 72 h is suggested.");

    static Separation Fault(SeparationFault fault, InfusionSpan infusion, PathwaySettings settings, ClinicTime time)
    {
        var earliest = EarliestAfter(infusion, settings, time);
        var when = infusion.IsActual ? $"ended {time.Words(infusion.To)}" : $"is planned {time.Words(infusion.From, infusion.To)}";
        var rule = fault is SeparationFault.SameDay
            ? "Talk therapy is not on the same day as an infusion"
            : $"Talk therapy begins at least {settings.TherapyHoursAfterEnd} h after an infusion's end";
        return new Separation(fault, infusion, $"{rule}: the infusion {when}. From {time.Words(earliest)} on it may begin.", earliest);
    }

    /// <summary>What ends at midnight does not touch the day that begins then.</summary>
    static DateOnly LastDay(DateTimeOffset from, DateTimeOffset to, ClinicTime time) => time.Day(to > from ? to.AddTicks(-1) : to);
}
