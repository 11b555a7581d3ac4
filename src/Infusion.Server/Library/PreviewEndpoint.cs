using Infusion.Core.Replay;
using Infusion.Server.Identity;
using Infusion.Server.Replay;
using Microsoft.AspNetCore.Mvc;

namespace Infusion.Server.Library;

/// <summary>What a draft would have done to sessions that are on record. Nothing is stored.</summary>
static class PreviewEndpoint
{
    public static void MapPreview(this RouteGroupBuilder protocols) => protocols.MapPost("/preview", PreviewAsync)
        .Requires(Act.ReplaySessions).WithMetadata(new RequestSizeLimitAttribute(ProtocolSubmission.LongestBody))
        .Produces<WhatIfLine>(contentType: "application/x-ndjson")
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    /// <summary><c>{ "of", "from", "to", "protocol" }</c>: sessions of that protocol that were planned in that time.</summary>
    static async Task<IResult> PreviewAsync(
        string clinic, HttpContext http, RecordedSessions recorded, ReplayRunner runner, CancellationToken cancellationToken)
    {
        ProtocolPreview asked;
        try
        {
            asked = await ProtocolPreview.ReadAsync(http.Request.Body, cancellationToken);
        }
        catch (MalformedProtocolException reason)
        {
            return LibraryEndpoints.Malformed(reason);
        }

        if (asked.Faults.Length > 0)
        {
            return Refused(StatusCodes.Status422UnprocessableEntity, "What has faults is not tried.", asked.Faults);
        }

        var faults = new List<RequestFault>();
        var (from, to) = WhatIfAsked.Range(asked.From, asked.To, faults);
        if (faults.Count > 0)
        {
            return Refused(StatusCodes.Status400BadRequest, string.Join(' ', faults.Select(fault => $"{fault.Path} {fault.Message}")), faults);
        }

        var (all, _) = await recorded.ReadAsync(clinic, await recorded.PlannedAsync(clinic, from, to, cancellationToken), cancellationToken);
        var sessions = all.Where(session => session.Protocol == asked.Of).Select(session => session.Session).ToList();
        if (sessions.Count > WhatIfAsked.MostSessions)
        {
            return Refused(StatusCodes.Status400BadRequest, $"{sessions.Count} sessions are in that time; at most {WhatIfAsked.MostSessions} run at once. Choose a shorter one.", null);
        }

        await WhatIfAnswer.WriteAsync(http, runner, clinic, sessions, new ProtocolTrial(asked.Of, asked.Protocol!).Apply, cancellationToken);
        return Results.Empty;
    }

    static IResult Refused(int status, string sentence, object? faults) => Results.Problem(
        sentence, statusCode: status, title: "Not tried", extensions: new Dictionary<string, object?> { ["code"] = "preview-refused", ["faults"] = faults });
}
