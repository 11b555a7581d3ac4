using System.Runtime.CompilerServices;
using Infusion.Core.Clinics;
using Infusion.Server.Storage;

namespace Infusion.Server.Replay;

/// <summary>
/// Runs recorded sessions through the engine again, under their own limits and beside that under changed ones, far from the
/// clinic's writer. It only reads. What it holds is two states of the clinic and the sessions that are open in them.
/// </summary>
sealed class ReplayRunner(RecordedSessions sessions, ReplayStart starts, InputStore inputs) : IDisposable
{
    /// <summary>One at a time: the rest of the machine belongs to the live clinics.</summary>
    readonly SemaphoreSlim _turn = new(1);

    public void Dispose() => _turn.Dispose();

    /// <returns>Progress, each session as it ends, and the totals at last.</returns>
    /// <param name="change">Null: only whether the record is given again.</param>
    public async IAsyncEnumerable<WhatIfLine> RunAsync(
        string clinic, IReadOnlyCollection<Guid> wanted, Func<ClinicConfiguration, ClinicConfiguration>? change,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            yield return new WhatIfLine.Waiting();
            await _turn.WaitAsync(cancellationToken);
        }

        try
        {
            var (recorded, cut) = await sessions.ReadAsync(clinic, wanted, cancellationToken);
            var groups = await starts.GroupAsync(clinic, recorded, cancellationToken);
            var totals = new TotalsOfRun();
            for (var index = 0; index < groups.Count; index++)
            {
                var run = new ReplayGroup(sessions, starts, inputs, clinic, groups[index].Start, groups[index].Sessions, cut, change);
                await foreach (var line in run.RunAsync(cancellationToken))
                {
                    totals.Take(line);
                    yield return line is WhatIfLine.Progress progress
                        ? new WhatIfLine.Progress((index + progress.Share) / groups.Count, totals.Sessions, recorded.Count)
                        : line;
                }
            }

            yield return new WhatIfLine.Totals(totals.Sum());
        }
        finally
        {
            _turn.Release();
        }
    }
}
