using System.Security.Claims;
using Infusion.Core.Ordering;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Marten;

namespace Infusion.Server.Sessions;

/// <summary>Check-in and order as they stand, and an order computed while it is typed.</summary>
static class AdmissionReads
{
    public static void MapAdmission(this RouteGroupBuilder clinic)
    {
        clinic.MapGet("/sessions/{session:guid}/check-in", CheckInAsync).Requires(Act.ReadChart);
        clinic.MapGet("/sessions/{session:guid}/order-sheet", SheetAsync).Requires(Act.ReadChart);
        clinic.MapPost("/orders/calculate", CalculateAsync).Requires(Act.PlanSession);
    }

    static async Task<IResult> CheckInAsync(string clinic, Guid session, IGrainFactory grains, IDocumentStore store, CancellationToken cancellationToken)
    {
        if ((await grains.GetGrain<IClinicGrain>(clinic).CheckInAsync(session)).Value is not { } view)
        {
            return NothingAsked("check-in");
        }

        await using var query = store.QuerySession(clinic);
        var notes = await query.Query<NoteDocument>().Where(note => note.Session == session).ToListAsync(cancellationToken);
        var named = view.Items.SelectMany(item => new[] { item.Answer?.Note, item.Override?.Reason }).OfType<Guid>().ToHashSet();
        return Results.Ok(view with { Notes = notes.Where(note => named.Contains(note.Id)).ToDictionary(note => note.Id, note => note.Text) });
    }

    static async Task<IResult> SheetAsync(string clinic, Guid session, ClaimsPrincipal user, IGrainFactory grains) =>
        (await grains.GetGrain<IClinicGrain>(clinic).OrderSheetAsync(session, user.Identity!.Name!)).Value is { } sheet
            ? Results.Ok(sheet)
            : NothingAsked("second person's check");

    static IResult NothingAsked(string what) => Results.Problem(
        $"There is no such open session, or its protocol asks for no {what}.", statusCode: StatusCodes.Status404NotFound, title: "Nothing asked");

    static async Task<IResult> CalculateAsync(string clinic, CalculateOrderRequest request, ClinicStore clinics, ClinicClock clock, HttpContext http)
    {
        var configuration = (await clinics.ConfigurationAsync(clinic, http.RequestAborted))?.Configuration;
        var protocol = request.ProtocolVersion is { } version
            ? configuration?.Protocol(request.Protocol ?? "", version)
            : configuration?.InUse(request.Protocol ?? "");
        if (protocol is null)
        {
            return SessionEndpoints.Refused("protocol-unknown", "Choose a protocol of this clinic; the order is computed within its limits.");
        }

        var history = request.Patient is { } patient
            ? await PlanEndpoint.HistoryAsync(clinic, patient, protocol.Id, protocol.Version, http)
            : null;
        var calculated = OrderCalculator.Calculate(DraftOf(request), protocol, history, clock.Now);
        var order = calculated.Order;
        return Results.Ok(new CalculatedOrderView(
            calculated.Weight?.Kilograms,
            order is null ? null : RequestOf(order),
            order is null ? null : Math.Round(order.Volume.Millilitres, 2),
            order is null ? null : Math.Round((order.Rate * order.Concentration).MilligramsPerHour, 4),
            order is null ? null : Math.Round(order.MilligramsPerKilogramPerHour, 4),
            order is null ? null : Math.Round((order.Rate * order.Concentration).MicrogramsPerKilogramPerMinute(order.Weight), 4),
            calculated.Faults,
            calculated.Findings,
            protocol.Admission is not null));
    }

    static OrderDraft DraftOf(CalculateOrderRequest request) => new()
    {
        Weight = request.Weight,
        WeightUnit = request.WeightUnit,
        Basis = request.Basis,
        Method = request.Method,
        WeighedOn = request.WeighedOn,
        HeightCm = request.HeightCm,
        Sex = request.Sex,
        DoseMgPerKg = request.DoseMgPerKg,
        DoseMg = request.DoseMg,
        ConcentrationMgPerMl = request.ConcentrationMgPerMl,
        TotalVolumeMl = request.TotalVolumeMl,
        DurationMinutes = request.DurationMinutes,
        Route = request.Route,
    };

    static OrderRequest RequestOf(InfusionOrder order) => new(
        order.Protocol, order.ProtocolVersion, order.Drug, order.Dose.Milligrams, order.Weight.Kilograms, order.WeightBasis,
        order.Concentration.MilligramsPerMillilitre, order.Rate.MillilitresPerHour, (decimal)order.Duration.Ticks / TimeSpan.TicksPerMinute,
        order.WeightRecord!.Method, order.WeightRecord.On, order.WeightRecord.Actual?.Kilograms, order.WeightRecord.Height?.Centimetres,
        order.WeightRecord.Sex, order.Route, order.OrderedMilligramsPerKilogram);
}
