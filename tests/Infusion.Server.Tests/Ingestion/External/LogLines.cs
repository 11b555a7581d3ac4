using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Infusion.Server.Tests.Ingestion.External;

/// <summary>What was logged, to wait for.</summary>
sealed class LogLines : ILoggerProvider, ILogger
{
    readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    /// <summary>The next line with these words; lines before it are forgotten.</summary>
    public async Task<string> NextAsync(string words)
    {
        while (true)
        {
            var line = await _lines.Reader.ReadAsync(Patience.Token);
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Writer.TryWrite(formatter(state, exception));

    public void Dispose()
    {
        // Nothing is held.
    }
}
