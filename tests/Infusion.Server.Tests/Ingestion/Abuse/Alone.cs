using System.Collections.Concurrent;
using Xunit;

namespace Infusion.Server.Tests.Ingestion.Abuse;

/// <summary>These measure the memory of the whole process, so nothing else may run in it meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>Failures of tasks in the intake that nobody looked at.</summary>
sealed class Unobserved : IDisposable
{
    readonly ConcurrentQueue<string> _failures = [];

    public Unobserved() => TaskScheduler.UnobservedTaskException += Note;

    public IReadOnlyCollection<string> Failures => _failures;

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Note;

    void Note(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        var failure = e.Exception.ToString();
        if (failure.Contains("Infusion.Server.Ingestion", StringComparison.Ordinal))
        {
            _failures.Enqueue(failure);
        }
    }
}
