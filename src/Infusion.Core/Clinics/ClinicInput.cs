using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Clinics;

/// <summary>
/// Everything that can change a clinic, as it is numbered and stored. The same engine, a state and the inputs after it, each
/// with its time, give the same events and the same state again. Timers are no inputs: they follow from the times of the inputs.
/// </summary>
public abstract record ClinicInput
{
    public sealed record Observed(Reading Reading) : ClinicInput;

    public sealed record Reported(DeviceReport Report) : ClinicInput;

    /// <summary>What a person intends; stored when it was accepted.</summary>
    public sealed record Commanded(SessionCommand Command) : ClinicInput;

    public sealed record Configured(ClinicConfiguration Configuration) : ClinicInput;

    /// <summary>A writer began. No timer ran between <paramref name="InterruptedFrom"/> and now; null: nobody watched before.</summary>
    public sealed record Begun(DateTimeOffset? InterruptedFrom) : ClinicInput;
}

/// <summary>What an input came to, for whoever brought it.</summary>
public readonly record struct InputOutcome(ObserveOutcome Observed, Decision? Decision);
