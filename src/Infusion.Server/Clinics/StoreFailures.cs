using System.Net.Sockets;
using Npgsql;

namespace Infusion.Server.Clinics;

static class StoreFailures
{
    const string QueryCanceled = "57014";

    /// <summary>Whether waiting may help: the store is away, restarting, full, read-only or busy.</summary>
    public static bool Passes(Exception reason) => reason switch
    {
        PostgresException { SqlState: var state } =>
            state is "25006" || state[..2] is "08" or "40" or "53" or "55" or "57" or "58",
        NpgsqlException or IOException or TimeoutException or SocketException => true,
        _ when reason.InnerException is { } inner => Passes(inner),
        _ => false,
    };

    /// <summary>It answers, but not within the time a command has.</summary>
    public static bool IsTooSlow(Exception reason) => reason switch
    {
        PostgresException { SqlState: QueryCanceled } or TimeoutException => true,
        _ when reason.InnerException is { } inner => IsTooSlow(inner),
        _ => false,
    };

    /// <summary>What may be shown: the store's own sentence can hold the value that it refused.</summary>
    public static string Words(Exception reason) => reason switch
    {
        PostgresException { SqlState: var state } => $"the store refuses it (SQLSTATE {state})",
        _ when reason.InnerException is { } inner => Words(inner),
        _ => $"the store refuses it ({reason.GetType().Name})",
    };
}
