using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion;
using Infusion.Server.Live;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using Orleans.Concurrency;

namespace Infusion.Server.Clinics;

/// <summary>The one writer of a clinic. Key: clinic id.</summary>
public interface IClinicGrain : IGrainWithStringKey
{
    /// <summary>Evaluates in order and shows at once; does not wait for the store.</summary>
    Task<Evaluated> EvaluateAsync(Immutable<IReadOnlyList<Incoming>> messages);

    /// <summary>Ends when that input is on disk. Fails when this writer lost the clinic: then send again.</summary>
    Task WhenCommittedAsync(Evaluated evaluated);

    Task<CommandAnswer> ExecuteAsync(Immutable<ClinicCommand> command);

    Task<Immutable<Snapshot>> SnapshotAsync();

    Task<Immutable<IReadOnlyList<ClinicDeviceView>>> DevicesAsync();

    Task<Immutable<Missed>> SinceAsync(long epoch, long n);

    /// <summary>Subscribes, or renews. Called every two seconds by each server that shows this clinic.</summary>
    Task<Immutable<Heartbeat>> WatchAsync(IClinicWatcher watcher);

    /// <summary>Wakes the clinic so that its timers run, above all after a crash.</summary>
    Task KeepAsync();
}

public interface IClinicWatcher : IGrainObserver
{
    Task OnDeltasAsync(Immutable<DeltaBatch> batch);
}

/// <summary>Names an evaluated input: the epoch it was numbered in, and its number.</summary>
[GenerateSerializer]
public readonly record struct Evaluated([property: Id(0)] long Epoch, [property: Id(1)] long Input);

/// <summary>A command on its way in, with the documents that hold its free text.</summary>
public abstract record ClinicCommand(Guid Id)
{
    public sealed record OfSession(SessionCommand Command, NoteDocument? Note) : ClinicCommand(Command.Id)
    {
        /// <summary>Where a command has more than one text: why each limit was overridden.</summary>
        public IReadOnlyList<NoteDocument> Reasons { get; init; } = [];
    }

    public sealed record RegisterPatient(Guid Id, PatientDocument Patient) : ClinicCommand(Id);

    public sealed record AcceptDevice(Guid Id, string Device, DeviceKind Kind, string? HomeChair) : ClinicCommand(Id);

    /// <param name="Protocol">A new one as version 1, or the version after the newest; validated.</param>
    public sealed record AddProtocol(Guid Id, InfusionProtocol Protocol, string By, string Reason) : ClinicCommand(Id);

    public sealed record ApproveProtocol(Guid Id, string Protocol, int Version, string By) : ClinicCommand(Id);
}

/// <param name="RefusedCode">Null when accepted.</param>
/// <param name="RefusedReason">A sentence that names what is wrong.</param>
[GenerateSerializer]
public sealed record CommandAnswer(
    [property: Id(0)] Evaluated Evaluated,
    [property: Id(1)] string? RefusedCode,
    [property: Id(2)] string? RefusedReason);
