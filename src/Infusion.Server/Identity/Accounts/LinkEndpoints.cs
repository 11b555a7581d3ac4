using System.Security.Claims;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity.Accounts;

sealed record LinkRequest(string? Secret);

/// <param name="First">For whoever becomes the first manager; null otherwise.</param>
sealed record UseLinkRequest(string? Secret, string? Password, FirstManagerRequest? First);

/// <param name="AsksClinic">There is no clinic yet: it is made too.</param>
sealed record LinkView(LinkKind Kind, string? Name, string? DisplayName, DateTimeOffset ExpiresAt, bool AsksClinic);

/// <summary>What a one-time link opens. The secret comes in the body: addresses are written down in too many places.</summary>
static class LinkEndpoints
{
    public const string NotUsable = "This link cannot be used: it was used already, a newer one was made, or its time is over. Ask for a new one.";

    public static void MapLinks(this IEndpointRouteBuilder endpoints)
    {
        var links = endpoints.MapGroup("/api/links").AllowAnonymous().RequireRateLimiting(Web.SecretTries).WithTags("links");
        links.MapPost("/read", ReadAsync).Produces<LinkView>();
        links.MapPost("/use", UseAsync).WithMetadata(new AuditedAs("UseLink", Actor.Person));
    }

    static async Task<IResult> ReadAsync(LinkRequest request, OneTimeLinks links, UserManager<Person> people, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(request.Secret, cancellationToken) is not { } link)
        {
            return Gone();
        }

        if (link.PersonId is not { } id)
        {
            var clinics = await services.GetRequiredService<FirstManager>().ClinicsAsync(cancellationToken);
            return Results.Ok(new LinkView(link.Kind, null, null, link.ExpiresAt, clinics.Count == 0));
        }

        return await people.FindByIdAsync(id.ToString()) is { DeactivatedAt: null } person
            ? Results.Ok(new LinkView(link.Kind, person.UserName, person.DisplayName, link.ExpiresAt, false))
            : Gone();
    }

    static async Task<IResult> UseAsync(
        UseLinkRequest request, OneTimeLinks links, UserManager<Person> people, IdentityStore store, SignIns signIns, IServiceProvider services, HttpContext http,
        CancellationToken cancellationToken)
    {
        if (await links.FindAsync(request.Secret, cancellationToken) is not { } link)
        {
            return Gone();
        }

        if (link.PersonId is not { } id)
        {
            var asked = (request.First ?? new(null, null, null, null, null)) with { Password = request.Password };
            var fault = await services.GetRequiredService<FirstManager>().UseAsync(link, asked, cancellationToken);
            http.AuditNote().Who = fault is null ? asked.Name : null;
            return fault is null ? Results.NoContent() : fault == NotUsable ? Gone() : Weak(fault);
        }

        await using var transaction = await store.Database.BeginTransactionAsync(cancellationToken);
        if (await people.FindByIdAsync(id.ToString()) is not { DeactivatedAt: null } person || !await links.TakeAsync(link, cancellationToken))
        {
            return Gone();
        }

        (http.AuditNote().Who, http.AuditNote().Clinics) =
            (person.UserName, await store.Memberships.Where(m => m.PersonId == id).Select(m => m.Clinic).ToListAsync(cancellationToken));
        if (await SetPasswordAsync(people, person, request.Password ?? "") is { } weak)
        {
            // Without a commit the link is still there.
            return Weak(weak);
        }

        if (link.Kind == LinkKind.Everything)
        {
            await SecondFactor.RemoveAsync(people, person);
            await store.UserPasskeys.Where(passkey => passkey.UserId == id).ExecuteDeleteAsync(cancellationToken);
        }

        await people.SetLockoutEndDateAsync(person, null);
        await people.ResetAccessFailedCountAsync(person);
        await transaction.CommitAsync(cancellationToken);
        await signIns.EndAllAsync(id, cancellationToken);
        return Results.NoContent();
    }

    /// <summary>Setting a password renews the stamp, so whoever is signed in by the old one is out.</summary>
    static async Task<string?> SetPasswordAsync(UserManager<Person> people, Person person, string password)
    {
        foreach (var validator in people.PasswordValidators)
        {
            if (PeopleDesk.FaultOf(await validator.ValidateAsync(people, person, password)) is { } fault)
            {
                return fault;
            }
        }

        if (person.PasswordHash is not null)
        {
            await people.RemovePasswordAsync(person);
        }

        return PeopleDesk.FaultOf(await people.AddPasswordAsync(person, password));
    }

    static IResult Gone() => Results.Problem(NotUsable, statusCode: StatusCodes.Status410Gone, title: "No such link");

    static IResult Weak(string sentence) => Results.Problem(
        sentence, statusCode: StatusCodes.Status400BadRequest, title: "Not taken", extensions: new Dictionary<string, object?> { ["code"] = "invalid" });
}
