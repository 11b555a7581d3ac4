using System.Text.Json;
using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;

namespace Infusion.Server.Clinics;

/// <summary>What a clinic's writer holds in memory, rebuilt from the store when it begins.</summary>
sealed class ClinicMemory(ClinicState state, bool simulated, IReadOnlyList<DeviceRow> devices)
{
    /// <summary>Messages and commands of this long are known again when a second copy comes.</summary>
    static readonly TimeSpan KnownFor = TimeSpan.FromHours(48);

    readonly Dictionary<string, DeviceRow> _devices = devices.ToDictionary(device => device.Device);

    public ClinicState State { get; } = state;

    public bool Simulated { get; } = simulated;

    public Dictionary<Guid, long> Commands { get; private set; } = [];

    /// <summary>The configuration as the store has it.</summary>
    ClinicConfiguration Stored { get; set; } = state.Configuration;

    public static Guid StreamOf(string clinic) => AlarmId.Derive(Guid.Empty, "clinic", Metric.Unknown, clinic, DateTimeOffset.UnixEpoch);

    /// <summary>
    /// The state that the last writer had when it last committed: from the newest checkpoint of this very build and the inputs
    /// after it; without one (the first start of a new version) by folding events and recalling readings.
    /// </summary>
    public static async Task<ClinicMemory> LoadAsync(
        ClinicStore store, InputStore inputs, string clinic, Takeover takeover, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (configuration, simulated) = await store.ConfigurationAsync(clinic, cancellationToken)
            ?? throw new UnknownClinicException(clinic);
        var devices = await store.DevicesAsync(clinic, cancellationToken);
        var memory = await inputs.StateAsync(clinic, null, cancellationToken) is { } stored
            ? new ClinicMemory(await ReplayAsync(inputs, stored, takeover, cancellationToken), simulated, devices)
            : await FoldAsync(store, new ClinicMemory(new ClinicState(configuration, StreamOf(clinic)), simulated, devices), takeover, now, cancellationToken);
        memory.Stored = configuration;
        memory.Commands = new Dictionary<Guid, long>(await store.CommandsAsync(clinic, now - KnownFor, cancellationToken));
        return memory;
    }

    static async Task<ClinicState> ReplayAsync(
        InputStore inputs, StoredState stored, Takeover takeover, CancellationToken cancellationToken)
    {
        var (state, sink) = (stored.State, new FindingSink());
        await foreach (var (_, evaluatedAt, body) in inputs.AfterAsync(
            state.Configuration.Clinic, stored.Input, state.TickedThrough, cancellationToken))
        {
            ClinicEngine.Take(state, body, evaluatedAt, sink);
            sink.Clear();
        }

        ClinicEngine.Advance(state, takeover.TickedThrough ?? state.TickedThrough, sink);
        return state;
    }

    static async Task<ClinicMemory> FoldAsync(
        ClinicStore store, ClinicMemory memory, Takeover takeover, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (state, clinic) = (memory.State, memory.State.Configuration.Clinic);

        // What the spool brings next is taken in with the timers before it: they go on from here, not from the year 1.
        state.TickedThrough = takeover.TickedThrough ?? new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        foreach (var stored in await store.EventsOfOpenSessionsAsync(clinic, state.Stream, cancellationToken))
        {
            ClinicEngine.Restore(state, stored);
        }

        var since = now - KnownFor;
        await memory.RecallReadingsAsync(store, since, cancellationToken);
        foreach (var boot in (await store.SequencesAsync(clinic, since, long.MaxValue, cancellationToken)).GroupBy(run => (run.Device, run.Boot)))
        {
            ClinicEngine.RecallSequence(state, boot.Key.Device, boot.Key.Boot, boot.Select(run => (run.First, run.Last)));
        }

        return memory;
    }

    /// <summary>Until when somebody watched, as far as the store knows; null: nobody has yet.</summary>
    public DateTimeOffset? WatchedUntil(Takeover takeover)
    {
        var heard = State.Devices.Values.Max(device => device.LastReceivedAt);
        return heard > takeover.TickedThrough || takeover.TickedThrough is null ? heard : takeover.TickedThrough;
    }

    /// <summary>Somebody changed the clinic's limits, chairs or devices while no writer looked; null: nobody did.</summary>
    public ClinicInput.Configured? Reconfigured() =>
        JsonSerializer.Serialize(Stored, QuantityConverters.Options) == JsonSerializer.Serialize(State.Configuration, QuantityConverters.Options)
            ? null
            : new ClinicInput.Configured(Stored);

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

