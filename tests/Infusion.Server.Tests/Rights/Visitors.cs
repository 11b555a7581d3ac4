using Infusion.Server.Identity;

namespace Infusion.Server.Tests.Rights;

/// <param name="MayEnter">Their sign-in is good for this clinic.</param>
sealed record Visitor(string Name, HttpClient Http, IReadOnlyList<string> Roles, bool IsKnown, bool MayEnter)
{
    public bool May(Act act, bool hasClinic) => IsKnown && (MayEnter || !hasClinic) && Infusion.Server.Identity.Rights.RolesFor(act).Intersect(Roles).Any();
}

/// <summary>Everybody who may stand before a door: each role, none, another clinic's, and those whose sign-in is worth nothing any more.</summary>
static class Visitors
{
    public static async Task<IReadOnlyList<Visitor>> AllAsync(WholeServer server)
    {
        var all = new List<Visitor>();
        foreach (var role in Roles.All)
        {
            all.Add(new(role, await server.ComeAsync(WholeServer.Here, [role]), [role], IsKnown: true, MayEnter: true));
        }

        all.Add(new("no role", await server.ComeAsync(WholeServer.Here, []), [], IsKnown: true, MayEnter: true));
        all.Add(new("another clinic's", await server.ComeAsync(WholeServer.Elsewhere, Roles.All), Roles.All, IsKnown: true, MayEnter: false));
        all.Add(new("nobody", server.NewClient(), [], IsKnown: false, MayEnter: false));
        all.Add(new("revoked", await server.ComeAsync(WholeServer.Here, Roles.All, TimeSpan.FromMinutes(2), isRevoked: true), Roles.All, IsKnown: false, MayEnter: false));
        all.Add(new("expired", await server.ComeAsync(WholeServer.Here, Roles.All, TimeSpan.FromHours(13)), Roles.All, IsKnown: false, MayEnter: false));
        return all;
    }
}
