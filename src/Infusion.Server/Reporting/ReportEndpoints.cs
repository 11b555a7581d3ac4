using Infusion.Core.Reports;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Storage;

namespace Infusion.Server.Reporting;

/// <summary>How the alarms of a clinic were in a stretch of time.</summary>
static class ReportEndpoints
{
    static readonly TimeSpan LongestRange = TimeSpan.FromDays(92);

    public static void AddReports(this IServiceCollection services) => services.AddSingleton<AlarmReports>();

    public static void MapReports(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/clinics/{clinic}/reports/alarms", AlarmsAsync)
            .RequireAuthorization("clinic").Requires(Act.ReadReports).WithTags("reports")
            .Produces<AlarmReportView>().ProducesProblem(StatusCodes.Status400BadRequest);

    static async Task<IResult> AlarmsAsync(
        string clinic, DateTimeOffset? from, DateTimeOffset? to, decimal? highSeconds, decimal? mediumSeconds,
        AlarmReports reports, ClinicClock clock, CancellationToken cancellationToken)
    {
        var until = to is { } asked && asked < clock.Now ? asked : clock.Now;
        var wrong = from is null ? "from is missing: a time like 2026-11-23T20:10:00Z."
            : to is null ? "to is missing: a time like 2026-11-23T20:10:00Z."
            : to <= from ? "to is not after from."
            : to - from > LongestRange ? $"to is more than {LongestRange.TotalDays:0} days after from."
            : from >= until ? "from is not before now."
            : highSeconds is <= 0 or > 3_600 ? "highSeconds is above 0 and at most 3600."
            : mediumSeconds is <= 0 or > 3_600 ? "mediumSeconds is above 0 and at most 3600."
            : null;
        if (wrong is not null)
        {
            return Results.Problem(wrong, statusCode: StatusCodes.Status400BadRequest, title: "Bad parameter");
        }

        var question = new AlarmReportAsked(from!.Value.ToUniversalTime(), until);
        question = question with
        {
            HighWithin = highSeconds is { } high ? TimeSpan.FromSeconds((double)high) : question.HighWithin,
            MediumWithin = mediumSeconds is { } medium ? TimeSpan.FromSeconds((double)medium) : question.MediumWithin,
        };
        var (report, initials, outside) = await reports.MakeAsync(clinic, ClinicMemory.StreamOf(clinic), question, cancellationToken);
        return Results.Ok(AlarmReportView.Of(report, initials, outside));
    }
}
