using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Infusion.Server.Identity.Audit;

/// <summary>On an endpoint whose act the table of rights does not know: tokens, sign-in, FHIR.</summary>
sealed record AuditedAs(string Act, Actor Kind);

/// <summary>What a handler knows about its request and the request does not say.</summary>
sealed class AuditNote
{
    public string? Act { get; set; }

    /// <summary>Who it turned out to be, where nobody was signed in yet.</summary>
    public string? Who { get; set; }

    /// <summary>Null: the one in the route.</summary>
    public IReadOnlyList<string>? Clinics { get; set; }

    public IReadOnlyList<string> Patients { get; set; } = [];

    /// <summary>Which version of a resource was given out; null: that is no question.</summary>
    public int? Version { get; set; }
}

/// <summary>Every request to a clinic's doors becomes one line when it is answered, whatever the answer was.</summary>
static class Auditing
{
    public static AuditNote AuditNote(this HttpContext http)
    {
        if (http.Items[typeof(AuditNote)] is not AuditNote note)
        {
            http.Items[typeof(AuditNote)] = note = new AuditNote();
        }

        return note;
    }

    /// <summary>Outside of what turns exceptions into answers: here the status is what was sent.</summary>
    public static void UseAudit(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var trail = http.RequestServices.GetRequiredService<AuditTrail>();
        var clock = http.RequestServices.GetRequiredService<AuditClock>();
        try
        {
            await next(http);
        }
        catch
        {
            Add(trail, clock, http, StatusCodes.Status500InternalServerError);
            throw;
        }

        Add(trail, clock, http, http.Response.StatusCode);
    });

    /// <summary>A call over the live connection.</summary>
    public static AuditLine LineOf(HubInvocationContext call, string clinic, Act act, bool isAllowed, DateTimeOffset at) => new(
        Guid.NewGuid(), clinic, at, Actor.Person, call.Context.User?.Identity?.Name ?? "", act.ToString(), $"live {call.HubMethodName}", [], null,
        call.Context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString() ?? "", (short)(isAllowed ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden));

    static void Add(AuditTrail trail, AuditClock clock, HttpContext http, int status)
    {
        if (http.GetEndpoint()?.Metadata is not { } metadata || metadata.GetMetadata<HubMetadata>() is not null)
        {
            return;
        }

        var note = http.Items[typeof(AuditNote)] as AuditNote;
        var audited = metadata.GetMetadata<AuditedAs>();
        var requires = metadata.GetMetadata<RequiresAttribute>();
        if (audited is null && (requires is { Act: Act.ReadOwnAccount } || metadata.GetMetadata<IAllowAnonymous>() is not null || http.GetRouteValue("clinic") is null))
        {
            return;
        }

        var who = note?.Who ?? http.User.FindFirstValue("sub") ?? http.User.Identity?.Name ?? "";
        var isKnown = http.User.Identity?.IsAuthenticated is true || note?.Who is not null;
        foreach (var clinic in note?.Clinics ?? ClinicsOf(http))
        {
            trail.Add(new AuditLine(
                Guid.NewGuid(), clinic, clock.Now, !isKnown ? Actor.Nobody : audited?.Kind ?? Actor.Person, who,
                note?.Act ?? audited?.Act ?? requires?.Act.ToString() ?? "Other",
                $"{http.Request.Method} {WithoutSecrets(http, WithoutClinic(http.Request.Path))}{Names(http.Request.Query)}{(note?.Version is { } version ? $" (version {version})" : "")}", PatientsOf(http, note),
                Guid.TryParse(http.GetRouteValue("session") as string, out var session) ? session : null,
                http.Connection.RemoteIpAddress?.ToString() ?? "", (short)status));
        }
    }

    /// <summary>The one in the address; of one's own account, all that one belongs to.</summary>
    static List<string> ClinicsOf(HttpContext http) =>
        http.GetRouteValue("clinic") is string clinic ? [clinic] : http.User.Clinics().ToList() is { Count: > 0 } own ? own : [""];

    static string WithoutClinic(PathString path) =>
        path.Value is { } text && text.StartsWith("/api/clinics/", StringComparison.Ordinal) && text.IndexOf('/', "/api/clinics/".Length) is > 0 and var at ? text[at..] : path.Value ?? "";

    /// <summary>Whoever reads the trail must not be able to use a link.</summary>
    static string WithoutSecrets(HttpContext http, string path) =>
        http.GetRouteValue("token") is string { Length: > 0 } token ? path.Replace(token, "...", StringComparison.Ordinal) : path;

    /// <summary>A query's values may be names of people.</summary>
    static string Names(IQueryCollection query) => query.Count == 0 ? "" : $"?{string.Join('&', query.Keys)}";

    static List<string> PatientsOf(HttpContext http, AuditNote? note)
    {
        var patients = new List<string>(note?.Patients ?? []);
        if (http.GetRouteValue("patient") is string patient)
        {
            patients.Add(patient);
        }

        if (http.GetRouteValue("type") is "Patient" && http.GetRouteValue("id") is string id)
        {
            patients.Add(id);
        }

        foreach (var name in (ReadOnlySpan<string>)["patient", "subject"])
        {
            patients.AddRange(http.Request.Query[name].OfType<string>().Select(value => value.Split('/')[^1]));
        }

        return patients;
    }
}

/// <summary>Real time, also when the clinic's is simulated.</summary>
sealed record AuditClock(TimeProvider Provider)
{
    public DateTimeOffset Now => Provider.GetUtcNow();
}
