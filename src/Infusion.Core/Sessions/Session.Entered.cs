namespace Infusion.Core.Sessions;

public static partial class Session
{
    /// <summary>How far back a check-in may be entered: what was done on paper while nothing could be charted.</summary>
    public static TimeSpan LatestCheckIn { get; } = TimeSpan.FromHours(24);

    /// <summary>What happened before it is charted keeps both times. A review is about a value of then, and is no late entry.</summary>
    static Decision HonestTimes(Decision decision, DateTimeOffset now) => decision is Decision.Accepted accepted && accepted.Events.Any(each => each.At < now)
        ? Accept([.. accepted.Events.Select(each => each is EnteredEvent entered and not VitalReviewed && each.At < now ? entered with { ChartedAt = now } : each)])
        : decision;

    static Decision ArriveAt(CheckIn command, DateTimeOffset now) =>
        command.CheckedInAt is { } at && (at > now || at < now - LatestCheckIn)
            ? Reject("time-out-of-range", $"A check-in lies within the last {LatestCheckIn.TotalHours:0} h, and not after now.")
            : Accept(new PatientCheckedIn(command.CheckedInAt ?? now, command.By));

    /// <summary>A pause, a resumption or a stop is not before the change that it follows.</summary>
    static Decision? RefuseOrder(SessionState state, DateTimeOffset? said, DateTimeOffset now, string what) =>
        said is { } at && (at > now || at < state.PhaseSince)
            ? Reject("time-out-of-range", $"{what} lies between {state.PhaseSince:yyyy-MM-dd HH:mm:ss} UTC, since when it is {Words(state.Phase)}, and now.")
            : null;
}
