using System.Security.Claims;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Storage;
using Orleans.Concurrency;

namespace Infusion.Server.Sessions;

/// <summary>What people do: commands to a session, plans, devices.</summary>
static class SessionEndpoints
{
    internal const int MaxNoteLength = 4_000;

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var clinic = routes.MapGroup("/api/clinics/{clinic}").RequireAuthorization("clinic").WithTags("sessions");
        clinic.MapPost("/sessions", PlanEndpoint.PlanAsync).Requires(Act.PlanSession);
        clinic.MapPost("/sessions/{session:guid}/commands", CommandAsync).RequiresByKind<CommandRequest>();
        clinic.MapReads();
        clinic.MapAlarms();
        clinic.MapChairDuty();
        clinic.MapChairSetup();
        clinic.MapAssociations();
    }

    static Task<IResult> CommandAsync(
        string clinic, Guid session, CommandRequest request, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        var (id, by) = (request.CommandId, user.Identity!.Name!);
        if (request is CommandRequest.WriteNote { Text: var text })
        {
            if (!IsNote(text))
            {
                return Task.FromResult(Refused("note-text", $"A note has 1 to {MaxNoteLength} characters and no U+0000."));
            }

            // The note's id derives from the command's, so that a second copy is the same note.
            var note = new NoteDocument(id, session, text, by, default);
            return SendAsync(grains, clinic, new ClinicCommand.OfSession(new WriteNote(id, session, by, note.Id), note));
        }

        if (request is AfterRequest after)
        {
            return AfterEndpoint.CommandAsync(clinic, session, after, user, grains, http);
        }

        if (request is AdmissionRequest admission)
        {
            return AdmissionEndpoint.CommandAsync(clinic, session, admission, user, grains, http);
        }

        if (request is CommandRequest.AdjustLimit adjustment)
        {
            return AdjustAsync(clinic, session, adjustment, user, grains);
        }

        if (request is AssociationRequest association)
        {
            return AssociationEndpoints.CommandAsync(clinic, session, association, by, grains);
        }

        if (request is CareRequest care)
        {
            return CareRequests.SendAsync(grains, clinic, session, by, care);
        }

        if (request is CommandRequest.AttachDevice { Device: null or "" } or CommandRequest.DetachDevice { Device: null or "" })
        {
            return Task.FromResult(Refused("device-missing", "Name the device, as the device list has it."));
        }

        SessionCommand? command = request switch
        {
            CommandRequest.CheckIn arrived => new CheckIn(id, session, by) { CheckedInAt = arrived.At },
            CommandRequest.MarkReady => new MarkReady(id, session, by),
            CommandRequest.StartInfusion start => new StartInfusion(id, session, by) { StartedAt = start.At },
            CommandRequest.PauseInfusion pause => new PauseInfusion(id, session, by) { Reason = pause.Reason, PausedAt = pause.At },
            CommandRequest.ResumeInfusion resume => new ResumeInfusion(id, session, by) { ResumedAt = resume.At },
            CommandRequest.StopInfusion stop => new StopInfusion(id, session, by) { Reason = stop.Reason, StoppedAt = stop.At },
            CommandRequest.Discharge => new Discharge(id, session, by),
            CommandRequest.Close => new CloseSession(id, session, by),
            CommandRequest.AttachDevice attach => new AttachDevice(id, session, by, attach.Device, DeviceKind.Unknown),
            CommandRequest.DetachDevice detach => new DetachDevice(id, session, by, detach.Device),
            CommandRequest.WithdrawEntry withdraw => new WithdrawEntry(id, session, by, withdraw.Entry),
            CommandRequest.AcknowledgeAlarm acknowledge => new AcknowledgeAlarm(id, session, by, acknowledge.Alarm),
            CommandRequest.PauseAlarmAudio audio =>
                new PauseAlarmAudio(id, session, by, audio.Alarm, TimeSpan.FromSeconds(audio.Seconds)),
            CommandRequest.AcceptAlarm accept => new AcceptAlarm(id, session, by, accept.Alarm),
            CommandRequest.RefuseAlarm refuse => new RefuseAlarm(id, session, by, refuse.Alarm),
            CommandRequest.ChartObservation chart => new ChartObservation(id, session, by, chart.What, chart.Scale, chart.Score, chart.At),
            _ => null,
        };
        return command is null
            ? Task.FromResult(Results.Problem(
                "The command has no type, or one that is not known.", statusCode: StatusCodes.Status400BadRequest, title: "No command"))
            : SendAsync(grains, clinic, new ClinicCommand.OfSession(command, null));
    }

    static Task<IResult> AdjustAsync(
        string clinic, Guid session, CommandRequest.AdjustLimit request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!IsNote(request.Reason))
        {
            return Task.FromResult(Refused("reason-text", $"A reason has 1 to {MaxNoteLength} characters and no U+0000."));
        }

        // The reason's id is the command's, so that a second copy is the same one.
        var (id, by) = (request.CommandId, user.Identity!.Name!);
        return SendAsync(grains, clinic, new ClinicCommand.OfSession(
            new AdjustLimit(id, session, by, request.Metric, request.Side, request.Priority, request.Value, id),
            new NoteDocument(id, session, request.Reason, by, default)));
    }

    internal static bool IsNote(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= MaxNoteLength && !text.Contains('\0', StringComparison.Ordinal);

    internal static async Task<IResult> SendAsync(IGrainFactory grains, string clinic, ClinicCommand command)
    {
        var answer = await grains.GetGrain<IClinicGrain>(clinic).ExecuteAsync(new Immutable<ClinicCommand>(command));
        return answer.RefusedCode is null
            ? Results.Ok(new CommandResult(answer.Evaluated.Epoch, answer.Evaluated.Input))
            : Refused(answer.RefusedCode, answer.RefusedReason!);
    }

    internal static IResult Refused(string code, string reason) => Results.Problem(
        reason, statusCode: StatusCodes.Status409Conflict, title: "Refused", extensions: new Dictionary<string, object?> { ["code"] = code });
}
