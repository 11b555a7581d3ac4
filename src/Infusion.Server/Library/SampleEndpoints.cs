using System.Security.Claims;
using Infusion.Core.DrugLibrary;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;

namespace Infusion.Server.Library;

/// <summary>The protocols that ship. A new clinic has them; another one takes them over when it wants to.</summary>
static class SampleEndpoints
{
    public static void MapSamples(this RouteGroupBuilder protocols)
    {
        protocols.MapGet("/samples", AllAsync).Requires(Act.ReadProtocols).Produces<IReadOnlyList<SampleView>>();
        protocols.MapPost("/samples/{sample}", TakeAsync).Requires(Act.DraftProtocol)
            .Produces<ProtocolVersionView>().Produces(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<IReadOnlyList<SampleView>> AllAsync(string clinic, ProtocolStore store, CancellationToken cancellationToken)
    {
        var there = (await store.VersionsAsync(clinic, null, cancellationToken)).Select(view => view.About.Id).ToHashSet();
        return [.. SampleProtocols.All.Select(sample => new SampleView(
            sample.Id, sample.Name, sample.Indication, sample.Drug, sample.UsualDoseMgPerKg, sample.UsualDuration, there.Contains(sample.Id)))];
    }

    /// <summary>As it ships, by whoever made it: a physician of the clinic may approve it, whoever took it over.</summary>
    static async Task<IResult> TakeAsync(
        string clinic, string sample, TakeSampleRequest request, ClaimsPrincipal user, ProtocolStore store, IGrainFactory grains, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (SampleProtocols.All.FirstOrDefault(each => each.Id == sample) is not { } protocol)
        {
            return Results.NotFound();
        }

        var command = new ClinicCommand.AddProtocol(request.CommandId, protocol, ProtocolStore.Maker, $"sample that ships, taken over by {user.Identity!.Name}");
        return await LibraryEndpoints.SendAsync(grains, clinic, command, time, cancellationToken)
            ?? Results.Ok((await LibraryEndpoints.FindAsync(store, clinic, protocol.Id, protocol.Version, cancellationToken))?.About);
    }
}
