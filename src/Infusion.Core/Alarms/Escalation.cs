using System.Collections.Immutable;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Alarms;

/// <summary>
/// Calls people to an alarm that nobody has acknowledged: who has the chair, then one step of the duty list after the other: a refusal or no answer
/// calls the next, the last is reminded again and again. Acceptance and acknowledgement end it. High after a while, medium
/// later, low never.
/// </summary>
static class Escalation
{
    /// <summary>However short the configuration has it.</summary>
    static readonly TimeSpan ReminderAtLeast = TimeSpan.FromSeconds(10);

    /// <summary>As long as the first step of the duty list; this where there is none.</summary>
    static readonly TimeSpan HolderAnswersWithin = TimeSpan.FromMinutes(1);

    public static void AtTick(ClinicState state, DateTimeOffset second, FindingSink sink)
    {
        Advance(state, null, second, sink);
        foreach (var (_, live) in state.Sessions)
        {
            Advance(state, live, second, sink);
        }
    }

    /// <param name="live">Null: the clinic's own alarms.</param>
    public static void Advance(ClinicState state, SessionLive? live, DateTimeOffset now, FindingSink sink)
    {
        while (FirstDue(state, live, now) is { } alarm)
        {
            Call(alarm, state, live, now, new EventStream(state, live, sink));
        }
    }

    /// <summary>Nobody has acknowledged it, it speaks for itself, and it is not a low one.</summary>
    public static bool MayCall(Alarm alarm) => alarm is { IsAcknowledged: false, CausedBy: null, Priority: >= AlarmPriority.Medium };

    /// <summary>Who is to go now: those who are asked, or, while it waits for its first call, those who will be. Empty: nobody on duty is named.</summary>
    public static ImmutableArray<string> PeopleFor(Alarm alarm, ClinicState state, SessionLive? live) =>
        alarm.Assigned is { Step: > 0 } asked ? asked.People
        : ChainOf(state, ChairOf(alarm, state, live)) is [var first, ..] ? first.People
        : [];

    /// <summary>The longest waiting first, so that the order does not depend on how alarms lie in memory.</summary>
    static Alarm? FirstDue(ClinicState state, SessionLive? live, DateTimeOffset now)
    {
        Alarm? first = null;
        if (live is null)
        {
            foreach (var (_, alarm) in state.Alarms)
            {
                first = Earlier(first, alarm, state, live, now);
            }
        }
        else
        {
            foreach (var alarm in live.AlarmsThatMayCall)
            {
                first = Earlier(first, alarm, state, live, now);
            }
        }

        return first;
    }

    static Alarm? Earlier(Alarm? first, Alarm alarm, ClinicState state, SessionLive? live, DateTimeOffset now) =>
        !IsDue(alarm, state, live, now) || (first is not null && Compare(first, alarm) < 0) ? first : alarm;

    static int Compare(Alarm left, Alarm right)
    {
        var byTime = left.CallingSince.CompareTo(right.CallingSince);
        return byTime != 0 ? byTime : left.Id.CompareTo(right.Id);
    }

    static bool IsDue(Alarm alarm, ClinicState state, SessionLive? live, DateTimeOffset now) =>
        MayCall(alarm) && alarm.Assigned switch
        {
            null => now - alarm.CallingSince >= Patience(alarm.Priority, LimitsOf(state, live)),
            { AcceptedBy: not null } => false,
            { Step: 0 } => ChairOf(alarm, state, live) is var chair && (state.ChairDuty.Of(chair) is not null || !state.Duty.Of(chair).IsEmpty),
            { Until: { } until } => now >= until,
            _ => true,
        };

    static void Call(Alarm alarm, ClinicState state, SessionLive? live, DateTimeOffset now, in EventStream stream)
    {
        var chain = ChainOf(state, ChairOf(alarm, state, live));
        var reminder = LimitsOf(state, live).RemindEvery;
        var remindsAt = now + (reminder < ReminderAtLeast ? ReminderAtLeast : reminder);
        var before = alarm.Assigned ?? AlarmAssignment.Nobody;
        var next = Math.Min(before.Step + 1, chain.Length);
        var stays = next == before.Step;
        if (before is { Step: > 0, RefusedBy: null })
        {
            stream.Emit(new AlarmNotAnswered(now, alarm.Id, before.Step, stays ? remindsAt : null));
            if (stays)
            {
                return;
            }
        }

        stream.Emit(next == 0
            ? new AlarmAssigned(now, alarm.Id, 0, [], null)
            : new AlarmAssigned(now, alarm.Id, next, chain[next - 1].People, stays ? remindsAt : now + chain[next - 1].AnswerWithin));
    }

    /// <summary>Who has the chair first, during a break who covers it; then the duty list.</summary>
    static ImmutableArray<DutyStep> ChainOf(ClinicState state, string? chair)
    {
        var duty = state.Duty.Of(chair);
        return state.ChairDuty.Of(chair) is { } holder
            ? duty.Insert(0, new DutyStep([holder.Present], duty.IsEmpty ? HolderAnswersWithin : duty[0].AnswerWithin))
            : duty;
    }

    static TimeSpan Patience(AlarmPriority priority, SafetyLimits limits) =>
        priority == AlarmPriority.High ? limits.EscalateHighAfter : limits.EscalateMediumAfter;

    static SafetyLimits LimitsOf(ClinicState state, SessionLive? live) => live?.Limits ?? state.Configuration.Limits;

    public static string? ChairOf(Alarm alarm, ClinicState state, SessionLive? live) =>
        live is not null ? live.State.Chair
        : AlarmSource.DeviceOf(alarm.Source) is { } source && state.Devices.TryGetValue(source, out var device) ? device.HomeChair
        : null;
}
