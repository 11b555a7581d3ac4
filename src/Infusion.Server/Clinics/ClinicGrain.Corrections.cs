using System.Collections.Immutable;
using Infusion.Core.Associations;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Orleans.Concurrency;

namespace Infusion.Server.Clinics;

/// <summary>
/// How a correction is worked off. The record up to it is run through beside the writer, so that nobody waits for it; what has
/// come in meanwhile is added in the turn that charts what follows. A writer that begins goes on with what the last one left.
/// </summary>
sealed partial class ClinicGrain
{
    static readonly TimeSpan CorrectAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Corrections that are being worked off here, each with what has come in since.</summary>
    readonly Dictionary<Guid, List<CommitUnit>> _corrections = [];

    public Task<Immutable<Decision>> MayCorrectAsync(Immutable<CorrectAssociation> command) =>
        Task.FromResult(new Immutable<Decision>(ClinicEngine.MayCorrect(_memory.State, command.Value, clock.Now)));

    /// <summary>Sessions that are closed stand in the store, and one that was closed just now stands there when its turn is on disk.</summary>
    async Task<CommandAnswer> CorrectAsync(ClinicCommand.OfSession correct)
    {
        if (_uncommitted.Count > 0)
        {
            await _uncommitted[^1].Committed;
        }

        var command = (CorrectAssociation)correct.Command;
        var closed = await corrections.ClosedAsync(Clinic, command, CancellationToken.None);
        return Execute(correct with { Command = command with { Closed = closed } });
    }

    /// <summary>Called with each turn that is complete.</summary>
    void WorkOffCorrections(CommitUnit unit)
    {
        foreach (var since in _corrections.Values)
        {
            since.Add(unit);
        }

        foreach (var id in _memory.State.Corrections.Keys.Where(id => !_corrections.ContainsKey(id)).ToList())
        {
            _corrections[id] = [];
            _ = WorkOffAsync(id, unit, OpenCuts(_memory.State.Corrections[id]));
        }
    }

    async Task WorkOffAsync(Guid id, CommitUnit unit, Dictionary<Guid, long> open)
    {
        while (!_lost)
        {
            try
            {
                await unit.Committed;
                var correction = _memory.State.Corrections[id];
                var cuts = new List<StreamCut>();
                foreach (var chart in correction.Charts)
                {
                    cuts.Add(new StreamCut(
                        chart.Session,
                        open.TryGetValue(chart.Session, out var events) ? events : await corrections.EventCountAsync(Clinic, chart.Session, CancellationToken.None)));
                }

                var (_, steps) = await corrections.StepsAsync(Clinic, id, cuts, unit.Input, CancellationToken.None);
                var run = new CorrectionRun(Configuration, correction);

                // What was taken in at the same instant as what came after has its order from all of it.
                await Task.Run(() => run.Take(steps.Where(step => step.TakenAt < unit.Now)));
                Finish(id, run, steps.Where(step => step.TakenAt >= unit.Now), cuts);
                return;
            }
            catch (Exception reason)
            {
                LogCorrection(reason, id, Clinic);
                await Task.Delay(CorrectAgainAfter, TimeProvider.System);
            }
        }
    }

    void Finish(Guid id, CorrectionRun run, IEnumerable<CorrectionStep> rest, List<StreamCut> cuts)
    {
        var unit = Begin();
        var since = _corrections[id].Append(unit).ToList();
        run.Take([.. rest, .. since.SelectMany(Steps)]);
        _corrections.Remove(id);
        var through = cuts.Select(cut => cut with { Events = cut.Events + since.Sum(each => each.Events.Count(happened => happened.Stream == cut.Stream)) });
        TakeNumbered(new ClinicInput.Corrected(id, [.. through]).With(run), unit);
        _live.Collect(_sink);
        unit.TakeOver(_sink);
        _sink.Clear();
        Enqueue(unit);
    }

    /// <summary>How many events the open ones have by now.</summary>
    Dictionary<Guid, long> OpenCuts(AssociationCorrected correction) => correction.Charts
        .Where(chart => _memory.State.Sessions.ContainsKey(chart.Session))
        .ToDictionary(chart => chart.Session, chart => _memory.State.Sessions[chart.Session].EventCount);

    static IEnumerable<CorrectionStep> Steps(CommitUnit unit) =>
    [
        .. unit.Events.Select(happened => CorrectionStep.Of(happened.Stream, happened.Event)),
        .. unit.Readings.Select(row => CorrectionStep.Of(new ClinicInput.Observed(row.Reading), row.EvaluatedAt)),
        .. unit.Inputs.Where(row => row.Body is ClinicInput.Reported).Select(row => CorrectionStep.Of(row.Body, row.EvaluatedAt)),
    ];

    [LoggerMessage(Level = LogLevel.Error, Message = "Correction {Correction} of clinic {Clinic} is not charted yet, and is tried again")]
    partial void LogCorrection(Exception reason, Guid correction, string clinic);
}
