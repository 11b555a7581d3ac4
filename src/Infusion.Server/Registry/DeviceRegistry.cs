using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Operations;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using Npgsql;

namespace Infusion.Server.Registry;

/// <summary>
/// What the clinic and its devices say of each other, from the store, and what was heard in the last minute. The writer knows kind,
/// chair and standing and is asked to change them; what a device is called by its maker is kept here.
/// </summary>
sealed class DeviceRegistry(ClinicDatabase clinics, NpgsqlDataSource owner, ClinicClock clock)
{
    static readonly TimeSpan Recent = TimeSpan.FromMinutes(1);

    /// <summary>For the keys that a device sends, a few of its messages are enough.</summary>
    const int MessagesLookedAt = 20;

    public async Task<RegistryAnswer> ReadAsync(
        string clinic, IReadOnlyList<ClinicDeviceView> live, IReadOnlyList<CredentialView> credentials, CancellationToken cancellationToken)
    {
        await using var connection = await clinics.OpenAsync(clinic, cancellationToken);
        var heard = await HeardAsync(connection, clinic, cancellationToken);
        var known = live.ToDictionary(each => each.Device);
        await using var command = new NpgsqlCommand(
            """
            select device, kind, home_chair, accepted, first_seen, put_aside, manufacturer, model, serial, firmware,
                reported_manufacturer, reported_model, reported_serial, reported_firmware, reported_at
            from infusion.device where clinic = $1 order by device collate "C"
            """, connection);
        Add(command, clinic);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var devices = new List<RegistryView>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var device = reader.GetString(0);
            devices.Add(Of(reader, heard.GetValueOrDefault(device) ?? Heard.Nothing, known.GetValueOrDefault(device), credentials));
        }

        return new(clock.Now, devices);
    }

    /// <returns>False: there is no such device.</returns>
    public async Task<bool> DescribeAsync(string clinic, string device, DeviceIdentity identity, CancellationToken cancellationToken)
    {
        await using var command = owner.CreateCommand(
            "update infusion.device set manufacturer = $3, model = $4, serial = $5, firmware = $6 where clinic = $1 and device = $2");
        Add(command, clinic, device, identity.Manufacturer, identity.Model, identity.Serial, identity.Firmware);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Whoever accepts a device accepts what it says that it is; from then on another word is a difference.</summary>
    public async Task TakeItsWordAsync(string clinic, string device, CancellationToken cancellationToken)
    {
        await using var command = owner.CreateCommand(
            """
            update infusion.device set manufacturer = reported_manufacturer, model = reported_model, serial = reported_serial, firmware = reported_firmware
            where clinic = $1 and device = $2 and reported_at is not null
            """);
        Add(command, clinic, device);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    static RegistryView Of(NpgsqlDataReader row, Heard heard, ClinicDeviceView? live, IReadOnlyList<CredentialView> credentials)
    {
        var device = row.GetString(0);
        var registered = Identity(row, 6);
        DateTimeOffset? reportedAt = row.IsDBNull(14) ? null : row.GetFieldValue<DateTimeOffset>(14);
        var reported = reportedAt is null ? null : Identity(row, 10);
        var standing = row.GetBoolean(3) ? DeviceStanding.InUse : (DevicePutAside)row.GetInt16(5) switch
        {
            DevicePutAside.Refused => DeviceStanding.Refused,
            DevicePutAside.Retired => DeviceStanding.Retired,
            _ => DeviceStanding.Waiting,
        };
        DateTimeOffset?[] signs = [heard.At, live?.LastSeenAt, reportedAt];
        return new(
            device, (DeviceKind)row.GetInt16(1), standing, Text(row, 2), row.GetFieldValue<DateTimeOffset>(4), registered, reported, reportedAt,
            standing == DeviceStanding.InUse ? DifferencesOf(registered, reported) : [], signs.Max(), heard.Count, heard.Metrics,
            [.. credentials.Where(each => each.RevokedAt is null && each.Devices.Contains(device)).Select(each => each.Username)])
        {
            Online = live?.Online,
            Battery = live?.Battery,
            Session = live?.Session,
            ClockBehindSeconds = live?.ClockBehindSeconds,
            ClockConfidence = live?.ClockConfidence ?? ClockConfidence.Unknown,
        };
    }

    /// <summary>What one side does not say is no difference.</summary>
    internal static IReadOnlyList<string> DifferencesOf(DeviceIdentity registered, DeviceIdentity? reported)
    {
        if (reported is null)
        {
            return [];
        }

        (string Name, string? Registered, string? Reported)[] all =
        [
            ("manufacturer", registered.Manufacturer, reported.Manufacturer), ("model", registered.Model, reported.Model),
            ("serial", registered.Serial, reported.Serial), ("firmware", registered.Firmware, reported.Firmware),
        ];
        return [.. all.Where(each => each is { Registered: not null, Reported: not null } && !string.Equals(each.Registered.Trim(), each.Reported.Trim(), StringComparison.OrdinalIgnoreCase))
            .Select(each => each.Name)];
    }

    async Task<Dictionary<string, Heard>> HeardAsync(NpgsqlConnection connection, string clinic, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select device, boot, seq, device_at, at, received_at, input, flags, body, number, count(*) over (partition by device)
            from (select *, row_number() over (partition by device order by received_at desc) number
                from infusion.reading where clinic = $1 and received_at > $2) recent
            """, connection);
        Add(command, clinic, (clock.Now - Recent).UtcDateTime);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var heard = new Dictionary<string, Heard>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var number = reader.GetInt64(9);
            var reading = number <= MessagesLookedAt ? ClinicStore.Read(reader).Reading : null;
            var device = reader.GetString(0);
            var known = heard.GetValueOrDefault(device) ?? new Heard(reader.GetInt64(10), reader.GetFieldValue<DateTimeOffset>(5), []);
            if (reading is not null)
            {
                known = known with
                {
                    At = reading.ReceivedAt > known.At ? reading.ReceivedAt : known.At,
                    Metrics = [.. known.Metrics.Union(reading.Samples.Where(sample => sample.Value is not null).Select(sample => sample.Metric)).Order()],
                };
            }

            heard[device] = known;
        }

        return heard;
    }

    static DeviceIdentity Identity(NpgsqlDataReader row, int from) => new(Text(row, from), Text(row, from + 1), Text(row, from + 2), Text(row, from + 3));

    static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    static void Add(NpgsqlCommand command, params ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }
    }

    sealed record Heard(long Count, DateTimeOffset? At, IReadOnlyList<Metric> Metrics)
    {
        public static readonly Heard Nothing = new(0, null, []);
    }
}
