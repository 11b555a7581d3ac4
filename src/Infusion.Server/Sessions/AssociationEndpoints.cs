using System.Security.Claims;
using Infusion.Core.Associations;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Storage;
using Marten;
using Orleans.Concurrency;

namespace Infusion.Server.Sessions;

/// <summary>Which device is whose: now, in dispute, and after the fact.</summary>
static class AssociationEndpoints
{
    public static void MapAssociations(this RouteGroupBuilder clinic)
    {
        clinic.MapGet("/sessions/{session:guid}/associations", ReadAsync).Requires(Act.ReadChart).Produces<AssociationsView>();
        clinic.MapGet("/associations/preview", PreviewAsync).Requires(Act.CorrectAssociation).Produces<CorrectionPreviewView>();
        clinic.MapPost("/associations/corrections", (string clinic, CorrectionRequest request, ClaimsPrincipal user, IGrainFactory grains) =>
            CorrectAsync(clinic, request, user.Identity!.Name!, grains)).Requires(Act.CorrectAssociation);
    }

    public static Task<IResult> CommandAsync(string clinic, Guid session, AssociationRequest request, string by, IGrainFactory grains)
    {
        var id = request.CommandId;
        if (request is AssociationRequest.CorrectAssociation c)
        {
            return CorrectAsync(clinic, new CorrectionRequest(id, c.Device, c.From, c.To, c.FromSession, c.ToSession, c.Reason), by, grains);
        }

        SessionCommand command = request switch
        {
            AssociationRequest.MoveDevice move => new MoveDevice(id, session, by, move.Device, move.FromSession),
            AssociationRequest.DisputeDevice dispute => new DisputeDevice(id, session, by, dispute.Device),
            AssociationRequest.SettleDevice settle => new SettleDevice(id, session, by, settle.Device, settle.Belongs),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request, "no such command"),
        };
        return SessionEndpoints.SendAsync(grains, clinic, new ClinicCommand.OfSession(command, null));
    }

    static async Task<IResult> ReadAsync(string clinic, Guid session, ClinicDocuments store, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var events = (await query.Events.FetchStreamAsync(session, token: cancellationToken)).Select(e => (SessionEvent)e.Data).ToList();
        SessionState? state = null;
        foreach (var happened in events)
        {
            state = Session.Evolve(state, happened, session);
        }

        var reasons = events.OfType<AssociationCorrected>().Select(each => each.Reason).OfType<Guid>().ToArray();
        var notes = (await query.LoadManyAsync<NoteDocument>(cancellationToken, reasons)).ToDictionary(note => note.Id);
        return state is null ? Results.NotFound() : Results.Ok(AssociationsView.Of(state, events, notes));
    }

    static async Task<IResult> PreviewAsync(
        string clinic, string device, DateTimeOffset from, DateTimeOffset? to, Guid? fromSession, Guid? toSession,
        CorrectionStore corrections, ClinicDocuments store, Operations.ClinicClock clock, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var command = new CorrectAssociation(
            Guid.Empty, ClinicMemory.StreamOf(clinic), "", device, from.ToUniversalTime(), to?.ToUniversalTime(), fromSession, toSession, Guid.Empty);
        command = command with { Closed = await corrections.ClosedAsync(clinic, command, cancellationToken) };
        var decision = (await grains.GetGrain<IClinicGrain>(clinic).MayCorrectAsync(new Immutable<CorrectAssociation>(command))).Value;
        if (decision is Decision.Rejected refused)
        {
            return Results.Ok(new CorrectionPreviewView(0, 0, null, null, refused.Code, refused.Reason));
        }

        var moved = await corrections.MovedAsync(clinic, device, command.From, command.To ?? clock.Now, cancellationToken);
        await using var query = store.QuerySession(clinic);
        var order = (await SessionReads.StateAsync(query, (toSession ?? fromSession)!.Value, cancellationToken))?.Order;
        return Results.Ok(new CorrectionPreviewView(
            moved.Readings, moved.Minutes, moved.Given?.Millilitres, Milligrams(moved.Given, order), null, null));
    }

    static async Task<IResult> CorrectAsync(string clinic, CorrectionRequest request, string by, IGrainFactory grains)
    {
        if (!SessionEndpoints.IsNote(request.Reason))
        {
            return SessionEndpoints.Refused("reason-text", $"Say why it is corrected, in 1 to {SessionEndpoints.MaxNoteLength} characters and without U+0000.");
        }

        // The reason stands with the chart that it is about; its id is the command's, so that a second copy is the same one.
        var id = request.CommandId;
        var command = new CorrectAssociation(
            id, ClinicMemory.StreamOf(clinic), by, request.Device, request.From.ToUniversalTime(), request.To?.ToUniversalTime(),
            request.FromSession, request.ToSession, id);
        return await SessionEndpoints.SendAsync(grains, clinic, new ClinicCommand.OfSession(
            command, new NoteDocument(id, request.ToSession ?? request.FromSession ?? Guid.Empty, request.Reason!, by, default)));
    }

    static decimal? Milligrams(Volume? given, InfusionOrder? order) => given is { } volume && order is not null ? (volume * order.Concentration).Milligrams : null;
}
