using Infusion.Server.Charts.Document;
using Infusion.Server.Charts.Printing;
using Infusion.Server.Identity;

namespace Infusion.Server.Charts;

/// <summary>The chart as data and as paper, of an open session as of a closed one.</summary>
static class ChartPageEndpoints
{
    public static void MapChartPage(this IEndpointRouteBuilder clinic)
    {
        clinic.MapGet("/sessions/{session:guid}/chart", DataAsync).Requires(Act.ReadChart).Produces<ChartDocument>();
        clinic.MapGet("/sessions/{session:guid}/chart.pdf", PdfAsync).Requires(Act.ReadChart);
        clinic.MapGet("/patients/{patient:guid}/series", (string clinic, Guid patient, PatientSeries series, CancellationToken cancellationToken) =>
            series.ReadAsync(clinic, patient, cancellationToken)).Requires(Act.ReadChart);
    }

    static async Task<IResult> DataAsync(string clinic, Guid session, ChartOpening charts, CancellationToken cancellationToken) =>
        await charts.OpenAsync(clinic, session, cancellationToken) is { } document ? Results.Ok(document) : Results.NotFound();

    static async Task<IResult> PdfAsync(string clinic, Guid session, ChartOpening charts, CancellationToken cancellationToken) =>
        await charts.OpenForPaperAsync(clinic, session, cancellationToken) is var (document, banner)
            ? Results.File(ChartPdf.Print(document, banner), "application/pdf")
            : Results.NotFound();
}
