using System.Security.Claims;
using Infusion.Core.Charting;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Live;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Sessions;

/// <summary>Recovery, discharge and vials: texts into notes, witnesses by their own password, numbers into quantities.</summary>
static class AfterEndpoint
{
    public static async Task<IResult> CommandAsync(
        string clinic, Guid session, AfterRequest request, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        var (id, by) = (request.CommandId, user.Identity!.Name!);
        var text = request switch
        {
            AfterRequest.DischargeInSpite spite => spite.Reason ?? "",
            AfterRequest.LeaveAgainstAdvice leave => leave.Reason ?? "",
            AfterRequest.ChartDischargeNeed need => need.Note,
            _ => null,
        };
        if (text is not null && !SessionEndpoints.IsNote(text))
        {
            return SessionEndpoints.Refused("note-text", $"A reason, a plan or a name has 1 to {SessionEndpoints.MaxNoteLength} characters and no U+0000.");
        }

        var second = request switch
        {
            AfterRequest.WasteFromVial waste => waste.Witness ?? new(null, null),
            AfterRequest.ChartOverfill overfill => overfill.Witness ?? new(null, null),
            _ => null,
        };
        var witness = second is null ? "" : await WitnessAsync(clinic, by, second, http);
        if (witness is null)
        {
            return SecondPeople.NotVerified("witness-not-verified", "witness");
        }

        AfterCommand command;
        try
        {
            command = CommandOf(request, session, by, witness, text is null ? null : id) with { ObservedAt = request.At };
        }
        catch (ArgumentOutOfRangeException reason)
        {
            return SessionEndpoints.Refused("vial-number", reason.Message);
        }

        var note = text is null ? null : new NoteDocument(id, session, text, by, default);
        return await SessionEndpoints.SendAsync(grains, clinic, new ClinicCommand.OfSession(command, note));
    }

    /// <summary>Start, stop and pauses for the bill.</summary>
    public static async Task<IResult> MinutesAsync(string clinic, Guid session, ClinicDocuments store, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var events = await query.Events.FetchStreamAsync(session, token: cancellationToken);
        return events.Count == 0 ? Results.NotFound() : Results.Ok(InfusionMinutes.Of(events.Select(e => (SessionEvent)e.Data)));
    }

    /// <summary>Scores, what the discharge asks for, and vials, of an open session as of a closed one.</summary>
    public static async Task<IResult> ReadAsync(
        string clinic, Guid session, ClinicDocuments store, ClinicStore clinics, Operations.ClinicClock clock, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        if (await SessionReads.StateAsync(query, session, cancellationToken) is not { } state)
        {
            return Results.NotFound();
        }

        var configuration = await clinics.ConfigurationAsync(clinic, cancellationToken);
        return Results.Ok(AfterViews.Build(state, configuration?.Configuration.Protocol(state.Order.Protocol, state.Order.ProtocolVersion), clock.Now));
    }

    /// <summary>Oneself is told by the session why not, without a password being tried.</summary>
    static async Task<string?> WitnessAsync(string clinic, string by, SecondPersonRequest witness, HttpContext http) =>
        string.Equals(witness.Name, by, StringComparison.OrdinalIgnoreCase)
            ? by
            : await SecondPeople.VerifyAsync(clinic, witness, http);

    static AfterCommand CommandOf(AfterRequest request, Guid session, string by, string witness, Guid? note)
    {
        var id = request.CommandId;
        return request switch
        {
            AfterRequest.ScoreRecovery c => new ScoreRecovery(id, session, by, c.Scale, [.. c.Items ?? []]),
            AfterRequest.ChartDischargeNeed c => new ChartNeed(id, session, by, c.Need, c.IsMet, note),
            AfterRequest.DischargeInSpite => new DischargeInSpite(id, session, by, note!.Value),
            AfterRequest.LeaveAgainstAdvice => new LeaveAgainstAdvice(id, session, by, note!.Value),
            AfterRequest.OpenVial c => new OpenVial(
                id, session, by, c.Vial, c.Drug ?? "", Concentration.FromMilligramsPerMillilitre(c.StrengthMgPerMl),
                Volume.FromMillilitres(c.VolumeMl), c.Lot ?? "", c.Expiry),
            AfterRequest.GiveFromVial c => new GiveFromVial(id, session, by, c.Vial, c.Mg is { } mg ? Mass.FromMilligrams(mg) : null),
            AfterRequest.WasteFromVial c => new WasteFromVial(id, session, by, c.Vial, Mass.FromMilligrams(c.Mg), witness),
            AfterRequest.ReturnFromVial c => new ReturnFromVial(id, session, by, c.Vial, Mass.FromMilligrams(c.Mg)),
            AfterRequest.ChartOverfill c => new ChartOverfill(id, session, by, c.Vial, Mass.FromMilligrams(c.Mg), witness),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request, "no such command"),
        };
    }
}
