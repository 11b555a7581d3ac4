using Infusion.Core.Clinics;
using Infusion.Core.Pathway;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;
using Orleans.Concurrency;

namespace Infusion.Server.Clinics;

/// <summary>
/// Plans and their appointments. They stand beside the engine's state: nothing of a plan changes what is watched, and what a
/// session does to a plan follows from the session's events in the same commit.
/// </summary>
sealed partial class ClinicGrain
{
    ClinicPathway _pathway = ClinicPathway.None;

    PathwayNow Plans => new(_pathway, Configuration, ClinicTimes.Of(Configuration));

    public Task<Immutable<PathwayImage>> PathwayAsync() =>
        Task.FromResult(new Immutable<PathwayImage>(new PathwayImage(_pathway, Configuration)));

    /// <summary>What only the store knows is read before the turn.</summary>
    async Task<CommandAnswer> OpenAsync(ClinicCommand.OfPathway ofPathway, OpenPlan open) => Execute(ofPathway with
    {
        Command = open with
        {
            Before = await plans.RecentAsync(Clinic, open.Patient, clock.Now, CancellationToken.None),
            IsKnown = await plans.PlanAsync(Clinic, open.Plan, CancellationToken.None) is not null,
        },
    });

    Decision.Rejected? Carry(ClinicCommand.OfPathway ofPathway, CommitUnit unit)
    {
        var decision = PathwayDecider.Decide(Plans, ofPathway.Command, _now);
        if (decision is PathwayDecision.Rejected refused)
        {
            return new Decision.Rejected(refused.Code, refused.Reason);
        }

        var plan = (ofPathway.Command as PlanCommand)?.Plan ?? Guid.Empty;
        Apply(plan, ((PathwayDecision.Accepted)decision).Events, unit);
        if (ofPathway.Command is OpenPlan { Patient: var patient })
        {
            foreach (var live in _memory.State.Sessions.Values.Where(live => live.State.Patient == patient && live.State.IsOpen))
            {
                Apply(plan, SessionFollower.Adopt(Plans, _pathway.Plans[plan], live.State, _now), unit);
            }
        }

        unit.Documents.AddRange(ofPathway.Notes.Select(note => note with { At = _now }));
        return null;
    }

    void FollowSessions(CommitUnit unit)
    {
        foreach (var happened in unit.Events)
        {
            if (SessionFollower.Of(Plans, happened, _now) is var (plan, events))
            {
                Apply(plan, events, unit);
            }
        }
    }

    void Apply(Guid plan, IReadOnlyList<PathwayEvent> events, CommitUnit unit)
    {
        var before = _pathway.Plans.GetValueOrDefault(plan);
        foreach (var happened in events)
        {
            _pathway = _pathway.With(plan, happened);
            var (stream, number) = happened is PathwayConfigured
                ? (ClinicPathway.StreamOf(Clinic), _pathway.EventCount)
                : (ClinicPathway.StreamOf(plan), _pathway.Plans[plan].EventCount);
            unit.PlanEvents.Add(new PathwayRow(stream, DerivedId.Of($"{stream:N}|event|{number}"), happened));
        }

        if (events.Count > 0 && _pathway.Plans.GetValueOrDefault(plan) is { } changed)
        {
            unit.Documents.Add(PlanRow.Of(changed));
            unit.Plans.Add((before, changed));
        }
    }
}

/// <summary>A clinic's own days and times.</summary>
static class ClinicTimes
{
    public static ClinicTime Of(ClinicConfiguration clinic) =>
        new(TimeZoneInfo.TryFindSystemTimeZoneById(clinic.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc);
}
