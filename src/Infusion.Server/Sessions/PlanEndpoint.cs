using System.Collections.Immutable;
using System.Security.Claims;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;
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
        string clinic, PlanSessionRequest request, ClaimsPrincipal user, IGrainFactory grains, HttpContext http)
    {
        var by = user.Identity!.Name!;
        http.AuditNote().Patients = [request.Patient.ToString()];
        var ordered = await ReadAsync(
            clinic, new OrderIntake(request.CommandId, request.Session, request.Patient, request.Order, request.Overrides, request.SecondPerson), by, http);
        return ordered.Refused ?? await SessionEndpoints.SendAsync(grains, clinic, new ClinicCommand.OfSession(
            new PlanSession(request.CommandId, request.Session, by, request.Chair, request.Patient, ordered.Order!)
            {
                History = ordered.History,
                Overrides = ordered.Overrides,
                IsByPhysician = user.IsInRole(Roles.Physician),
            },
            null)
        {
            Reasons = ordered.Reasons,
        });
    }

    /// <summary>What an order brings with it, whether it plans a session or changes one.</summary>
    public static async Task<ReadOrder> ReadAsync(string clinic, OrderIntake request, string by, HttpContext http)
    {
        if (request.Order is null)
        {
            return new(SessionEndpoints.Refused("order-missing", "Say what is ordered: protocol, drug, dose, weight, concentration, rate and duration."));
        }

        InfusionOrder order;
        try
        {
            order = OrderOf(request.Order);
        }
        catch (ArgumentOutOfRangeException reason)
        {
            return new(SessionEndpoints.Refused("order-number", reason.Message));
        }
        catch (OverflowException)
        {
            return new(SessionEndpoints.Refused("order-number", "The duration in minutes is beyond what can be."));
        }

        var overrides = request.Overrides ?? [];
        if (overrides.Count > MostOverrides || overrides.Any(each => each?.Path is null || !SessionEndpoints.IsNote(each.Reason)))
        {
            return new(SessionEndpoints.Refused(
                "override-reason",
                $"Each override names the path of a finding and a reason of 1 to {SessionEndpoints.MaxNoteLength} characters without U+0000."));
        }

        var second = overrides.Count == 0 ? "" : await SecondPeople.VerifyAsync(clinic, request.SecondPerson, http);
        if (second is null)
        {
            return new(SecondPeople.NotVerified("second-person-not-verified", "second person"));
        }

        NoteDocument ReasonOf(OverrideRequest each) =>
            new(DerivedId.Of($"{request.CommandId:N}|override|{each.Path}"), request.Session, each.Reason, by, default);
        return new(null)
        {
            Order = order,
            History = await HistoryAsync(clinic, request.Patient, order.Protocol, order.ProtocolVersion, http),
            Overrides = [.. overrides.Select(each => new OrderOverride(each.Path, ReasonOf(each).Id, second))],
            Reasons = [.. overrides.DistinctBy(each => each.Path).Select(ReasonOf)],
        };
    }

    /// <summary>What this patient was given before, by the protocol's own length of a series.</summary>
    public static async Task<DoseHistory> HistoryAsync(string clinic, Guid patient, string protocolId, int version, HttpContext http)
    {
        var services = http.RequestServices;
        var versions = (await services.GetRequiredService<ClinicStore>().ProtocolsAsync(clinic, http.RequestAborted))
            .Where(each => each.Id == protocolId).ToList();
        var protocol = versions.Find(each => each.Version == version) ?? versions.LastOrDefault() ?? SampleProtocols.Mood;
        return await PatientHistory.ReadAsync(
            services.GetRequiredService<IDocumentStore>(), clinic, patient, protocol.Guardrails.SeriesBreak,
            services.GetRequiredService<ClinicClock>().Now, http.RequestAborted);
    }

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
        Route = request.Route,
        OrderedMilligramsPerKilogram = request.OrderedMgPerKg,
    };
}

/// <summary>An order as it came in.</summary>
sealed record OrderIntake(
    Guid CommandId, Guid Session, Guid Patient, OrderRequest Order, IReadOnlyList<OverrideRequest>? Overrides, SecondPersonRequest? SecondPerson);

/// <summary>The same, read.</summary>
/// <param name="Refused">Null: the rest is there.</param>
sealed record ReadOrder(IResult? Refused)
{
    public InfusionOrder? Order { get; init; }

    public DoseHistory? History { get; init; }

    public ImmutableArray<OrderOverride> Overrides { get; init; } = [];

    public IReadOnlyList<NoteDocument> Reasons { get; init; } = [];
}
