using Infusion.Core.Clinics;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Orleans.Concurrency;

namespace Infusion.Server.Setup;

/// <summary>From an empty clinic to its first live chair: what is there, what lacks and who can do it.</summary>
static class SetupEndpoints
{
    /// <summary>As the page of devices has it: one that says nothing for this long is not talking.</summary>
    static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(15);

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void MapSetup(this IEndpointRouteBuilder routes)
    {
        var clinic = routes.MapGroup("/api/clinics/{clinic}").RequireAuthorization(IdentityServices.ClinicPolicy).WithTags("set-up");
        clinic.MapGet("/setup", ReadAsync).Requires(Act.ReadSetup).Produces<SetupView>().Produces(StatusCodes.Status404NotFound);
        clinic.MapPut("/about", DescribeAsync).Requires(Act.DescribeClinic)
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<IResult> ReadAsync(
        string clinic, IGrainFactory grains, IdentityStore people, ClinicStore store, ClinicDocuments documents, ClinicClock clock, CancellationToken cancellationToken)
    {
        var image = (await grains.GetGrain<IClinicGrain>(clinic).PathwayAsync()).Value;
        var live = (await grains.GetGrain<IClinicGrain>(clinic).DevicesAsync()).Value;
        var waiting = (await store.DevicesAsync(clinic, cancellationToken)).Count(device => !device.Accepted && device.PutAside is DevicePutAside.None);
        var (planned, started) = await SessionsAsync(clinic, documents, cancellationToken);
        var now = clock.Now;
        return Results.Ok(SetupSteps.Of(new(
            image.Clinic,
            await PeopleAsync(clinic, people, cancellationToken),
            [.. live.Select(device => new SetupDevice(
                device.Device, device.Kind, device.HomeChair, device.Online is not false && now - device.LastSeenAt < SilentAfter))],
            waiting, planned, started, !image.Pathway.Plans.IsEmpty)));
    }

    static async Task<IReadOnlyList<SetupPerson>> PeopleAsync(string clinic, IdentityStore store, CancellationToken cancellationToken)
    {
        var held = await (
            from membership in store.Memberships
            join person in store.Users on membership.PersonId equals person.Id
            join given in store.UserRoles on person.Id equals given.UserId
            join role in store.Roles on given.RoleId equals role.Id
            where membership.Clinic == clinic && person.DeactivatedAt == null
            orderby person.DisplayName, role.Name
            select new { person.Id, person.DisplayName, MaySignIn = person.PasswordHash != null, Role = role.Name! }).ToListAsync(cancellationToken);
        return [.. held.GroupBy(each => each.Id).Select(each => new SetupPerson(each.First().DisplayName, [.. each.Select(one => one.Role)], each.First().MaySignIn))];
    }

    static async Task<(bool Planned, bool Started)> SessionsAsync(string clinic, ClinicDocuments documents, CancellationToken cancellationToken)
    {
        await using var query = documents.QuerySession(clinic);
        var started = await Marten.QueryableExtensions.AnyAsync(query.Query<SessionRow>(), row => row.StartedAt != null, cancellationToken);
        return (started || await Marten.QueryableExtensions.AnyAsync(query.Query<SessionRow>(), cancellationToken), started);
    }

    static async Task<IResult> DescribeAsync(
        string clinic, DescribeClinicRequest request, IGrainFactory grains, ClinicDocuments documents, CancellationToken cancellationToken)
    {
        var (name, zone) = (request.Name?.Trim() ?? "", request.TimeZone?.Trim() ?? "");
        var grain = grains.GetGrain<IClinicGrain>(clinic);
        var already = (await grain.PathwayAsync()).Value.Clinic.TimeZone;
        if (ClinicName.Fault(name, zone, already) is { } fault)
        {
            return Refused(fault.Code, fault.Sentence);
        }

        // The writer refuses what is open; what was closed long ago is in the store alone.
        if (already != zone && (await SessionsAsync(clinic, documents, cancellationToken)).Planned)
        {
            return Refused(ClinicName.ZoneInUse.Code, ClinicName.ZoneInUse.Reason);
        }

        try
        {
            var answer = await grain.ExecuteAsync(new Immutable<ClinicCommand>(new ClinicCommand.DescribeClinic(request.CommandId, name, zone)));
            await grain.WhenCommittedAsync(answer.Evaluated).WaitAsync(Patience, cancellationToken);
            return answer.RefusedCode is null ? Results.NoContent() : Refused(answer.RefusedCode, answer.RefusedReason!);
        }
        catch (Exception reason) when (reason is TimeoutException or WriterFencedException)
        {
            return Results.Problem(
                "It is not stored yet. Send it again: a second copy changes nothing.",
                statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not stored yet");
        }
    }

    static IResult Refused(string code, string reason) => Results.Problem(
        reason, statusCode: StatusCodes.Status409Conflict, title: "Refused", extensions: new Dictionary<string, object?> { ["code"] = code });
}
