using System.Data;
using System.Security.Claims;
using Infusion.Core.SignOff;
using Infusion.Server.Charts.Bundles;
using Infusion.Server.Identity;
using Infusion.Server.Storage;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Infusion.Server.Charts;

/// <summary>Review, signing, sealed versions and what is added afterwards.</summary>
static class ChartEndpoints
{
    const int LongestText = 4_000;

    public static void MapCharts(this IEndpointRouteBuilder routes)
    {
        var clinic = routes.MapGroup("/api/clinics/{clinic}").RequireAuthorization("clinic").WithTags("charts");
        clinic.MapGet("/charts", (string clinic, ClaimsPrincipal user, ChartWorklist list, CancellationToken cancellationToken) =>
            list.ReadAsync(clinic, By(user), cancellationToken)).Requires(Act.ReadChart);
        clinic.MapChartPage();
        var chart = clinic.MapGroup("/sessions/{session:guid}/chart");
        chart.MapGet("/sign-off", ReadAsync).Requires(Act.ReadChart);
        chart.MapGet("/versions/{version:int}", BundleAsync).Requires(Act.ExportChart);
        chart.MapGet("/versions/{version:int}/pdf", PdfAsync).Requires(Act.ReadChart);
        chart.MapGet("/versions/{version:int}/difference/{other:int}", DifferenceAsync).Requires(Act.ReadChart);

        var clinical = chart.MapGroup("").Requires(Act.SignChart);
        clinical.MapPost("/signatures", SignAsync);
        clinical.MapPost("/entries", AddAsync);
        clinical.MapPost("/seen", (string clinic, Guid session, SeenRequest request, ClaimsPrincipal user, ChartDesk desk, CancellationToken cancellationToken) =>
            SendAsync(desk, clinic, session, new SeeChange(By(user), request.Version), user, [], cancellationToken));

        var physician = chart.MapGroup("").Requires(Act.LockChart);
        physician.MapPost("/lock", LockAsync);
        physician.MapPost("/waivers", WaiveAsync);
        physician.MapPost("/waivers/withdraw", (string clinic, Guid session, WithdrawRequest request, ClaimsPrincipal user, ChartDesk desk, CancellationToken cancellationToken) =>
            SendAsync(desk, clinic, session, new WithdrawWaiver(By(user), request.Obligation ?? ""), user, [], cancellationToken));
        clinic.MapChartKeys();
    }

