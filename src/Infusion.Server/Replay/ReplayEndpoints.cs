using System.Text.Json;
using Infusion.Core.Safety;
using Infusion.Server.Identity;
using Infusion.Server.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Infusion.Server.Replay;

/// <summary>A recorded session once more: the same events, or what other limits would have done.</summary>
static class ReplayEndpoints
{
    public static void AddReplay(this IServiceCollection services)
    {
        services.AddSingleton<RecordedSessions>();
        services.AddSingleton<ReplayStart>();
        services.AddSingleton<ReplayRunner>();
    }

    public static void MapReplay(this IEndpointRouteBuilder routes)
    {
        var clinic = routes.MapGroup("/api/clinics/{clinic}").RequireAuthorization("clinic")
            .Requires(Act.ReplaySessions).WithTags("replay");
        clinic.MapGet("/sessions/{session:guid}/replay", ReplayAsync)
            .Produces<ReplayView>().Produces(StatusCodes.Status404NotFound);
        clinic.MapGet("/what-if", ChoicesAsync)
            .Produces<WhatIfChoices>().ProducesProblem(StatusCodes.Status400BadRequest);
        clinic.MapPost("/what-if", WhatIfAsync)
            .Produces<WhatIfLine>(contentType: "application/x-ndjson").ProducesProblem(StatusCodes.Status400BadRequest);
    }

    static async Task<IResult> ReplayAsync(string clinic, Guid session, ReplayRunner runner, CancellationToken cancellationToken)
    {
        await foreach (var line in runner.RunAsync(clinic, [session], null, cancellationToken))
        {
            if (line is WhatIfLine.Done { Session.Replay: var replay })
            {
                return Results.Ok(replay);
            }
        }

        return Results.NotFound();
    }

    /// <summary>The sessions of a stretch of time, and the limits that there are to change.</summary>
    static async Task<IResult> ChoicesAsync(
        string clinic, string? from, string? to, RecordedSessions recorded, ClinicStore store, CancellationToken cancellationToken)
    {
        var faults = new List<RequestFault>();
        var (first, last) = WhatIfAsked.Range(from, to, faults);
        if (faults.Count > 0)
        {
            return Refused(faults);
        }

        if (await store.ConfigurationAsync(clinic, cancellationToken) is not var (configuration, _))
        {
            return Results.NotFound();
        }

        var planned = await recorded.PlannedAsync(clinic, first, last, cancellationToken);
        var (sessions, _) = await recorded.ReadAsync(clinic, planned, cancellationToken);
        return Results.Ok(new WhatIfChoices(
            [.. sessions.Select(each => new WhatIfChoice(each.Session, each.Chair, each.Initials, each.Protocol, each.PlannedAt, each.ClosedAt))],
            [.. configuration.Protocols.Select(protocol => new ProtocolLimits(protocol.Id, protocol.Version, protocol.Name, protocol.Safety))],
            [.. SafetyRules.All.Select(rule => new RuleChoice(rule.Code, rule.Id, rule.Priority, rule.Side is null, rule.MayBeOff))]));
    }

    static async Task<IResult> WhatIfAsync(
        string clinic, [FromBody] JsonElement body, RecordedSessions recorded, ReplayRunner runner, ClinicStore store, HttpContext http,
        CancellationToken cancellationToken)
    {
        var faults = new List<RequestFault>();
        var asked = WhatIfAsked.Read(body, faults);
        if (asked is not null && await store.ConfigurationAsync(clinic, cancellationToken) is var (configuration, _))
        {
            new LimitsReader(faults).Match(asked.Change, configuration, "limits");
        }

        var sessions = asked is null ? [] : asked.Sessions ?? await recorded.PlannedAsync(clinic, asked.From, asked.To, cancellationToken);
        if (sessions.Count > WhatIfAsked.MostSessions)
        {
            faults.Add(new("to", $"has {sessions.Count} sessions before it; at most {WhatIfAsked.MostSessions} run at once. Choose a shorter time."));
        }

        if (asked is null || faults.Count > 0)
        {
            return Refused(faults);
        }

        await WhatIfAnswer.WriteAsync(http, runner, clinic, sessions, asked.Change.Apply, cancellationToken);
        return Results.Empty;
    }

    static IResult Refused(IReadOnlyList<RequestFault> faults) => Results.Problem(
        string.Join(' ', faults.Select(fault => $"{fault.Path} {fault.Message}")), statusCode: StatusCodes.Status400BadRequest, title: "Bad request",
        extensions: new Dictionary<string, object?> { ["faults"] = faults });
}
