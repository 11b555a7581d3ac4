using Npgsql;

namespace Infusion.Server.Identity.Audit;

/// <summary>Whoever reads a clinic's sessions by the command line stands in the clinic's trail, by the account of the machine.</summary>
static class SupportTrail
{
    /// <summary>Before anything is read: what cannot be written down is not done.</summary>
    public static Task WriteAsync(NpgsqlDataSource database, string clinic, string command, Guid? session, CancellationToken cancellationToken)
    {
        var at = TimeProvider.System.GetUtcNow();
        return new AuditStore(database).WriteAsync(
            [
                new AuditLine(
                    Guid.NewGuid(), clinic, new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero), Actor.Support, Environment.UserName, "Support",
                    $"infusion {command}", [], session, Environment.MachineName, StatusCodes.Status200OK),
            ],
            cancellationToken);
    }
}
