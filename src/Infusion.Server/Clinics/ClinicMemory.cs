using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;

namespace Infusion.Server.Clinics;

/// <summary>What a clinic's writer holds in memory, rebuilt from the store when it begins.</summary>
sealed class ClinicMemory
{
    /// <summary>Messages and commands of this long are known again when a second copy comes.</summary>
    static readonly TimeSpan KnownFor = TimeSpan.FromHours(48);

    readonly Dictionary<string, DeviceRow> _devices;

    ClinicMemory(ClinicState state, bool simulated, IReadOnlyList<DeviceRow> devices)
    {
        (State, Simulated) = (state, simulated);
        _devices = devices.ToDictionary(device => device.Device);
    }

    public ClinicState State { get; }

    public bool Simulated { get; }

    public Dictionary<Guid, long> Commands { get; private set; } = [];

    /// <summary>Clinic time of the last stored reading before this writer; null: none is known.</summary>
    public DateTimeOffset? LastInputAt { get; private set; }

    public static Guid StreamOf(string clinic) => AlarmId.Derive(Guid.Empty, "clinic", Metric.Unknown, clinic, DateTimeOffset.UnixEpoch);

    public static async Task<ClinicMemory> LoadAsync(
        ClinicStore store, string clinic, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (configuration, simulated) = await store.ConfigurationAsync(clinic, cancellationToken)
            ?? throw new UnknownClinicException(clinic);
        var state = new ClinicState(configuration, StreamOf(clinic));
        var memory = new ClinicMemory(state, simulated, await store.DevicesAsync(clinic, cancellationToken));
        foreach (var stored in await store.EventsOfOpenSessionsAsync(clinic, state.Stream, cancellationToken))
        {
            ClinicEngine.Restore(state, stored);
        }

        var since = now - KnownFor;
        await memory.RecallReadingsAsync(store, since, cancellationToken);
        foreach (var boot in (await store.SequencesAsync(clinic, since, cancellationToken)).GroupBy(run => (run.Device, run.Boot)))
        {
            ClinicEngine.RecallSequence(state, boot.Key.Device, boot.Key.Boot, boot.Select(run => (run.First, run.Last)));
        }

        memory.Commands = new Dictionary<Guid, long>(await store.CommandsAsync(clinic, since, cancellationToken));
        return memory;
    }

    /// <summary>Takes a device into the registry's waiting list the first time it is met.</summary>
    public void Meet(string device, DeviceKind kind, DateTimeOffset now, CommitUnit unit)
    {
        if (_devices.TryGetValue(device, out var known) && (known.Accepted || kind is DeviceKind.Unknown || known.Kind == kind))
        {
            return;
        }

        var row = known with { Device = device, Kind = kind, Accepted = false, FirstSeen = known.Device is null ? now : known.FirstSeen };
        _devices[device] = row;
        unit.Devices.Add(row);
    }

    public void Accept(ClinicCommand.AcceptDevice accept, DateTimeOffset now, CommitUnit unit)
    {
        var seen = _devices.TryGetValue(accept.Device, out var known) ? known.FirstSeen : now;
        var row = new DeviceRow(accept.Device, accept.Kind, accept.HomeChair, Accepted: true, seen);
        _devices[accept.Device] = row;
        unit.Devices.Add(row);
        var registered = new RegisteredDevice(accept.Device, accept.Kind, accept.HomeChair);
        var configuration = State.Configuration;
        ClinicEngine.Reconfigure(State, configuration with
        {
            Devices = [.. configuration.Devices.Where(device => device.Device != accept.Device), registered],
        });
    }

    /// <summary>Who attaches a device names it; what it is, the registry knows.</summary>
    public SessionCommand Complete(SessionCommand command) =>
        command is AttachDevice { Kind: DeviceKind.Unknown } attach && _devices.TryGetValue(attach.Device, out var known)
            ? attach with { Kind = known.Kind }
            : command;

    public DeviceKind KindOf(DeviceReport report) =>
        report.Kind is DeviceKind.Unknown && _devices.TryGetValue(report.Device, out var known) ? known.Kind : report.Kind;

    public ReadingRow RowOf(Reading reading, ObserveOutcome outcome, long input)
    {
        var flags = outcome switch
        {
            ObserveOutcome.Late => ReadingFlags.Late,
            ObserveOutcome.UnknownDevice => ReadingFlags.Unregistered,
            _ => ReadingFlags.None,
        };
        if (reading.At is null)
        {
            flags |= ReadingFlags.ChartedAtReceipt;
        }

        return new ReadingRow(reading, ChartTime(reading, outcome), input, flags);
    }

    public IReadOnlyList<ClinicDeviceView> DeviceViews() =>
        [.. State.Devices.Values.Select(device => new ClinicDeviceView(
            device.Device, device.Kind, device.Online, device.LastReceivedAt, device.LastReport?.Model, device.LastReport?.Battery,
            device.HomeChair, device.Session, Waiting: false, device.Clock.Offset?.TotalSeconds, device.Clock.Confidence))];

    DateTimeOffset ChartTime(Reading reading, ObserveOutcome outcome) => State.Devices.TryGetValue(reading.Device, out var device)
        ? outcome is ObserveOutcome.Live && device.LastLiveAt is { } live ? live : device.Clock.Late(reading).ChartTime
        : reading.ReceivedAt;

    async Task RecallReadingsAsync(ClinicStore store, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var attached = State.Sessions.Values.SelectMany(live => live.State.Associations).ToList();
        if (attached.Count == 0)
        {
            return;
        }

        var from = attached.Min(association => association.From);
        var readings = await store.ReadingsAsync(
            State.Configuration.Clinic,
            attached.Select(association => association.Device).Distinct().ToList(),
            from > since ? from : since,
            DateTimeOffset.MaxValue,
            cancellationToken);
        foreach (var stored in readings)
        {
            ClinicEngine.Recall(State, stored.Reading, stored.Reading.ReceivedAt);
            LastInputAt = LastInputAt > stored.Reading.ReceivedAt ? LastInputAt : stored.Reading.ReceivedAt;
        }
    }
}

sealed class UnknownClinicException(string clinic) : Exception($"there is no clinic {clinic}");
