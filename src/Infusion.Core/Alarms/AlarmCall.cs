using System.Collections.Immutable;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;

namespace Infusion.Core.Alarms;

public enum AlarmCallStanding : byte
{
    Unknown = 0,

    /// <summary>Nobody has answered it.</summary>
    Calls = 1,

    Accepted = 2,

    Acknowledged = 3,

    /// <summary>Another speaks for it, it sounds with others, or it is a low one.</summary>
    Silent = 4,
}

/// <summary>An alarm as it may be told outside of the clinic's rooms: no patient, no number.</summary>
/// <param name="Chair">Null: it belongs to none.</param>
/// <param name="Condition">For example: SpO2 low.</param>
/// <param name="People">Who is to go, by sign-in names; empty: nobody on duty is named.</param>
/// <param name="By">Who accepted or acknowledged it.</param>
/// <param name="TimeZone">Of the clinic, IANA.</param>
public sealed record AlarmCall(
    string? Chair, AlarmPriority Priority, string Condition, ImmutableArray<string> People, AlarmCallStanding Standing, string? By, string TimeZone)
{
    /// <returns>Null: the alarm is over, or there never was one.</returns>
    public static AlarmCall? Of(ClinicState state, Guid stream, Guid id)
    {
        var live = state.Sessions.GetValueOrDefault(stream);
        var alarm = live is not null ? live.State.Alarms.GetValueOrDefault(id) : stream == state.Stream ? state.Alarms.GetValueOrDefault(id) : null;
        return alarm is null ? null : new(
            Escalation.ChairOf(alarm, state, live), alarm.Priority, AlarmText.Condition(alarm), Escalation.PeopleFor(alarm, state, live), StandingOf(alarm),
            alarm.AcknowledgedBy ?? alarm.Assigned?.AcceptedBy, state.Configuration.TimeZone);
    }

    static AlarmCallStanding StandingOf(Alarm alarm) => alarm switch
    {
        { IsAcknowledged: true } => AlarmCallStanding.Acknowledged,
        { Assigned.AcceptedBy: not null } => AlarmCallStanding.Accepted,
        { Assigned: null, Group: { } group } when group != alarm.Id => AlarmCallStanding.Silent,
        _ => Escalation.MayCall(alarm) ? AlarmCallStanding.Calls : AlarmCallStanding.Silent,
    };
}
