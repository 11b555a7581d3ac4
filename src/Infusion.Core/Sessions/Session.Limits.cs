using Infusion.Core.Alarms;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

public static partial class Session
{
    /// <summary>
    /// A limit for one session: within what its protocol allows, and never past a graver or a milder limit of that side, nor past
    /// one of the other side.
    /// </summary>
    /// <param name="limits">In force for the session.</param>
    public static Decision Adjust(SessionState state, SafetyLimits limits, AdjustLimit command, DateTimeOffset now)
    {
        if (state.Phase == SessionPhase.Discharged || !state.IsOpen)
        {
            return Reject("wrong-phase", $"Session {command.Session} is {Words(state.Phase)}; its limits can no longer be adjusted.");
        }

        if (limits.Of(command.Metric, command.Side).FirstOrDefault(limit => limit.Priority == command.Priority) is not { Value: { } from } limit)
        {
            return Reject("limit-unknown", "This session has no such limit.");
        }

        var (name, unit) = (Name(limit), MetricTable.Of(limit.Metric).UnitText);
        if (command.Value == from)
        {
            return Reject("limit-unchanged", $"{name} is {Number(from)} {unit} already.");
        }

        // A direction that the protocol leaves out still leads back to what it says.
        var approved = state.Adjustments.FirstOrDefault(each => each.IsOf(command.Metric, command.Side, command.Priority))?.Approved ?? from;
        var (lowest, highest) = (limit.AdjustableFrom ?? approved, limit.AdjustableTo ?? approved);
        if (command.Value != approved && (command.Value < lowest || command.Value > highest))
        {
            return lowest == highest
                ? Reject("limit-fixed", $"{name} is {Number(approved)} {unit} by the protocol and cannot be adjusted.")
                : Reject("limit-out-of-range", $"{name} can be set from {Number(lowest)} to {Number(highest)} {unit}, not to {Number(command.Value)} {unit}.");
        }

        return limits.Vitals.FirstOrDefault(other => Crosses(command, other)) is { Value: { } passed } crossed
            ? Reject("limit-crosses", $"{name} at {Number(command.Value)} {unit} would pass {Name(crossed)} at {Number(passed)} {unit}.")
            : Accept(new LimitAdjusted(now, command.Metric, command.Side, command.Priority, from, command.Value, command.Reason, command.By));
    }

    /// <summary>On one side the graver limit is the farther out, or level; the sides never meet.</summary>
    static bool Crosses(AdjustLimit command, VitalLimit other)
    {
        if (other.Metric != command.Metric || other.Value is not { } value)
        {
            return false;
        }

        if (other.Side != command.Side)
        {
            return command.Side == LimitSide.Low ? command.Value >= value : command.Value <= value;
        }

        var isFartherOut = command.Side == LimitSide.Low ? command.Value < value : command.Value > value;
        return command.Value != value && other.Priority != command.Priority && isFartherOut != (command.Priority > other.Priority);
    }

    static string Name(VitalLimit limit) =>
        $"{MetricTable.Of(limit.Metric).Label} {(limit.Side == LimitSide.Low ? "low" : "high")} ({limit.Priority.ToString().ToLowerInvariant()} priority)";

    static string Number(decimal value) => AlarmText.Number(value);
}
