using System.Collections.Immutable;
using Infusion.Core.Associations;
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

    /// <summary>
    /// The consequences of a correction, worked out from what is on record up to here. The record is not stored twice: whoever
    /// reads this input lays it in again.
    /// </summary>
    /// <param name="Streams">How much of each stream counts.</param>
    public sealed record Corrected(Guid Correction, ImmutableArray<StreamCut> Streams) : ClinicInput
    {
        CorrectionRun? _run;

        internal CorrectionRun Run => _run ?? throw new InvalidOperationException($"correction {Correction} comes without its record");

        public Corrected With(CorrectionRun run) => this with { _run = run };
    }

    /// <summary>A writer began. No timer ran between <paramref name="InterruptedFrom"/> and now; null: nobody watched before.</summary>
    public sealed record Begun(DateTimeOffset? InterruptedFrom) : ClinicInput;
}

/// <summary>A stream up to an event.</summary>
public readonly record struct StreamCut(Guid Stream, long Events);

/// <summary>What an input came to, for whoever brought it.</summary>
public readonly record struct InputOutcome(ObserveOutcome Observed, Decision? Decision);
