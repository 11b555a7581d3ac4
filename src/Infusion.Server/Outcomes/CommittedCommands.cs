using Infusion.Core.Outcomes;
using Infusion.Server.Clinics;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using Orleans.Concurrency;

namespace Infusion.Server.Outcomes;

/// <summary>Carries a command out and waits until it is on disk: who has answered goes home, and nobody sends it again.</summary>
sealed class CommittedCommands(IGrainFactory grains, TimeProvider time)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<IResult> SendAsync(string clinic, OutcomeCommand command, NoteDocument? note, CancellationToken cancellationToken) =>
        await TrySendAsync(clinic, command, note, cancellationToken) ?? Results.NoContent();

    /// <returns>Null: it is on disk.</returns>
    public async Task<IResult?> TrySendAsync(string clinic, OutcomeCommand command, NoteDocument? note, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IClinicGrain>(clinic);
        try
        {
            var answer = await grain.ExecuteAsync(new Immutable<ClinicCommand>(new ClinicCommand.OfSession(command, note)));
            await grain.WhenCommittedAsync(answer.Evaluated).WaitAsync(Patience, time, cancellationToken);
            return answer.RefusedCode is null ? null : SessionEndpoints.Refused(answer.RefusedCode, answer.RefusedReason!);
        }
        catch (Exception reason) when (reason is TimeoutException or WriterFencedException)
        {
            return Results.Problem(
                "It is not stored yet. Send it again: a second copy changes nothing.",
                statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not stored yet");
        }
    }
}
