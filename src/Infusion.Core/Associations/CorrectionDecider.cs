using System.Collections.Immutable;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Associations;

/// <summary>Whether a correction can be true, and which charts it concerns.</summary>
static class CorrectionDecider
{
    public static Decision Decide(ClinicState state, CorrectAssociation command, DateTimeOffset now)
    {
        var (from, to) = (command.From, command.To);
        if (from >= (to ?? now) || to > now)
        {
            return Session.Reject(
                "interval-impossible", "The time ends before it begins, or lies ahead; choose a beginning before its end, and an end that is not after now.");
        }

        if (command.FromSession == command.ToSession)
        {
            return Session.Reject("sessions-same", "Nothing would move: name the session that the device belongs to, or the one that it does not.");
        }

        var charts = Charts(state, command);
        var (loses, gets) = (charts.Find(each => each.Session == command.FromSession), charts.Find(each => each.Session == command.ToSession));
        if ((command.FromSession is not null && loses is null) || (command.ToSession is not null && gets is null))
        {
            return Session.Reject("session-unknown", "One of the two sessions is not known here; choose it from the list.");
        }

        return RefuseSource(charts, loses, command)
            ?? (gets is null ? null : RefuseTarget(gets, KindOf(state, charts, command.Device), command))
            ?? RefuseBusy(state, command)
            ?? Accept(state, charts, command, now);
    }

    /// <summary>Where the device was in that time, as the caller says, and nowhere else.</summary>
    static Decision.Rejected? RefuseSource(List<Side> charts, Side? loses, CorrectAssociation command)
    {
        if (loses is not null && !AssociationLists.Holds(loses.Associations, command.Device, command.From, command.To))
        {
            var was = loses.Associations.Where(each => each.Device == command.Device).ToList();
            return new Decision.Rejected("interval-outside", was.Count == 0
                ? $"{command.Device} was never attached in the session at chair {loses.Chair}; choose the session that charted it."
                : $"{command.Device} was at chair {loses.Chair} {string.Join(" and ", was.Select(Words))}; choose a time within that.");
        }

        if (loses is null && Elsewhere(charts, command) is var (other, held))
        {
            return new Decision.Rejected(
                "device-elsewhere", $"{command.Device} was at chair {other.Chair} {Words(held)}; say that it is moved from there, or choose another time.");
        }

        return null;
    }

    static (Side, Association)? Elsewhere(List<Side> charts, CorrectAssociation command)
    {
        foreach (var chart in charts)
        {
            if (AssociationLists.Meeting(chart.Associations, each => each.Device == command.Device, command.From, command.To) is { } held)
            {
                return (chart, held);
            }
        }

        return null;
    }

    static Decision.Rejected? RefuseTarget(Side gets, DeviceKind kind, CorrectAssociation command)
    {
        if (kind is not (DeviceKind.Monitor or DeviceKind.Pump))
        {
            return new Decision.Rejected("device-unregistered", $"Device {command.Device} is not registered in this clinic.");
        }

        if (kind == DeviceKind.Pump && gets.IsSingleDose)
        {
            return new Decision.Rejected("route-single-dose", $"The order at chair {gets.Chair} is a single dose; no pump belongs to it.");
        }

        if (command.From < gets.PlannedAt)
        {
            return new Decision.Rejected(
                "interval-before-plan", $"The session at chair {gets.Chair} was planned at {Time(gets.PlannedAt)}; choose a beginning from then on.");
        }

        if (command.To is null ? gets.EndsAt is not null : command.To > gets.EndsAt)
        {
            return new Decision.Rejected(
                "interval-after-end", $"The session at chair {gets.Chair} ended at {Time(gets.EndsAt!.Value)}; choose an end up to then.");
        }

        return AssociationLists.Meeting(gets.Associations, each => each.Kind == kind && each.Device != command.Device, command.From, command.To) is { } other
            ? new Decision.Rejected(
                "device-kind-taken",
                $"{other.Device} was attached at chair {gets.Chair} {Words(other)}; correct that one first, or choose a time without it.")
            : null;
    }

    /// <summary>One at a time for each session: the second would be judged by what the first has not charted yet.</summary>
    static Decision.Rejected? RefuseBusy(ClinicState state, CorrectAssociation command) =>
        state.Corrections.Values.Any(running => running.Charts.Any(chart => chart.Session == command.FromSession || chart.Session == command.ToSession))
            ? new Decision.Rejected("correction-in-progress", "A correction of this session is in progress; it takes seconds, then try again.")
            : null;

    static Decision Accept(ClinicState state, List<Side> charts, CorrectAssociation command, DateTimeOffset now)
    {
        var kind = KindOf(state, charts, command.Device);
        var concerned = charts.Where(each => each.Session == command.FromSession || each.Session == command.ToSession)
            .Select(each => new CorrectedChart(
                each.Session, each.Chair, each.Patient, each.Associations,
                each.Session == command.ToSession
                    ? AssociationLists.With(each.Associations, command.Device, kind, command.From, command.To)
                    : AssociationLists.Without(each.Associations, command.Device, command.From, command.To)));
        return Session.Accept(new AssociationCorrected(
            now, command.Id, command.Device, kind, command.From, command.To, command.FromSession, command.ToSession, command.Reason, command.By,
            [.. concerned]));
    }

    static List<Side> Charts(ClinicState state, CorrectAssociation command) =>
    [
        .. state.Sessions.Values.Select(live => new Side(
            live.State.Id, live.State.Chair, live.State.Patient, live.State.PlannedAt, live.State.DischargedAt, live.State.IsSingleDose,
            live.State.Associations)),
        .. command.Closed.Where(closed => !state.Sessions.ContainsKey(closed.Session)).Select(closed => new Side(
            closed.Session, closed.Chair, closed.Patient, closed.PlannedAt, closed.ClosedAt, closed.IsSingleDose, closed.Associations)),
    ];

    static DeviceKind KindOf(ClinicState state, List<Side> charts, string device) =>
        charts.SelectMany(chart => chart.Associations).FirstOrDefault(each => each.Device == device)?.Kind
        ?? (state.Devices.TryGetValue(device, out var known) ? known.Kind : DeviceKind.Unknown);

    static string Words(Association held) => held.To is { } to ? $"from {Time(held.From)} to {Time(to)}" : $"since {Time(held.From)}";

    static string Time(DateTimeOffset at) => $"{at:yyyy-MM-dd HH:mm:ss} UTC";

    sealed record Side(
        Guid Session, string Chair, Guid Patient, DateTimeOffset PlannedAt, DateTimeOffset? EndsAt, bool IsSingleDose,
        ImmutableArray<Association> Associations);
}
