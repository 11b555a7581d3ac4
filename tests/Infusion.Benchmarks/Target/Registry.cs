using System.Text.Json;
using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Server.Identity;
using Infusion.Server.Ingestion;
using Infusion.Server.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Infusion.Benchmarks.Target;

/// <summary>Writes what an administrator would: clinics, devices, accounts and credentials, with the server's own types.</summary>
static class Registry
{
    /// <summary>
    /// While the other pipeline has its turn nothing arrives here, and that must not alarm. All else is as it ships.
    /// </summary>
    static readonly SafetyLimits Limits = SampleLimits.Staged with { TelemetryLostAfter = TimeSpan.FromHours(12) };

    public static async Task AddAccountsAsync(NpgsqlDataSource database, string dataDirectory, Ward ward)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(database);
        services.AddInfusionIdentity(await IdentityKeys.LoadAsync(dataDirectory, CancellationToken.None), null, TimeProvider.System);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<People>();
        foreach (var user in ward.Users)
        {
            await people.EnsureAsync(
                new StaffMember(user.Name, user.Name, Roles.Nurse, user.Clinics), Ward.Password, CancellationToken.None);
        }

        var credentials = scope.ServiceProvider.GetRequiredService<DeviceCredentials>();
        foreach (var clinic in ward.Chairs.GroupBy(chair => chair.Clinic))
        {
            var devices = clinic.SelectMany(chair => new[] { chair.Monitor.Id, chair.Pump.Id }).ToHashSet();
            await credentials.SaveAsync(
                new DeviceGrant(Ward.GatewayName(clinic.Key), clinic.Key, GrantKind.Gateway, devices, MaySubscribe: false),
                Ward.Password,
                CancellationToken.None);
        }
    }

    public static async Task AddClinicAsync(NpgsqlDataSource database, string clinic, IReadOnlyList<BenchChair> chairs)
    {
        var json = new JsonSerializerOptions();
        QuantityConverters.Apply(json);
        await using var batch = database.CreateBatch();
        Add(
            """
            insert into infusion.device (clinic, device, kind, home_chair, accepted, first_seen)
            select $1, device, kind, chair, true, now() from unnest($2::text[], $3::smallint[], $4::text[]) as d(device, kind, chair)
            """,
            clinic,
            chairs.SelectMany(chair => new[] { chair.Monitor.Id, chair.Pump.Id }).ToArray(),
            chairs.SelectMany(_ => new[] { (short)DeviceKind.Monitor, (short)DeviceKind.Pump }).ToArray(),
            chairs.SelectMany(chair => new[] { chair.Code, chair.Code }).ToArray());
        Add(
            """
            insert into infusion.clinic (clinic, name, time_zone, chairs, limits, simulated)
            values ($1, $1, 'UTC', $2::jsonb, $3::jsonb, false)
            """,
            clinic,
            JsonSerializer.Serialize(chairs.Select(chair => new Chair(chair.Code, "Room 1")), json),
            JsonSerializer.Serialize(Limits, json));
        Add(
            """
            insert into infusion.protocol (clinic, protocol, version, body, created_at, created_by, reason)
            values ($1, $2, $3, $4::jsonb, now(), 'bench', 'bench')
            """,
            clinic,
            SampleProtocols.Pain.Id,
            SampleProtocols.Pain.Version,
            JsonSerializer.Serialize(SampleProtocols.Pain with { Admission = null, Discharge = null, Vials = null, Safety = Limits }, json));
        await batch.ExecuteNonQueryAsync();

        void Add(string sql, params object[] values)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            batch.BatchCommands.Add(command);
        }
    }
}
