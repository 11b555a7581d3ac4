using System.Security.Claims;
using Infusion.Core.Wording;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using JasperFx;
using Marten;

namespace Infusion.Server.Outcomes;

/// <param name="Version">0: what ships, never changed here.</param>
public sealed record WordsView(int Version, ClinicWords Words, string? WrittenBy, DateTimeOffset? WrittenAt);

/// <param name="Expected">The version that was changed.</param>
public sealed record WordsRequest(int Expected, ClinicWords? Words);

/// <summary>How a clinic speaks: read by everybody, changed by a manager.</summary>
static class WordsEndpoints
{
    public static void MapWords(this RouteGroupBuilder clinic)
    {
        clinic.MapGet("/words", async (string clinic, WordsStore words, CancellationToken cancellationToken) => await words.ViewAsync(clinic, cancellationToken)).Requires(Act.ReadWords);
        clinic.MapPut("/words", WriteAsync).Requires(Act.SetWords)
            .Produces<WordsView>().ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<IResult> WriteAsync(string clinic, WordsRequest request, ClaimsPrincipal user, WordsStore words, CancellationToken cancellationToken)
    {
        if (request.Words is not { Tablet: not null } asked || asked.Faults() is { Count: > 0 })
        {
            return SessionEndpoints.Refused("words-invalid", string.Join(" ", request.Words?.Faults() ?? ["No words came."]));
        }

        return await words.WriteAsync(clinic, asked, request.Expected, user.Identity!.Name!, cancellationToken)
            ? Results.Ok(await words.ViewAsync(clinic, cancellationToken))
            : SessionEndpoints.Refused("words-changed", "Somebody has changed the words since you opened them: look at what they are now, and change those.");
    }
}

/// <summary>One document a clinic. Nothing that is charted depends on it, so it does not go through the clinic's writer.</summary>
sealed class WordsStore(IDocumentStore store, ClinicClock clock)
{
    public async Task<ClinicWords> ReadAsync(string clinic, CancellationToken cancellationToken) => (await ViewAsync(clinic, cancellationToken)).Words;

    public async Task<WordsView> ViewAsync(string clinic, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        return await query.LoadAsync<ClinicWordsDocument>(ClinicWordsDocument.TheOne, cancellationToken) is { } written
            ? new WordsView(written.Version, written.Words, written.WrittenBy, written.WrittenAt)
            : new WordsView(0, ClinicWords.Default, null, null);
    }

    /// <returns>False: somebody else was first.</returns>
    public async Task<bool> WriteAsync(string clinic, ClinicWords words, int expected, string by, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession(clinic);
        var current = await session.LoadAsync<ClinicWordsDocument>(ClinicWordsDocument.TheOne, cancellationToken);
        if ((current?.Version ?? 0) != expected)
        {
            return false;
        }

        session.Store(new ClinicWordsDocument(ClinicWordsDocument.TheOne, words, expected + 1, by, clock.Now));
        try
        {
            await session.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (ConcurrencyException)
        {
            return false;
        }
    }
}