    static async Task<IResult> ReadAsync(
        string clinic, Guid session, ClaimsPrincipal user, NpgsqlDataSource dataSource, ChartDesk desk, IColleagues colleagues,
        CancellationToken cancellationToken)
    {
        var names = await colleagues.NamesAsync(clinic, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return await desk.OpenAsync(connection, clinic, session, cancellationToken) is { } folder
            ? Results.Ok(SignOffViews.Of(folder, await ChartBundles.VersionsAsync(connection, clinic, session, cancellationToken), names, By(user)))
            : Results.NotFound();
    }

    static async Task<IResult> SignAsync(
        string clinic, Guid session, SignRequest request, ClaimsPrincipal user, ChartDesk desk, IReauthentication again, CancellationToken cancellationToken) =>
        await again.IsPasswordAsync(user, request.Password)
            ? await SendAsync(
                desk, clinic, session, new SignChart(By(user), request.Meaning, request.Digest ?? "", user.IsInRole(Roles.Physician)), user, [], cancellationToken)
            : WrongPassword("Nothing was signed.");

    static async Task<IResult> LockAsync(
        string clinic, Guid session, LockRequest request, ClaimsPrincipal user, ChartDesk desk, IReauthentication again, CancellationToken cancellationToken) =>
        await again.IsPasswordAsync(user, request.Password)
            ? await SendAsync(desk, clinic, session, new LockChart(By(user), request.Digest ?? ""), user, [], cancellationToken)
            : WrongPassword("Nothing was locked.");

    static Task<IResult> WaiveAsync(
        string clinic, Guid session, WaiveRequest request, ClaimsPrincipal user, ChartDesk desk, CancellationToken cancellationToken) =>
        IsText(request.Reason)
            ? SendAsync(
                desk, clinic, session, new WaiveObligation(By(user), request.Obligation ?? "", request.CommandId), user,
                [new NoteDocument(request.CommandId, session, request.Reason!, By(user), default)], cancellationToken)
            : Task.FromResult(NoText("A reason"));

    static async Task<IResult> AddAsync(
        string clinic, Guid session, EntryRequest request, ClaimsPrincipal user, ChartDesk desk, IReauthentication again, CancellationToken cancellationToken)
    {
        if (!IsText(request.Text) || !IsText(request.Reason))
        {
            return NoText("What is added, and its reason, each");
        }

        if (!await again.IsPasswordAsync(user, request.Password))
        {
            return WrongPassword("Nothing was added.");
        }

        // Ids that follow from the command's, so that a second copy is the same entry.
        var (by, text, reason) = (By(user), Core.Clinics.DerivedId.Of($"{request.CommandId:N}|text"), Core.Clinics.DerivedId.Of($"{request.CommandId:N}|reason"));
        return await SendAsync(
            desk, clinic, session,
            new AddEntry(by, request.CommandId, request.Kind, text, reason, request.Corrects, request.HappenedAt?.ToUniversalTime()), user,
            [new NoteDocument(text, session, request.Text!, by, default), new NoteDocument(reason, session, request.Reason!, by, default)],
            cancellationToken);
    }

    static async Task<IResult> BundleAsync(string clinic, Guid session, int version, ClinicDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(clinic, cancellationToken);
        return version > 0 && await ChartBundles.BytesAsync(connection, clinic, session, version, cancellationToken) is { } bundle
            ? Results.File(bundle, "application/zip", $"chart-{session}-v{version}.zip")
            : Results.NotFound();
    }

    static async Task<IResult> PdfAsync(string clinic, Guid session, int version, ClinicDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(clinic, cancellationToken);
        return version > 0 && await VersionAsync(connection, clinic, session, version, cancellationToken) is { } read
            && read.Files.FirstOrDefault(file => file.Name == SealedBundle.Pdf) is { } pdf
            ? Results.File(pdf.Bytes, "application/pdf")
            : Results.NotFound();
    }

    /// <param name="other">0: the chart as it is now.</param>
    static async Task<IResult> DifferenceAsync(
        string clinic, Guid session, int version, int other, ClinicDatabase database, ChartReader reader, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(clinic, cancellationToken);
        var before = version > 0 ? await VersionAsync(connection, clinic, session, version, cancellationToken) : null;
        IEnumerable<ChartFile>? after = other == 0
            ? (await reader.ReadAsync(clinic, session, cancellationToken))?.Files
            : (await VersionAsync(connection, clinic, session, other, cancellationToken))?.Files;
        return before is null || after is null ? Results.NotFound() : Results.Ok(ChartDifference.Between(before.Files, after));
    }

    /// <returns>Null: there is none, or none that can be read; the audit says which.</returns>
    static async Task<SealedVersion?> VersionAsync(NpgsqlConnection connection, string clinic, Guid session, int version, CancellationToken cancellationToken)
    {
        try
        {
            return await ChartBundles.ReadAsync(connection, clinic, session, version, cancellationToken);
        }
        catch (DamagedBundleException)
        {
            return null;
        }
    }

    static async Task<IResult> SendAsync(
        ChartDesk desk, string clinic, Guid session, SignOffCommand command, ClaimsPrincipal user, IReadOnlyList<NoteDocument> notes,
        CancellationToken cancellationToken) => await desk.SendAsync(clinic, session, command, user.DisplayNameOf(), notes, cancellationToken) switch
        {
            null => Results.NotFound(),
            { RefusedCode: { } code } refused => Refused(code, refused.RefusedReason!),
            var done => Results.Ok(new { done.Version }),
        };

    internal static string By(ClaimsPrincipal user) => user.Identity!.Name!;

    internal static bool IsText(string? text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= LongestText && !text.Contains('\0', StringComparison.Ordinal);

    internal static IResult NoText(string what) => Refused("reason-text", $"{what} has 1 to {LongestText} characters and no U+0000.");

    internal static IResult WrongPassword(string consequence) => Results.Problem(
        $"The password is wrong, or the account is locked for some minutes after too many attempts. {consequence}",
        statusCode: StatusCodes.Status403Forbidden, title: "Not signed", extensions: new Dictionary<string, object?> { ["code"] = "password-wrong" });

    internal static IResult Refused(string code, string reason) => Results.Problem(
        reason, statusCode: StatusCodes.Status409Conflict, title: "Refused", extensions: new Dictionary<string, object?> { ["code"] = code });
}
