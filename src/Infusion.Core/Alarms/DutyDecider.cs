using System.Collections.Immutable;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;

namespace Infusion.Core.Alarms;

/// <summary>What makes a duty list one that can be called by.</summary>
static class DutyDecider
{
    const int StepsAtMost = 8;
    const int PeopleAtMost = 16;
    const int NameLengthAtMost = 256;

    static readonly TimeSpan ShortestAnswer = TimeSpan.FromSeconds(10);
    static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(10);

    public static Decision Decide(ClinicState state, SetDuty command, DateTimeOffset now)
    {
        if (command.Chair is { } chair && !state.Configuration.Chairs.Any(each => each.Code == chair))
        {
            return Session.Reject("chair-unknown", $"There is no chair {chair} in this clinic.");
        }

        return WhatIsWrong(command.Chain) is { } reason
            ? Session.Reject("duty-chain", reason)
            : Session.Accept(new DutyChanged(now, command.Chair, command.Chain, command.By));
    }

    static string? WhatIsWrong(ImmutableArray<DutyStep> chain)
    {
        if (chain.Length > StepsAtMost)
        {
            return $"A duty list has at most {StepsAtMost} steps.";
        }

        foreach (var step in chain)
        {
            if (step.People.Length is 0 or > PeopleAtMost)
            {
                return $"Each step of a duty list names 1 to {PeopleAtMost} people.";
            }

            if (step.People.Any(person => string.IsNullOrWhiteSpace(person) || person.Length > NameLengthAtMost)
                || step.People.Distinct(StringComparer.Ordinal).Count() < step.People.Length)
            {
                return "A step of a duty list names each person once, by the name they sign in with.";
            }

            if (step.AnswerWithin < ShortestAnswer || step.AnswerWithin > LongestAnswer)
            {
                return $"An answer is awaited for {ShortestAnswer.TotalSeconds} s to {LongestAnswer.TotalMinutes} min.";
            }
        }

        return null;
    }
}
