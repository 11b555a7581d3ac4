using System.Security.Claims;
using Infusion.Server.Charts.Bundles;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Marten;
using Npgsql;

namespace Infusion.Server.Charts;

/// <summary>The clinic's keys: whoever works here reads them, the manager changes and revokes them with their password.</summary>
static class ChartKeyEndpoints
{
    public static void MapChartKeys(this RouteGroupBuilder clinic)
    {
        clinic.MapGet("/chart-keys", async (string clinic, ClinicDatabase database, CancellationToken cancellationToken) =>
            (await AllAsync(database, clinic, cancellationToken)).Select(key => key.View)).Requires(Act.ReadChartKeys);
        clinic.MapGet("/chart-keys/trust", async (string clinic, ClinicDatabase database, CancellationToken cancellationToken) => Results.File(
            System.Text.Encoding.UTF8.GetBytes(Trust.Write((await AllAsync(database, clinic, cancellationToken)).Select(key => key.Key))),
            "application/x-pem-file", $"{clinic}-chart-keys.pem")).Requires(Act.ReadChartKeys);
        var managed = clinic.MapGroup("/chart-keys").Requires(Act.ManageChartKeys);
        managed.MapPost("", MakeAsync);
        managed.MapPost("/{fingerprint}/revoke", RevokeAsync);
    }

    static async Task<IResult> MakeAsync(
        string clinic, MakeKeyRequest request, ClaimsPrincipal user, NpgsqlDataSource dataSource, ClinicDatabase database, IDocumentStore store, ChartKeys keys,
        ClinicClock clock, IReauthentication again, CancellationToken cancellationToken)
    {
        if (!await again.IsPasswordAsync(user, request.Password))
        {
            return ChartEndpoints.WrongPassword("No key was made.");
        }

        // Not while a chart is being sealed by the one before.
        await using var transaction = await ChartTransaction.BeginAsync(dataSource, store, clinic, cancellationToken);
        await keys.MakeAsync(transaction.Connection, clinic, ChartEndpoints.By(user), clock.Now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Results.Ok((await AllAsync(database, clinic, cancellationToken)).Select(key => key.View));
    }

    static async Task<IResult> RevokeAsync(
        string clinic, string fingerprint, RevokeKeyRequest request, ClaimsPrincipal user, NpgsqlDataSource dataSource, ClinicDatabase database, IDocumentStore store,
        ClinicClock clock, IReauthentication again, CancellationToken cancellationToken)
    {
        if (!ChartEndpoints.IsText(request.Reason))
        {
            return ChartEndpoints.NoText("A reason");
        }

        var now = clock.Now;
        if (request.From is not { } from || from > now)
        {
            return ChartEndpoints.Refused("revoked-from", "Say from when the key is no longer trusted: when it may have been lost, and not in the future.");
        }

        if (!await again.IsPasswordAsync(user, request.Password))
        {
            return ChartEndpoints.WrongPassword("No key was revoked.");
        }

        await using var transaction = await ChartTransaction.BeginAsync(dataSource, store, clinic, cancellationToken);
        if (!await ChartKeys.RevokeAsync(
            transaction.Connection, clinic, fingerprint, from, request.Reason!, ChartEndpoints.By(user), now, cancellationToken))
        {
            return ChartEndpoints.Refused("key-unknown", "The clinic has no such key, or it is revoked from that time or an earlier one already.");
        }

        await transaction.CommitAsync(cancellationToken);
        return Results.Ok((await AllAsync(database, clinic, cancellationToken)).Select(key => key.View));
    }

    static async Task<IReadOnlyList<(ChartKeyView View, TrustedKey Key)>> AllAsync(
        ClinicDatabase database, string clinic, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(clinic, cancellationToken);
        return await ChartKeys.AllAsync(connection, clinic, cancellationToken);
    }
}
