using System.Security.Claims;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Sessions;

/// <summary>A plan with its order: numbers into quantities, what the patient had before, and who stands for what goes beyond a soft limit.</summary>
static class PlanEndpoint
{
    /// <summary>A protocol has fewer bounds.</summary>
    const int MostOverrides = 32;

    public static async Task<IResult> PlanAsync(
        string clinic, PlanSessionRequest request, ClaimsPrincipal user, IGrainFactory grains, IDocumentStore store, ClinicStore clinics,
        ClinicClock clock, HttpContext http)
    {
        InfusionOrder order;
        try
        {
            order = OrderOf(request.Order);
        }
        catch (ArgumentOutOfRangeException reason)
        {
            return SessionEndpoints.Refused("order-number", reason.Message);
        }
        catch (OverflowException)
        {
            return SessionEndpoints.Refused("order-number", "The duration in minutes is beyond what can be.");
        }

        var by = user.Identity!.Name!;
        var overrides = request.Overrides ?? [];
        if (overrides.Count > MostOverrides || overrides.Any(each => each?.Path is null || !SessionEndpoints.IsNote(each.Reason)))
        {
            return SessionEndpoints.Refused(
                "override-reason",
                $"Each override names the path of a finding and a reason of 1 to {SessionEndpoints.MaxNoteLength} characters without U+0000.");
        }

        var second = overrides.Count == 0 ? "" : await SecondAsync(clinic, request.SecondPerson, http);
        if (second is null)
        {
            return SessionEndpoints.Refused(
                "second-person-not-verified",
                "The second person's name or password is wrong, the account is locked for some minutes after too many attempts, or it is "
                + "no nurse's or physician's of this clinic. The second person enters their own name and password.");
        }

        var versions = (await clinics.ProtocolsAsync(clinic, http.RequestAborted)).Where(each => each.Id == order.Protocol).ToList();
        var protocol = versions.Find(each => each.Version == order.ProtocolVersion) ?? versions.LastOrDefault() ?? SampleProtocols.Mood;
        var history = await PatientHistory.ReadAsync(
            store, clinic, request.Patient, protocol.Guardrails.SeriesBreak, clock.Now, http.RequestAborted);
        NoteDocument ReasonOf(OverrideRequest each) =>
            new(DerivedId.Of($"{request.CommandId:N}|override|{each.Path}"), request.Session, each.Reason, by, default);
        return await SessionEndpoints.SendAsync(grains, clinic, new ClinicCommand.OfSession(
            new PlanSession(request.CommandId, request.Session, by, request.Chair, request.Patient, order)
            {
                History = history,
                Overrides = [.. overrides.Select(each => new OrderOverride(each.Path, ReasonOf(each).Id, second))],
            },
            null)
        {
            Reasons = [.. overrides.DistinctBy(each => each.Path).Select(ReasonOf)],
        });
    }

    static Task<string?> SecondAsync(string clinic, SecondPersonRequest? second, HttpContext http) =>
        http.RequestServices.GetRequiredService<ISecondPerson>().VerifyAsync(clinic, second?.Name, second?.Password, http.RequestAborted);

    static InfusionOrder OrderOf(OrderRequest request) => new(
        request.Protocol,
        request.ProtocolVersion ?? 0,
        request.Drug,
        Mass.FromMilligrams(request.DoseMg),
        BodyWeight.FromKilograms(request.WeightKg),
        request.WeightBasis,
        Concentration.FromMilligramsPerMillilitre(request.ConcentrationMgPerMl),
        Rate.FromMillilitresPerHour(request.RateMlPerHour),
        TimeSpan.FromTicks((long)(request.DurationMinutes * TimeSpan.TicksPerMinute)))
    {
        WeightRecord = new WeightRecord(
            request.WeightMethod,
            request.WeighedOn,
            request.ActualWeightKg is { } actual ? BodyWeight.FromKilograms(actual) : null,
            request.HeightCm is { } height ? Height.FromCentimetres(height) : null,
            request.Sex),
    };
}