    public ClinicInput.Configured Accept(ClinicCommand.AcceptDevice accept, DateTimeOffset now, CommitUnit unit)
    {
        var seen = _devices.TryGetValue(accept.Device, out var known) ? known.FirstSeen : now;
        var row = new DeviceRow(accept.Device, accept.Kind, accept.HomeChair, Accepted: true, seen);
        _devices[accept.Device] = row;
        unit.Devices.Add(row);
        var registered = new RegisteredDevice(accept.Device, accept.Kind, accept.HomeChair);
        var configuration = State.Configuration;
        // In the store's order, so that a writer that begins finds nothing changed.
        return new ClinicInput.Configured(configuration with
        {
            Devices = [.. configuration.Devices.Where(device => device.Device != accept.Device).Append(registered)
                .OrderBy(device => device.Device, StringComparer.Ordinal)],
        });
    }

    /// <returns>Null: it stays as it is, for this reason.</returns>
    public (ClinicInput.Configured? Input, Decision.Rejected? Refused) PutAside(ClinicCommand.PutDeviceAside putAside, CommitUnit unit)
    {
        var isRetired = putAside.As == DevicePutAside.Retired;
        if (!_devices.TryGetValue(putAside.Device, out var known) || known.Accepted != isRetired)
        {
            return (null, new Decision.Rejected("device-unknown", isRetired
                ? $"The clinic has no device {putAside.Device} in use."
                : $"No device {putAside.Device} waits to be accepted."));
        }

        if (State.Devices.TryGetValue(putAside.Device, out var live) && live.Session is not null)
        {
            return (null, new Decision.Rejected("device-attached", $"{putAside.Device} is attached in a session: detach it first, then retire it."));
        }

        var row = known with { Accepted = false, PutAside = putAside.As };
        _devices[putAside.Device] = row;
        unit.Devices.Add(row);
        var configuration = State.Configuration;
        return (new ClinicInput.Configured(configuration with { Devices = [.. configuration.Devices.Where(device => device.Device != putAside.Device)] }), null);
    }

    /// <summary>Devices go with their chair, in the registry as in the configuration.</summary>
    public void MoveDevices(CommitUnit unit)
    {
        var homes = State.Configuration.Devices.ToDictionary(device => device.Device, device => device.HomeChair);
        foreach (var row in _devices.Values.ToList())
        {
            if (homes.TryGetValue(row.Device, out var home) && home != row.HomeChair)
            {
                _devices[row.Device] = row with { HomeChair = home };
                unit.Devices.Add(_devices[row.Device]);
            }
        }
    }

    /// <summary>
    /// Who attaches a device names it; what it is, the registry knows. Who plans under a protocol and names no version (0) takes
    /// the one in use.
    /// </summary>
    public SessionCommand Complete(SessionCommand command) => command switch
    {
        AttachDevice { Kind: DeviceKind.Unknown } attach when _devices.TryGetValue(attach.Device, out var known) =>
            attach with { Kind = known.Kind },
        ChangeOrder { Order.ProtocolVersion: 0 } change when State.Sessions.TryGetValue(change.Session, out var live) =>
            change with { Order = change.Order with { ProtocolVersion = live.State.Order.ProtocolVersion } },
        PlanSession { Order: { ProtocolVersion: 0, Protocol: var protocol } order } plan =>
            plan with { Order = order with { ProtocolVersion = State.Configuration.InUse(protocol)?.Version ?? 0 } },
        _ => command,
    };

    public DeviceKind KindOf(DeviceReport report) =>
        report.Kind is DeviceKind.Unknown && _devices.TryGetValue(report.Device, out var known) ? known.Kind : report.Kind;

    public ReadingRow RowOf(Reading reading, ObserveOutcome outcome, long input, DateTimeOffset now)
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

        return new ReadingRow(reading, ChartTime(reading, outcome), input, now, flags);
    }

    public IReadOnlyList<ClinicDeviceView> DeviceViews() =>
        [.. State.Devices.Values.Select(device => new ClinicDeviceView(
            device.Device, device.Kind, device.Online, device.LastReceivedAt, device.LastReport?.Model, device.LastReport?.Battery,
            device.HomeChair, device.Session, Waiting: false, device.Clock.Offset?.TotalSeconds, device.Clock.Confidence)
        {
            HintChair = device.LastReport?.Chair,
        })];

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
        }
    }
}

sealed class UnknownClinicException(string clinic) : Exception($"there is no clinic {clinic}");
