using System.Security.Claims;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Operations;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using Npgsql;
using Orleans.Concurrency;

namespace Infusion.Server.Registry;

/// <summary>The clinic's devices: which there are, which wait, and what becomes of them.</summary>
static class RegistryEndpoints
{
    const int LongestText = 100;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void AddRegistry(this IServiceCollection services)
    {
        services.AddScoped(provider => new CredentialDesk(
            provider.GetRequiredService<IdentityStore>(), provider.GetRequiredService<DeviceCredentials>(), TimeProvider.System));
        services.AddSingleton(provider => new DeviceRegistry(
            provider.GetRequiredService<ClinicDatabase>(), provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<ClinicClock>()));
    }

    public static void MapRegistry(this IEndpointRouteBuilder routes)
    {
        var clinic = routes.MapGroup("/api/clinics/{clinic}").RequireAuthorization(IdentityServices.ClinicPolicy).WithTags("devices");
        clinic.MapGet("/devices/registry", ReadAsync).Requires(Act.ReadDevices).Produces<RegistryAnswer>();
        clinic.MapPost("/devices/{device}/accept", AcceptAsync).Requires(Act.AcceptDevices).Produces<CommandResult>().ProducesProblem(StatusCodes.Status409Conflict);
        var managed = clinic.MapGroup("/devices/{device}").Requires(Act.ManageDevices);
        managed.MapPut("", EditAsync).Produces<CommandResult>().ProducesProblem(StatusCodes.Status409Conflict);
        managed.MapPost("/refuse", async (string clinic, string device, PutAsideRequest request, IGrainFactory grains, CancellationToken cancellationToken) =>
            (await SendAsync(grains, clinic, new ClinicCommand.PutDeviceAside(request.CommandId, device, DevicePutAside.Refused), cancellationToken)).Answer).Produces<CommandResult>().ProducesProblem(StatusCodes.Status409Conflict);
        managed.MapPost("/retire", RetireAsync).Produces<CommandResult>().ProducesProblem(StatusCodes.Status409Conflict);
        clinic.MapCredentials();
    }

    static async Task<RegistryAnswer> ReadAsync(
        string clinic, IGrainFactory grains, DeviceRegistry registry, CredentialDesk desk, CancellationToken cancellationToken) =>
        await registry.ReadAsync(
            clinic, (await grains.GetGrain<IClinicGrain>(clinic).DevicesAsync()).Value, await desk.AllAsync(clinic, cancellationToken), cancellationToken);

    /// <summary>Also a device that never spoke: its row is then made.</summary>
    static async Task<IResult> AcceptAsync(
        string clinic, string device, AcceptDeviceRequest request, IGrainFactory grains, DeviceRegistry registry, CredentialDesk desk, ClinicStore store,
        CancellationToken cancellationToken)
    {
        if (!DeviceTopic.IsId(device))
        {
            return Refused("device-name", "A device's name has 1 to 64 characters of a-z, 0-9 and -.");
        }

        if (await FaultAsync(clinic, request.Kind, request.HomeChair, grains) is { } fault)
        {
            return fault;
        }

        var wasInUse = (await store.DevicesAsync(clinic, cancellationToken)).Any(each => each.Device == device && each.Accepted);
        var (answer, isDone) = await SendAsync(grains, clinic, new ClinicCommand.AcceptDevice(request.CommandId, device, request.Kind, Said(request.HomeChair)), cancellationToken);
        if (isDone && !wasInUse)
        {
            await registry.TakeItsWordAsync(clinic, device, cancellationToken);
            await desk.EnrolmentChangedAsync(clinic, cancellationToken);
        }

        return answer;
    }

    static async Task<IResult> EditAsync(
        string clinic, string device, EditDeviceRequest request, IGrainFactory grains, DeviceRegistry registry, ClinicStore store, CancellationToken cancellationToken)
    {
        var identity = new DeviceIdentity(Said(request.Manufacturer), Said(request.Model), Said(request.Serial), Said(request.Firmware));
        if (new[] { identity.Manufacturer, identity.Model, identity.Serial, identity.Firmware }.Any(text => text is { Length: > LongestText } || text?.Any(char.IsControl) is true))
        {
            return Refused("device-text", $"Manufacturer, model, serial number and firmware have at most {LongestText} printable characters each.");
        }

        if (await FaultAsync(clinic, request.Kind, request.HomeChair, grains) is { } fault)
        {
            return fault;
        }

        if ((await store.DevicesAsync(clinic, cancellationToken)).FirstOrDefault(each => each.Device == device) is not { Accepted: true })
        {
            return Refused("device-unknown", $"The clinic has no device {SafeText.Printable(device)} in use.");
        }

        await registry.DescribeAsync(clinic, device, identity, cancellationToken);
        return (await SendAsync(grains, clinic, new ClinicCommand.AcceptDevice(request.CommandId, device, request.Kind, Said(request.HomeChair)), cancellationToken)).Answer;
    }

    /// <summary>What it charted stays. Its credential is revoked, and gateways speak for it no longer.</summary>
    static async Task<IResult> RetireAsync(
        string clinic, string device, PutAsideRequest request, ClaimsPrincipal user, IGrainFactory grains, CredentialDesk desk, CancellationToken cancellationToken)
    {
        var (answer, isDone) = await SendAsync(grains, clinic, new ClinicCommand.PutDeviceAside(request.CommandId, device, DevicePutAside.Retired), cancellationToken);
        if (isDone)
        {
            await desk.DeviceGoneAsync(clinic, device, user.Identity!.Name!, cancellationToken);
            await desk.EnrolmentChangedAsync(clinic, cancellationToken);
        }

        return answer;
    }

    /// <summary>Done when it is on disk: credentials follow what stands there.</summary>
    static async Task<(IResult Answer, bool IsDone)> SendAsync(IGrainFactory grains, string clinic, ClinicCommand command, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IClinicGrain>(clinic);
        try
        {
            var answer = await grain.ExecuteAsync(new Immutable<ClinicCommand>(command));
            await grain.WhenCommittedAsync(answer.Evaluated).WaitAsync(Patience, cancellationToken);
            return answer.RefusedCode is null
                ? (Results.Ok(new CommandResult(answer.Evaluated.Epoch, answer.Evaluated.Input)), true)
                : (Refused(answer.RefusedCode, answer.RefusedReason!), false);
        }
        catch (Exception reason) when (reason is TimeoutException or WriterFencedException)
        {
            return (Results.Problem(
                "It is not stored yet. Send it again: a second copy changes nothing.",
                statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not stored yet"), false);
        }
    }

    /// <summary>A chair is asked of the writer: one that was just added may not be in the store yet.</summary>
    static async Task<IResult?> FaultAsync(string clinic, DeviceKind kind, string? chair, IGrainFactory grains)
    {
        if (kind is not (DeviceKind.Monitor or DeviceKind.Pump))
        {
            return Refused("device-kind", "Say whether it is a monitor or a pump.");
        }

        return Said(chair) is { } named && (await grains.GetGrain<IClinicGrain>(clinic).PathwayAsync()).Value.Clinic.Chairs.All(each => each.Code != named)
            ? Refused("chair-unknown", $"There is no chair {SafeText.Printable(named)} in this clinic.")
            : null;
    }

    static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static IResult Refused(string code, string reason) => SessionEndpoints.Refused(code, reason);
}
