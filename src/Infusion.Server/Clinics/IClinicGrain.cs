using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Outcomes;
using Infusion.Core.Pathway;
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

    /// <summary>Whether a correction would be accepted now.</summary>
    /// <returns>Its charts, or why not.</returns>
    Task<Immutable<Core.Sessions.Decision>> MayCorrectAsync(Immutable<Core.Associations.CorrectAssociation> command);

    Task<Immutable<Snapshot>> SnapshotAsync();

    Task<Immutable<IReadOnlyList<ClinicDeviceView>>> DevicesAsync();

    Task<Immutable<DutyView>> DutyAsync();

    Task<Immutable<IReadOnlyList<ChairHolderView>>> HoldersAsync();

    /// <param name="stream">Of the session, or the clinic's own.</param>
    /// <returns>Null: the alarm is over, or there never was one.</returns>
    Task<Immutable<AlarmCall?>> AlarmCallAsync(Guid stream, Guid alarm);

    /// <returns>Null: no open session, or its protocol asks for nothing before the start.</returns>
    Task<Immutable<CheckInView?>> CheckInAsync(Guid session);

    /// <param name="by">Who asks: the numbers of the order are for those who have computed them.</param>
    /// <returns>Null: no open session, or its protocol asks for no second person.</returns>
    Task<Immutable<OrderSheetView?>> OrderSheetAsync(Guid session, string by);

    /// <summary>Every open plan, and what decides over appointments.</summary>
    Task<Immutable<PathwayImage>> PathwayAsync();

    /// <returns>Oldest first.</returns>
    Task<Immutable<IReadOnlyList<OpenSafetyTask>>> SafetyTasksAsync();

    /// <returns>Null: no such link, or one that is over for long.</returns>
    Task<Immutable<TabletLink?>> TabletLinkAsync(string hash);

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

    /// <summary>Enters or corrects a patient, checked against who is entered already.</summary>
    /// <param name="Expected">The version that was corrected; 0 with <paramref name="IsNew"/> for a new one.</param>
    /// <param name="Distinct">Similar records that a person has compared and found to be somebody else.</param>
    public sealed record WritePatient(
        Guid Id, PatientDocument Patient, int Expected, bool IsNew, IReadOnlyList<Guid> Distinct, string By) : ClinicCommand(Id)
    {
        /// <summary>Filled in by the writer: who may be the same.</summary>
        public IReadOnlyList<PatientDocument> Near { get; init; } = [];
    }

    public sealed record AcceptDevice(Guid Id, string Device, DeviceKind Kind, string? HomeChair) : ClinicCommand(Id);

    /// <summary>Not for charting any more, or never.</summary>
    public sealed record PutDeviceAside(Guid Id, string Device, DevicePutAside As) : ClinicCommand(Id);

    public sealed record SetUpChairs(Core.Clinics.ChairSetupCommand Command) : ClinicCommand(Command.Id);

    /// <param name="TimeZone">IANA.</param>
    public sealed record DescribeClinic(Guid Id, string Name, string TimeZone) : ClinicCommand(Id);

    /// <param name="Protocol">A new one as version 1, or the version after the newest; validated.</param>
    public sealed record AddProtocol(Guid Id, InfusionProtocol Protocol, string By, string Reason) : ClinicCommand(Id);

    /// <param name="Notes">What the command's events refer to.</param>
    public sealed record OfPathway(PathwayCommand Command, IReadOnlyList<NoteDocument> Notes) : ClinicCommand(Command.Id);

    public sealed record ApproveProtocol(Guid Id, string Protocol, int Version, string By) : ClinicCommand(Id);
}

/// <summary>The plans as they are now, and the clinic that they are of.</summary>
public sealed record PathwayImage(ClinicPathway Pathway, ClinicConfiguration Clinic);

/// <param name="RefusedCode">Null when accepted.</param>
/// <param name="RefusedReason">A sentence that names what is wrong.</param>
[GenerateSerializer]
public sealed record CommandAnswer(
    [property: Id(0)] Evaluated Evaluated,
    [property: Id(1)] string? RefusedCode,
    [property: Id(2)] string? RefusedReason);
