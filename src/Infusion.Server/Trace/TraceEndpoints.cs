using System.Security.Claims;
using System.Text;
using Infusion.Core.Telemetry;
using Infusion.Server.Identity;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Operations;
using Infusion.Server.Storage;

namespace Infusion.Server.Trace;

/// <summary>For any message of the last days: received, evaluated, committed, charted where, or refused and why.</summary>
static class TraceEndpoints
{
    const int HexExcerptBytes = 512;
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void AddTrace(this IServiceCollection services)
    {
        services.AddSingleton<TraceStore>();
        services.AddSingleton<Resubmission>();
    }

    public static void MapTrace(this IEndpointRouteBuilder routes)
    {
        var clinic = routes.MapGroup("/api/clinics/{clinic}").RequireAuthorization("clinic").WithTags("trace");
        clinic.MapGet("/trace", PageAsync).Requires(Act.ReadTrace).Produces<TracePage>().ProducesProblem(StatusCodes.Status400BadRequest);
        clinic.MapGet("/trace/{id}", DetailAsync).Requires(Act.ReadTrace).Produces<TraceDetail>().Produces(StatusCodes.Status404NotFound);
        clinic.MapPost("/quarantine/{id:long}/resubmit", ResubmitAsync)
            .Requires(Act.ResubmitMessages)
            .Produces<ResubmitAnswer>().Produces(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    static async Task<IResult> PageAsync(
        string clinic, [AsParameters] TraceParameters asked, TraceStore store, ClinicDocuments documents, ClinicClock clock,
        CancellationToken cancellationToken)
    {
        TraceQuery query;
        try
        {
            query = TraceQuery.Parse(asked, clock.Now);
        }
        catch (BadParameterException wrong)
        {
            return Results.Problem(
                wrong.Message, statusCode: StatusCodes.Status400BadRequest, title: "Bad parameter",
                extensions: new Dictionary<string, object?> { ["parameter"] = wrong.Parameter });
        }

        var (found, searchedTo) = await store.FindAsync(clinic, query, cancellationToken);
        var rows = await ChartedAsync(documents, clinic, found, cancellationToken);
        var next = rows.Count == query.Limit ? rows[^1].Id
            : searchedTo > query.From ? new TracePlace(searchedTo, 0).ToString()
            : null;
        return Results.Ok(new TracePage(rows, next, searchedTo));
    }

    static async Task<IResult> DetailAsync(
        string clinic, string id, TraceStore store, ClinicDocuments documents, CancellationToken cancellationToken)
    {
        if (TracePlace.Parse(id) is not { } place || await store.FindAsync(clinic, place, cancellationToken) is not { } stored)
        {
            return Results.NotFound();
        }

        var row = (await ChartedAsync(documents, clinic, [stored], cancellationToken))[0];
        var reading = stored.Body is { } body
            ? ReadingCodec.Decode(body, row.Device!, row.Boot!, row.Seq!.Value, row.DeviceAt, row.ReceivedAt, row.Outcome is TraceOutcome.Late)
            : null;
        return Results.Ok(new TraceDetail(
            row,
            reading is null ? [] : [.. reading.Samples.Select(ValueOf)],
            reading?.Pump,
            reading is null ? [] : reading.Alerts,
            (stored.At - row.DeviceAt)?.TotalSeconds,
            stored.Status,
            stored.Detail,
            PayloadOf(stored),
            row.Outcome is TraceOutcome.Refused ? Resubmission.Refusal(row.Reason!, row.Resubmission?.Outcome)?.Reason : null));
    }

    static async Task<IResult> ResubmitAsync(
        string clinic, long id, ClaimsPrincipal user, Resubmission resubmission, CancellationToken cancellationToken) =>
        await resubmission.SendAgainAsync(clinic, id, user.Identity!.Name!, cancellationToken) switch
        {
            null => Results.NotFound(),
            { Conflict: { } conflict } => Results.Problem(
                conflict.Reason, statusCode: StatusCodes.Status409Conflict, title: "Refused",
                extensions: new Dictionary<string, object?> { ["code"] = conflict.Code }),
            { Answer: { } answer } => Results.Ok(answer),
            _ => Results.Problem(
                "It is not stored yet. Send it again: a second copy changes nothing.",
                statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not stored yet"),
        };

    /// <summary>Where each of them stands on a chart.</summary>
    static async Task<IReadOnlyList<TraceRow>> ChartedAsync(
        ClinicDocuments documents, string clinic, IReadOnlyList<StoredTrace> found, CancellationToken cancellationToken)
    {
        static bool Charts(StoredTrace stored) => stored.Row.Outcome is TraceOutcome.Live or TraceOutcome.Late && stored.At is not null;
        var times = found.Where(Charts).Select(stored => stored.At!.Value).ToList();
        if (times.Count == 0)
        {
            return [.. found.Select(stored => stored.Row)];
        }

        var chairs = await TraceChairs.LoadAsync(documents, clinic, times.Min(), times.Max(), cancellationToken);
        return [.. found.Select(stored => Charts(stored)
            ? stored.Row with
            {
                ChartedAt = stored.At,
                Chair = chairs.Of(stored.Row.Device!, stored.At!.Value)?.Chair,
                Session = chairs.Of(stored.Row.Device!, stored.At!.Value)?.Id,
            }
            : stored.Row)];
    }

    static TraceValue ValueOf(Sample sample)
    {
        var row = MetricTable.Of(sample.Metric);
        return new TraceValue(row.ReferenceId, row.Label, sample.Value, row.UnitText, sample.Quality, sample.MeasuredAt);
    }

    static TracePayload? PayloadOf(StoredTrace stored)
    {
        if (stored.Payload is not { } payload)
        {
            return null;
        }

        var text = PrintableText(payload);
        return new TracePayload(
            stored.Topic ?? "", payload.Length, text,
            text is null ? Convert.ToHexStringLower(payload.AsSpan(0, Math.Min(payload.Length, HexExcerptBytes))) : null);
    }

    static string? PrintableText(byte[] payload)
    {
        try
        {
            var text = Strict.GetString(payload);
            return text.Split('\n', '\r', '\t').All(SafeText.IsPrintable) ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
