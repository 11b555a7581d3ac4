using Infusion.Core.Reports;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Operations;

namespace Infusion.Server.Reporting;

/// <summary>How the alarms, the doses and the shifts of a clinic were in a stretch of time.</summary>
static class ReportEndpoints
{
    static readonly TimeSpan LongestRange = TimeSpan.FromDays(92);
    static readonly TimeSpan LongestShift = TimeSpan.FromHours(26);

    public static void AddReports(this IServiceCollection services) =>
        services.AddSingleton<AlarmReports>().AddSingleton<DoseReports>().AddSingleton<ShiftReports>();

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("/api/clinics/{clinic}/reports").RequireAuthorization("clinic").WithTags("reports");
        reports.MapGet("/alarms", AlarmsAsync).Requires(Act.ReadReports)
            .Produces<AlarmReportView>().ProducesProblem(StatusCodes.Status400BadRequest);
        reports.MapGet("/doses", DosesAsync).Requires(Act.ReadReports)
            .Produces<DoseReportView>().ProducesProblem(StatusCodes.Status400BadRequest);
        reports.MapGet("/shift", ShiftAsync).Requires(Act.ReadShiftReport)
            .Produces<ShiftReportView>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    static async Task<IResult> AlarmsAsync(
        string clinic, DateTimeOffset? from, DateTimeOffset? to, decimal? highSeconds, decimal? mediumSeconds,
        AlarmReports reports, ClinicClock clock, CancellationToken cancellationToken)
    {
        var wrong = Wrong(from, to, clock.Now, LongestRange)
            ?? (highSeconds is <= 0 or > 3_600 ? "highSeconds is above 0 and at most 3600."
            : mediumSeconds is <= 0 or > 3_600 ? "mediumSeconds is above 0 and at most 3600."
            : null);
        if (wrong is not null)
        {
            return BadParameter(wrong);
        }

        var question = new AlarmReportAsked(from!.Value.ToUniversalTime(), Until(to!.Value, clock.Now));
        question = question with
        {
            HighWithin = highSeconds is { } high ? TimeSpan.FromSeconds((double)high) : question.HighWithin,
            MediumWithin = mediumSeconds is { } medium ? TimeSpan.FromSeconds((double)medium) : question.MediumWithin,
        };
        return Results.Ok(await reports.MakeAsync(clinic, ClinicMemory.StreamOf(clinic), question, cancellationToken));
    }

    static async Task<IResult> DosesAsync(
        string clinic, DateTimeOffset? from, DateTimeOffset? to, DoseReports reports, ClinicClock clock, CancellationToken cancellationToken) =>
        Wrong(from, to, clock.Now, LongestRange) is { } wrong
            ? BadParameter(wrong)
            : Results.Ok(await reports.MakeAsync(clinic, from!.Value.ToUniversalTime(), Until(to!.Value, clock.Now), cancellationToken));

    static async Task<IResult> ShiftAsync(
        string clinic, DateTimeOffset? from, DateTimeOffset? to, ShiftReports reports, ClinicClock clock, HttpContext http,
        CancellationToken cancellationToken)
    {
        if (Wrong(from, to, clock.Now, LongestShift) is { } wrong)
        {
            return BadParameter(wrong);
        }

        var report = await reports.MakeAsync(clinic, from!.Value.ToUniversalTime(), to!.Value.ToUniversalTime(), clock.Now, cancellationToken);
        http.AuditNote().Patients = [.. report.Sessions.Select(each => each.PatientId.ToString()).Distinct()];
        return Results.Ok(report);
    }

    /// <summary>What is to come is not reported.</summary>
    static DateTimeOffset Until(DateTimeOffset to, DateTimeOffset now) => to < now ? to.ToUniversalTime() : now;

    /// <returns>Null: it can be reported.</returns>
    static string? Wrong(DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now, TimeSpan longest) =>
        from is null ? "from is missing: a time like 2026-11-23T20:10:00Z."
        : to is null ? "to is missing: a time like 2026-11-23T20:10:00Z."
        : to <= from ? "to is not after from."
        : to - from > longest ? $"to is more than {(longest.TotalDays >= 2 ? $"{longest.TotalDays:0} days" : $"{longest.TotalHours:0} hours")} after from."
        : from >= now ? "from is not before now."
        : null;

    static IResult BadParameter(string wrong) => Results.Problem(wrong, statusCode: StatusCodes.Status400BadRequest, title: "Bad parameter");
}
