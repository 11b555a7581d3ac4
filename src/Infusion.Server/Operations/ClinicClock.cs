using Npgsql;

namespace Infusion.Server.Operations;

/// <summary>
/// The time of the clinics. A type of its own, so that a simulated, faster clock never reaches sign-in, tokens or transport,
/// which keep real time.
/// </summary>
/// <param name="speed">1 in earnest; another only in a demo or a test, and then every screen says so.</param>
public sealed class ClinicClock(TimeProvider time, double speed = 1)
{
    public double Speed { get; } = speed;

    /// <summary>To the microsecond, which is what the store keeps: a replay meets the same times.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var ticks = time.GetUtcNow().UtcTicks;
            return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        }
    }

    /// <summary>A server that ran fast is ahead of the real time: starting where it stopped keeps time from going back.</summary>
    public static async Task<ClinicClock> StartAsync(double speed, string connectionString, CancellationToken cancellationToken)
    {
        if (speed == 1)
        {
            return new ClinicClock(TimeProvider.System);
        }

        var now = TimeProvider.System.GetUtcNow();
        var last = await LastCommitAsync(connectionString, cancellationToken);
        return new ClinicClock(new ScaledTimeProvider(speed, last > now ? last : now), speed);
    }

    static async Task<DateTimeOffset?> LastCommitAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("select to_regclass('infusion.clinic_writer') is not null", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return null;
        }

        await using var newest = new NpgsqlCommand(
            "select max(updated) from infusion.clinic_writer where updated > '-infinity'", connection);
        return await newest.ExecuteScalarAsync(cancellationToken) is DateTime updated ? new DateTimeOffset(updated, TimeSpan.Zero) : null;
    }
}
