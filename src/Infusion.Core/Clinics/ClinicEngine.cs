using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

public enum ObserveOutcome : byte
{
    Unknown = 0,
    Live = 1,

    /// <summary>Goes to chart and history only: flagged late, or a seq below the highest of its boot.</summary>
    Late = 2,

    /// <summary>(device, boot, seq) was here before: nothing changes, it is acknowledged.</summary>
    Duplicate = 3,

    /// <summary>Not registered: kept, charts nothing.</summary>
    UnknownDevice = 4,
}

/// <summary>
/// The one door to a clinic's state. Deterministic: the same inputs with the same times give the same events.
/// The caller guarantees that <c>now</c> never goes back and calls <see cref="Tick"/> for every whole second up to it first.
/// </summary>
public static class ClinicEngine
{
    public static ObserveOutcome Observe(ClinicState state, Reading reading, DateTimeOffset now, FindingSink sink) =>
        throw new NotSupportedException();

    /// <summary>Takes a stored reading into memory at start: values, dose, sequence, clock. Judges nothing, says nothing.</summary>
    public static void Recall(ClinicState state, Reading reading, DateTimeOffset now) =>
        throw new NotSupportedException();

    public static void Report(ClinicState state, DeviceReport report, DateTimeOffset now, FindingSink sink) =>
        throw new NotSupportedException();

    /// <summary>Accepted events are already applied to the state and stand in the sink.</summary>
    public static Decision Decide(ClinicState state, SessionCommand command, DateTimeOffset now, FindingSink sink) =>
        throw new NotSupportedException();

    /// <summary>Timers: silence, delays, the closing of charted minutes. <paramref name="second"/> is a whole second.</summary>
    public static void Tick(ClinicState state, DateTimeOffset second, FindingSink sink) =>
        throw new NotSupportedException();

    /// <summary>Folds a stored event in, at start. After the last one, call <see cref="Recall"/> for the readings, then <see cref="Resume"/>.</summary>
    public static void Restore(ClinicState state, StreamEvent stored) => throw new NotSupportedException();

    /// <summary>Ends the rebuilding: charts the interruption from the last input before it to now for each session under way.</summary>
    public static void Resume(ClinicState state, DateTimeOffset? lastInputAt, DateTimeOffset now, FindingSink sink) =>
        throw new NotSupportedException();
}
