using Infusion.Core.DrugLibrary;

namespace Infusion.Core.Sessions;

public static partial class Session
{
    /// <summary>A score that a person saw. One that is not on its scale is refused: it would be charted as a finding.</summary>
    static Decision ChartScore(SessionState state, ChartObservation command, DateTimeOffset now)
    {
        if (!state.IsMonitored)
        {
            return Reject("wrong-phase", $"Session {command.Session} is {Words(state.Phase)}; observations are charted from check-in to discharge.");
        }

        if (ScaleInfo.Find(command.Scale) is not { } scale || !scale.Of.Contains(command.What))
        {
            return Reject("scale-mismatch", $"A {ObservationWords.Of(command.What)} cannot be charted by hand on this scale.");
        }

        if (command.Score < scale.Lowest || command.Score > scale.Highest)
        {
            return Reject("score-out-of-range", $"{scale.Label} goes from {scale.Lowest} to {scale.Highest}; {command.Score} is not on it.");
        }

        var at = command.ObservedAt ?? now;
        return at > now || at < state.CheckedInAt
            ? Reject("observed-out-of-range", "An observation lies between check-in and now.")
            : Accept(new ObservationCharted(at, command.What, command.Scale, command.Score, command.By));
    }
}
