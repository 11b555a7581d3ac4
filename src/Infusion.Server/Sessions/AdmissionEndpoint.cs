using System.Security.Claims;
using Infusion.Core.Admission;
using Infusion.Core.Ordering;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

/// <summary>Check-in, order and preparation: roles at the door, texts into notes, numbers into quantities.</summary>
static class AdmissionEndpoint
{
    /// <summary>Beyond what any quantity of an order is.</summary>
    const decimal MostNumber = 1_000_000m;

    public static async Task<IResult> CommandAsync(
        string clinic, Guid session, AdmissionRequest request, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        var (id, by) = (request.CommandId, user.Identity!.Name!);
        var text = request switch
        {
            AdmissionRequest.OverrideCheckIn let => let.Reason ?? "",
            AdmissionRequest.ChangeOrder change => change.Reason ?? "",
            AdmissionRequest.AnswerCheckIn answer => answer.Note,
            _ => null,
        };
        if (text is not null && !SessionEndpoints.IsNote(text))
        {
            return SessionEndpoints.Refused("note-text", $"A reason or a name has 1 to {SessionEndpoints.MaxNoteLength} characters and no U+0000.");
        }

        // The note's id is the command's, so that a second copy is the same one.
        var note = text is null ? null : new NoteDocument(id, session, text, by, default);
        if (request is AdmissionRequest.ChangeOrder changed)
        {
            return await ChangeAsync(clinic, session, changed, note!, by, grains, http);
        }

        try
        {
            return await SessionEndpoints.SendAsync(grains, clinic, new ClinicCommand.OfSession(CommandOf(request, session, by, note?.Id), note));
        }
        catch (ArgumentOutOfRangeException reason)
        {
            return SessionEndpoints.Refused("order-number", reason.Message);
        }
    }

    static async Task<IResult> ChangeAsync(
        string clinic, Guid session, AdmissionRequest.ChangeOrder request, NoteDocument reason, string by, IGrainFactory grains, HttpContext http)
    {
        var ordered = await PlanEndpoint.ReadAsync(
            clinic, new OrderIntake(request.CommandId, session, request.Patient, request.Order, request.Overrides, request.SecondPerson), by, http);
        return ordered.Refused ?? await SessionEndpoints.SendAsync(grains, clinic, new ClinicCommand.OfSession(
            new ChangeOrder(request.CommandId, session, by, ordered.Order!, reason.Id)
            {
                History = ordered.History,
                Overrides = ordered.Overrides,
                InsteadOf = request.InsteadOf,
            },
            reason)
        {
            Reasons = ordered.Reasons,
        });
    }

    static AdmissionCommand CommandOf(AdmissionRequest request, Guid session, string by, Guid? note)
    {
        var id = request.CommandId;
        return request switch
        {
            AdmissionRequest.AnswerCheckIn c => new AnswerCheckIn(id, session, by, new CheckInAnswer(c.Item, c.Finding)
            {
                Identifiers = [.. c.Identifiers ?? []],
                ConsentVersion = c.ConsentVersion,
                SignedOn = c.SignedOn,
                SolidsAt = c.SolidsAt,
                FluidsAt = c.FluidsAt,
                TakenAt = c.TakenAt,
                Present = [.. c.Present ?? []],
                Note = note,
            }),
            AdmissionRequest.WithdrawCheckIn c => new WithdrawCheckIn(id, session, by, c.Item),
            AdmissionRequest.OverrideCheckIn c => new OverrideCheckIn(id, session, by, c.Item, note!.Value),
            AdmissionRequest.CheckOrder c => new CheckOrder(
                id, session, by, Mass.FromMilligrams(Bounded(c.DoseMg)), Volume.FromMillilitres(Bounded(c.VolumeMl)),
                c.RateMlPerHour is { } rate ? Rate.FromMillilitresPerHour(Bounded(rate)) : null)
            { OrderedAt = c.OrderedAt },
            AdmissionRequest.PrepareDose c => new PrepareDose(
                id, session, by, [.. (c.Vials ?? []).Select(each => new DrawnFromVial(each.Vial, Volume.FromMillilitres(Bounded(each.DrawnMl))))],
                c.Diluent, Volume.FromMillilitres(Bounded(c.TotalMl)), c.At),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request, "no such command"),
        };
    }

    static decimal Bounded(decimal number) => number is >= -MostNumber and <= MostNumber
        ? number
        : throw new ArgumentOutOfRangeException(nameof(number), number, $"a quantity is at most {MostNumber}");
}
