using Infusion.Core.Alarms;
using Infusion.Core.Associations;
using Infusion.Core.Clinics;
using Infusion.Core.Outcomes;
using Infusion.Core.Pathway;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Ingestion.External;
using Infusion.Server.Live;
using Infusion.Server.Operations;
using Infusion.Server.Sessions;
using Infusion.Server.Spooling;
using Infusion.Server.Storage;
using Orleans.Concurrency;
using Orleans.Utilities;

namespace Infusion.Server.Clinics;

/// <summary>
/// The one writer of a clinic. A turn numbers its inputs, evaluates them, queues what came of it and shows it,
/// all without an await; nothing after the wait for a commit changes the clinic's state.
/// </summary>
[Reentrant]
[KeepAlive]
sealed partial class ClinicGrain(
    ClinicStore store, PatientStore patients, PathwayStore plans, InputStore inputs, CorrectionStore corrections, Journal journal, Unevaluated unevaluated, Spool spool, MessageDecoder decoder, ClinicClock clock, ILogger<ClinicGrain> logger)
    : Grain, IClinicGrain
{
    static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(75);

    /// <summary>While commits are late. A device that speaks once a second is still seen to.</summary>
    static readonly TimeSpan FlushEveryWhenBehind = TimeSpan.FromMilliseconds(500);

    /// <summary>While messages wait to be evaluated: as often as devices speak, and no more.</summary>
    static readonly TimeSpan FlushEveryInOverload = TimeSpan.FromSeconds(1);
    static readonly TimeSpan CheckpointEvery = TimeSpan.FromMinutes(1);

    readonly FindingSink _sink = new();

    /// <summary>Turns not yet on disk, oldest first.</summary>
    readonly List<CommitUnit> _uncommitted = [];

    readonly ObserverManager<IClinicWatcher> _watchers = new(TimeSpan.FromSeconds(10), logger);
    ExternalBroker? _externalBroker;
    ClinicMemory _memory = null!;
    LivePublisher _live = null!;
    long _epoch;
    long _input;
    long _committedInput;
    DateTimeOffset _now;
    DateTimeOffset _flushedAt;
    DateTimeOffset _nextCheckpoint;
    bool _lost;

    string Clinic => this.GetPrimaryKeyString();

    TimeSpan NumbersEvery => unevaluated.AreSome ? FlushEveryInOverload
        : _uncommitted.Count > 0 && _now - _uncommitted[0].Now > FlushEvery + FlushEvery ? FlushEveryWhenBehind
        : TimeSpan.Zero;

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await (_externalBroker?.ReleaseAsync(Clinic) ?? Task.CompletedTask);
        if (_uncommitted.Count > 0)
        {
            await _uncommitted[^1].Committed.WaitAsync(cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    public Task<Evaluated> EvaluateAsync(Immutable<IReadOnlyList<Incoming>> messages)
    {
        var unit = Begin();
        for (var index = 0; index < messages.Value.Count; index++)
        {
            try
            {
                Take(messages.Value[index], unit);
            }
            catch (Exception reason)
            {
                LogLost(reason, Clinic, _epoch);
                End();
                throw new UnevaluableMessageException(index, reason);
            }

            _live.Collect(_sink);
            unit.TakeOver(_sink);
            _sink.Clear();
        }

        return Task.FromResult(Enqueue(unit));
    }

    public async Task WhenCommittedAsync(Evaluated evaluated)
    {
        if (evaluated.Epoch != _epoch)
        {
            throw new WriterFencedException(Clinic);
        }

        if (UnitOf(evaluated.Input) is { } unit)
        {
            await unit.Committed;
        }
    }

    public Task<CommandAnswer> ExecuteAsync(Immutable<ClinicCommand> command) => command.Value switch
    {
        ClinicCommand.WritePatient write => WriteAsync(write),
        ClinicCommand.OfPathway { Command: OpenPlan open } ofPathway => OpenAsync(ofPathway, open),
        ClinicCommand.OfSession { Command: CorrectAssociation } correct => CorrectAsync(correct),
        _ => Task.FromResult(Execute(command.Value)),
    };

    CommandAnswer Execute(ClinicCommand command)
    {
        if (_memory.Commands.TryGetValue(command.Id, out var input))
        {
            return new CommandAnswer(new Evaluated(_epoch, input), null, null);
        }

        var unit = Begin();
        var refused = Carry(command, unit);
        if (refused is null)
        {
            unit.Commands.Add(command.Id);
            _memory.Commands[command.Id] = _input;
        }

        _live.Collect(_sink);
        unit.TakeOver(_sink);
        _sink.Clear();
        return new CommandAnswer(Enqueue(unit), refused?.Code, refused?.Reason);
    }

    public Task<Immutable<Snapshot>> SnapshotAsync() =>
        Task.FromResult(new Immutable<Snapshot>(_live.Snapshot(clock.Now, _input, _committedInput)));

    public Task<Immutable<IReadOnlyList<ClinicDeviceView>>> DevicesAsync() =>
        Task.FromResult(new Immutable<IReadOnlyList<ClinicDeviceView>>(_memory.DeviceViews()));

    public Task<Immutable<DutyView>> DutyAsync() => Task.FromResult(new Immutable<DutyView>(DutyView.Of(_memory.State.Duty)));

    public Task<Immutable<IReadOnlyList<ChairHolderView>>> HoldersAsync() =>
        Task.FromResult(new Immutable<IReadOnlyList<ChairHolderView>>(ChairHolderView.Of(_memory.State.ChairDuty)));

    public Task<Immutable<AlarmCall?>> AlarmCallAsync(Guid stream, Guid alarm) =>
        Task.FromResult(new Immutable<AlarmCall?>(AlarmCall.Of(_memory.State, stream, alarm)));

    public Task<Immutable<Missed>> SinceAsync(long epoch, long n)
    {
        var deltas = _live.Feed.Since(epoch, n, _input, _committedInput);
        var missed = new Missed(deltas, deltas is null ? _live.Snapshot(clock.Now, _input, _committedInput) : null);
        return Task.FromResult(new Immutable<Missed>(missed));
    }

    public Task<Immutable<Heartbeat>> WatchAsync(IClinicWatcher watcher)
    {
        _watchers.Subscribe(watcher, watcher);
        var oldest = _uncommitted.Count > 0 ? _uncommitted[0] : null;
        var heartbeat = new Heartbeat(
            Clinic, _epoch, _live.Feed.N, _input, _committedInput, oldest?.Now, clock.Now,
            oldest?.StandsStillBecause, spool.Fill.Messages, spool.Fill.Share);
        return Task.FromResult(new Immutable<Heartbeat>(heartbeat));
    }

    public Task KeepAsync() => Task.CompletedTask;

    /// <summary>
    /// Who asks has just been evaluated, so its turn is near the end. A turn that left nothing to store (a second copy)
    /// waits for the newest before it: the first copy may be in there.
    /// </summary>
    CommitUnit? UnitOf(long input)
    {
        var index = _uncommitted.Count;
        while (index > 0 && _uncommitted[index - 1].Input >= input)
        {
            index--;
        }

        return _uncommitted.Count == 0 ? null : _uncommitted[Math.Min(index, _uncommitted.Count - 1)];
    }

    void Take(Incoming message, CommitUnit unit)
    {
        _input++;
        switch (message)
        {
            case Incoming.Telemetry telemetry:
                Observe(telemetry, unit);
                break;
            case Incoming.Status status:
                TakeInput(new ClinicInput.Reported(status.Report), unit);
                unit.Reports.Add((_memory.KindOf(status.Report), status.Report));
                _memory.Meet(status.Report.Device, status.Report.Kind, _now, unit);
                break;
            case Incoming.Quarantined quarantined:
                unit.Quarantined.Add(new QuarantineRow(quarantined, _input));
                break;
        }
    }

    void Observe(Incoming.Telemetry telemetry, CommitUnit unit)
    {
        var reading = telemetry.Reading;
        var outcome = ClinicEngine.Take(_memory.State, new ClinicInput.Observed(reading), _now, _sink).Observed;
        if (outcome == ObserveOutcome.Duplicate)
        {
            return;
        }

        unit.Readings.Add(_memory.RowOf(reading, outcome, _input, _now) with
        {
            UnknownKeys = telemetry.UnknownKeys.Count == 0 ? null : telemetry.UnknownKeys,
        });
        if (outcome == ObserveOutcome.Live)
        {
            _live.ValuesChanged(reading);
        }
        else if (outcome == ObserveOutcome.UnknownDevice)
        {
            _memory.Meet(reading.Device, DeviceKind.Unknown, _now, unit);
        }
    }

    /// <summary>An input that is no reading; it is stored beside them, so that a rebuild meets it again.</summary>
    Decision? TakeInput(ClinicInput input, CommitUnit unit)
    {
        var decision = ClinicEngine.Take(_memory.State, input, _now, _sink).Decision;
        if (decision is not Decision.Rejected)
        {
            unit.Inputs.Add(new InputRow(input, _input, _now));
        }

        return decision;
    }

    Decision.Rejected? Carry(ClinicCommand command, CommitUnit unit)
    {
        _input++;
        switch (command)
        {
            case ClinicCommand.OfSession { Command: var ofSession, Note: var note, Reasons: var reasons }:
                var answered = ofSession is AnswerSafetyTask answer ? _memory.State.Outcomes.OpenTasks.GetValueOrDefault(answer.Assessment) : null;
                note = note is not null && answered is not null ? Placed(note, answered) : note;
                var decision = TakeInput(new ClinicInput.Commanded(_memory.Complete(ofSession)), unit);
                if (decision is Decision.Accepted accepted)
                {
                    unit.Documents.AddRange(RowsOf(accepted, answered));
                    unit.Documents.AddRange((note is null ? reasons : reasons.Append(note)).Select(text => text with { At = _now }));
                }

                return decision as Decision.Rejected;
            case ClinicCommand.RegisterPatient { Patient: var patient }:
                Register(patient, unit);
                return null;
            case ClinicCommand.WritePatient write:
                return Write(write, unit);
            case ClinicCommand.AcceptDevice accept:
                TakeInput(_memory.Accept(accept, _now, unit), unit);
                _live.RegistryChanged(accept.HomeChair);
                return null;
            case ClinicCommand.PutDeviceAside putAside:
                return PutAside(putAside, unit);
            case ClinicCommand.SetUpChairs setUp:
                return SetUp(setUp, unit);
            case ClinicCommand.DescribeClinic describe:
                return Describe(describe, unit);
            case ClinicCommand.AddProtocol add:
                return Add(add, unit);
            case ClinicCommand.OfPathway ofPathway:
                return Carry(ofPathway, unit);
            case ClinicCommand.ApproveProtocol approve:
                return Approve(approve, unit);
            default:
                throw new ArgumentOutOfRangeException(nameof(command), command, "no such command");
        }
    }

    /// <summary>Opens a turn: time moves on, never back, and timers up to it are applied first.</summary>
    CommitUnit Begin()
    {
        if (_lost)
        {
            throw new WriterFencedException(Clinic);
        }

        _now = clock.Now > _now ? clock.Now : _now;
        ClinicEngine.Advance(_memory.State, _now, _sink);
        _live.Collect(_sink);
        return NewUnit();
    }

    CommitUnit NewUnit()
    {
        var unit = new CommitUnit(Clinic, _epoch, _memory.Simulated);
        unit.TakeOver(_sink);
        _sink.Clear();
        return unit;
    }

    /// <summary>Closes a turn: to the Journal, and what cannot wait to the screens.</summary>
    Evaluated Enqueue(CommitUnit unit)
    {
        FollowSessions(unit);
        (unit.Input, unit.Now, unit.TickedThrough) = (_input, _now, _memory.State.TickedThrough);
        if (!unit.IsEmpty)
        {
            WorkOffCorrections(unit);
            _uncommitted.Add(unit);
            journal.Enqueue(unit);
            _ = FollowAsync(unit);
        }

        Send();
        return new Evaluated(_epoch, _input);
    }

    async Task FollowAsync(CommitUnit unit)
    {
        try
        {
            await unit.Committed;
        }
        catch (Exception reason)
        {
            // What this writer showed but could not store is sent again to the next one, which begins from the store.
            LogLost(reason, Clinic, _epoch);
            End();
            return;
        }

        var done = _uncommitted.FindIndex(candidate => !candidate.Committed.IsCompleted);
        _uncommitted.RemoveRange(0, done < 0 ? _uncommitted.Count : done);

        _committedInput = Math.Max(_committedInput, unit.Input);
    }

    /// <summary>This state is not to be gone on from; the next writer begins from the store.</summary>
    void End()
    {
        _lost = true;
        DeactivateOnIdle();
    }

    Task OnTimerAsync()
    {
        if (!_lost)
        {
            var unit = Begin();
            if (_now - _flushedAt >= NumbersEvery)
            {
                _live.FlushValues();
                _flushedAt = _now;
            }

            if (_now >= _nextCheckpoint)
            {
                AddCheckpoint(unit);
            }

            Enqueue(unit);
        }

        return Task.CompletedTask;
    }

    void Send()
    {
        if (_live.Feed.TakeUnsent(_input, _committedInput) is { } batch)
        {
            var sent = new Immutable<DeltaBatch>(batch);
            _ = _watchers.Notify(watcher => watcher.OnDeltasAsync(sent));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Clinic {Clinic}, epoch {Epoch}: this writer stops")]
    partial void LogLost(Exception reason, string clinic, long epoch);
}
