using System.Net.Sockets;
using Infusion.Server.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Infusion.Server.Operations;

/// <summary>Exit codes as sysexits.h names them, so that a supervisor can tell a wrong setting from a bad moment.</summary>
enum ExitCode
{
    Ok = 0,
    Unavailable = 69,
    Software = 70,
    InputOutput = 74,
    Settings = 78,
}

/// <summary>What stops the start, in words for the person who started it.</summary>
sealed class StartupException(string message, ExitCode exitCode, Exception? inner = null) : Exception(message, inner)
{
    public ExitCode ExitCode { get; } = exitCode;
}

static class StartupFailure
{
    const int NoSpaceLeft = 28;

    /// <summary>Runs the server; what we know turns into a sentence on standard error, what we do not know keeps its stack.</summary>
    public static async Task<int> RunAsync(Func<Task> run, TextWriter? error = null)
    {
        error ??= Console.Error;
        try
        {
            await run();
            return (int)ExitCode.Ok;
        }
        catch (Exception e)
        {
            if (Explain(e) is { } known)
            {
                await error.WriteLineAsync($"Infusion cannot run: {known.Message}");
                return (int)known.Code;
            }

            await error.WriteLineAsync($"Infusion stopped because of an error that it does not know: {e}");
            return (int)ExitCode.Software;
        }
    }

    internal static (string Message, ExitCode Code)? Explain(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (ExplainOne(e, exception) is { } known)
            {
                return known;
            }
        }

        return null;
    }

    static (string Message, ExitCode Code)? ExplainOne(Exception e, Exception outermost) => e switch
    {
        StartupException known => (known.Message, known.ExitCode),
        OptionsValidationException settings => (string.Join(Environment.NewLine, settings.Failures), ExitCode.Settings),
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } setting => (setting.Message, ExitCode.Settings),
        EmbeddedPostgresException postgres => (postgres.Message, ExitCode.Unavailable),
        AddressInUseException => ($"{outermost.Message.TrimEnd('.')}; another program listens there. End it, or choose another address with Urls or port with Mqtt:Port.", ExitCode.Unavailable),
        PostgresException refused => ($"The database refused: {refused.MessageText} ({refused.SqlState}). Check ConnectionStrings:Infusion.", ExitCode.Unavailable),
        NpgsqlException database => ($"The database cannot be reached: {database.Message} Check ConnectionStrings:Infusion.", ExitCode.Unavailable),
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => ("A port that the server needs is in use by another program. End it, or choose another with Urls or Mqtt:Port.", ExitCode.Unavailable),
        SocketException { SocketErrorCode: SocketError.AccessDenied } => ("The server may not listen on a port below 1024; choose another with Urls or Mqtt:Port.", ExitCode.Unavailable),
        IOException full when (full.HResult & 0xFFFF) == NoSpaceLeft => ($"The disk is full: {full.Message}", ExitCode.InputOutput),
        UnauthorizedAccessException denied => ($"{denied.Message} Check Infusion:DataDirectory and its rights.", ExitCode.InputOutput),
        _ => null,
    };
}
