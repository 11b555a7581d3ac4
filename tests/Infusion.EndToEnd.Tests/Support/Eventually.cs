using System.Diagnostics;

namespace Infusion.EndToEnd.Tests.Support;

/// <summary>Waits for a condition, never for a time. The patience is generous: it only bounds how long a failure takes.</summary>
static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public static Task Is(Func<bool> condition, string what, Func<string>? evidence = null, TimeSpan? patience = null) =>
        Is(() => Task.FromResult(condition()), what, evidence, patience);

    public static async Task Is(Func<Task<bool>> condition, string what, Func<string>? evidence = null, TimeSpan? patience = null)
    {
        var limit = patience ?? Patience;
        for (var started = Stopwatch.GetTimestamp(); !await condition();)
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}.{Environment.NewLine}{evidence?.Invoke()}");
            }

            await Task.Delay(Between);
        }
    }
}
