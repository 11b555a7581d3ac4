using System.Security.Claims;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Recovery;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Microsoft.AspNetCore.Mvc;
using Orleans.Concurrency;

namespace Infusion.Server.Library;

/// <summary>The clinic's infusion protocols: every version, what changed, who stands for it.</summary>
static class LibraryEndpoints
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void AddLibrary(this IServiceCollection services) => services.AddSingleton<ProtocolStore>();

    public static void MapLibrary(this IEndpointRouteBuilder routes)
    {
        var protocols = routes.MapGroup("/api/clinics/{clinic}/protocols").RequireAuthorization("clinic").WithTags("protocols");
        protocols.MapGet("", NewestAsync).Requires(Act.ReadProtocols).Produces<IReadOnlyList<ProtocolView>>();
        protocols.MapGet("/vocabulary", Vocabulary).Requires(Act.ReadProtocols).Produces<ProtocolVocabulary>();
        protocols.MapGet("/{protocol}/versions", HistoryAsync).Requires(Act.ReadProtocols)
            .Produces<IReadOnlyList<ProtocolVersionView>>().Produces(StatusCodes.Status404NotFound);
        protocols.MapGet("/{protocol}/versions/{version:int}", VersionAsync).Requires(Act.ReadProtocols)
            .Produces<ProtocolView>().Produces(StatusCodes.Status404NotFound);
        protocols.MapGet("/{protocol}/versions/{version:int}/differences", DifferencesAsync).Requires(Act.ReadProtocols)
            .Produces<IReadOnlyList<ProtocolDifference>>().Produces(StatusCodes.Status404NotFound);
        protocols.MapPost("", AddAsync)
            .Requires(Act.DraftProtocol)
            .WithMetadata(new RequestSizeLimitAttribute(ProtocolSubmission.LongestBody))
            .Produces<ProtocolVersionView>().ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        protocols.MapPost("/validate", ValidateAsync).Requires(Act.ReadProtocols)
            .WithMetadata(new RequestSizeLimitAttribute(ProtocolSubmission.LongestBody))
            .Produces<ProtocolCheck>().ProducesProblem(StatusCodes.Status400BadRequest);
        protocols.MapSamples();
        protocols.MapPreview();
        protocols.MapPost("/{protocol}/versions/{version:int}/approval", ApproveAsync)
            .Requires(Act.ApproveProtocol)
            .Produces<ProtocolVersionView>().Produces(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<IResult> NewestAsync(string clinic, ProtocolStore store, CancellationToken cancellationToken) =>
        Results.Ok((await store.VersionsAsync(clinic, null, cancellationToken)).Where(view => view.About.IsNewest));

    static async Task<IResult> HistoryAsync(string clinic, string protocol, ProtocolStore store, CancellationToken cancellationToken)
    {
        var versions = await store.VersionsAsync(clinic, protocol, cancellationToken);
        return versions.Count == 0 ? Results.NotFound() : Results.Ok(versions.Select(view => view.About));
    }

    static async Task<IResult> VersionAsync(
        string clinic, string protocol, int version, ProtocolStore store, CancellationToken cancellationToken) =>
        await FindAsync(store, clinic, protocol, version, cancellationToken) is { } view ? Results.Ok(view) : Results.NotFound();

    /// <param name="from">The other version; null: the one before.</param>
    static async Task<IResult> DifferencesAsync(
        string clinic, string protocol, int version, int? from, ProtocolStore store, CancellationToken cancellationToken)
    {
        var versions = await store.VersionsAsync(clinic, protocol, cancellationToken);
        var after = versions.FirstOrDefault(view => view.About.Version == version);
        var before = versions.FirstOrDefault(view => view.About.Version == (from ?? version - 1));
        return after is null || before is null
            ? Results.NotFound()
            : Results.Ok(ProtocolDifferences.Between(before.Protocol, after.Protocol));
    }

    /// <summary>Stores nothing: asked again and again while somebody writes.</summary>
    static async Task<IResult> ValidateAsync(string clinic, HttpRequest request, ProtocolStore store, CancellationToken cancellationToken)
    {
        try
        {
            var draft = await ProtocolSubmission.ReadAsync(request.Body, cancellationToken);
            var inUse = draft.Protocol is { Id.Length: > 0 } written
                ? (await store.VersionsAsync(clinic, written.Id, cancellationToken)).FirstOrDefault(view => view.About.IsInUse)
                : null;
            return Results.Ok(new ProtocolCheck(
                draft.Faults, inUse?.About.Version, inUse is null ? null : ProtocolDifferences.Between(inUse.Protocol, draft.Written!)));
        }
        catch (MalformedProtocolException reason)
        {
            return Malformed(reason);
        }
    }

    static async Task<IResult> AddAsync(
        string clinic, HttpRequest request, ClaimsPrincipal user, ProtocolStore store, IGrainFactory grains, TimeProvider time,
        CancellationToken cancellationToken)
    {
        ProtocolSubmission submission;
        try
        {
            submission = await ProtocolSubmission.ReadAsync(request.Body, cancellationToken);
        }
        catch (MalformedProtocolException reason)
        {
            return Malformed(reason);
        }

        if (submission.AllFaults is { Length: > 0 } faults)
        {
            return Results.Problem(
                faults.Length == 1 ? "One fault. Nothing is stored." : $"{faults.Length} faults. Nothing is stored.",
                statusCode: StatusCodes.Status422UnprocessableEntity, title: "Protocol refused",
                extensions: new Dictionary<string, object?> { ["code"] = "protocol-invalid", ["faults"] = faults });
        }

        var protocol = submission.Protocol!;
        var command = new ClinicCommand.AddProtocol(submission.CommandId!.Value, protocol, user.Identity!.Name!, submission.Reason!);
        return await SendAsync(grains, clinic, command, time, cancellationToken)
            ?? Results.Ok((await FindAsync(store, clinic, protocol.Id, protocol.Version, cancellationToken))?.About);
    }

    static async Task<IResult> ApproveAsync(
        string clinic, string protocol, int version, ApproveProtocolRequest request, ClaimsPrincipal user, ProtocolStore store,
        IReauthentication again, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await FindAsync(store, clinic, protocol, version, cancellationToken) is not { } view)
        {
            return Results.NotFound();
        }

        // Two people look at what decides over alarms. A clinic with one physician lets somebody else write it down.
        if (view.About.CreatedBy == user.Identity!.Name)
        {
            return Refused("author-approves", "Who wrote a version does not approve it: another physician does.");
        }

        if (ProtocolValidation.Validate(view.Protocol) is { Length: > 0 } faults)
        {
            return Refused("protocol-invalid", "It is not sound by today's rules: make a version that is.", faults);
        }

        if (!await again.IsPasswordAsync(user, request.Password))
        {
            return Results.Problem(
                "The password is wrong, or the account is locked for some minutes after too many attempts.",
                statusCode: StatusCodes.Status403Forbidden, title: "Not approved",
                extensions: new Dictionary<string, object?> { ["code"] = "password-wrong" });
        }

        var command = new ClinicCommand.ApproveProtocol(request.CommandId, protocol, version, user.Identity.Name!);
        return await SendAsync(grains, clinic, command, time, cancellationToken)
            ?? Results.Ok((await FindAsync(store, clinic, protocol, version, cancellationToken))?.About);
    }

    static IResult Vocabulary(string clinic)
    {
        var limits = new SafetyLimits();
        return Results.Ok(new ProtocolVocabulary(
            [.. MetricTable.All.Where(row => row.Source == DeviceKind.Monitor).Select(row => new VitalWord(
                row.Metric, row.Label, row.UnitText, row.Lowest, row.Highest,
                row.Metric is Metric.NibpSystolic or Metric.NibpDiastolic or Metric.NibpMean))],
            [.. SafetyRules.All.Select(rule => new RuleWord(
                rule.Id, rule.Code, rule.Action, rule.Priority, rule.MayBeOff, rule.Side, rule.Metrics,
                rule.Side is null ? rule.Delay(limits).TotalSeconds : null))],
            RecoveryScaleInfo.All,
            [.. Enum.GetValues<DischargeNeed>().Where(need => need is not DischargeNeed.Unknown).Select(need => new NeedWord(need, DischargeCheck.Words(need)))]));
    }

    internal static async Task<ProtocolView?> FindAsync(
        ProtocolStore store, string clinic, string protocol, int version, CancellationToken cancellationToken) =>
        (await store.VersionsAsync(clinic, protocol, cancellationToken)).FirstOrDefault(view => view.About.Version == version);

    /// <summary>To the writer, and until it is on disk: whoever reads the library next finds it there.</summary>
    /// <returns>Null: it is stored.</returns>
    internal static async Task<IResult?> SendAsync(
        IGrainFactory grains, string clinic, ClinicCommand command, TimeProvider time, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IClinicGrain>(clinic);
        try
        {
            var answer = await grain.ExecuteAsync(new Immutable<ClinicCommand>(command));
            if (answer.RefusedCode is not null)
            {
                return Refused(answer.RefusedCode, answer.RefusedReason!);
            }

            await grain.WhenCommittedAsync(answer.Evaluated).WaitAsync(Patience, time, cancellationToken);
            return null;
        }
        catch (Exception reason) when (reason is TimeoutException or WriterFencedException)
        {
            return Results.Problem(
                "It is not stored yet. Send it again: a second copy changes nothing.",
                statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not stored yet");
        }
    }

    internal static IResult Malformed(MalformedProtocolException reason) => Results.Problem(
        reason.Line is { } line ? $"Line {line}: {reason.Message}" : $"{reason.Fault.Path} {reason.Message}.",
        statusCode: StatusCodes.Status400BadRequest, title: "Not readable",
        extensions: new Dictionary<string, object?>
        {
            ["code"] = "protocol-malformed",
            ["faults"] = new[] { reason.Fault },
            ["line"] = reason.Line,
        });

    internal static IResult Refused(string code, string reason, object? faults = null) => Results.Problem(
        reason, statusCode: StatusCodes.Status409Conflict, title: "Refused",
        extensions: new Dictionary<string, object?> { ["code"] = code, ["faults"] = faults });
}
