using System.Diagnostics;
using System.Globalization;

namespace Infusion.Benchmarks.Target;

/// <summary>A process that this one started, with the end of what it said for the case that it fails.</summary>
sealed class ChildProcess : IAsyncDisposable
{
    const int KeptLines = 40;
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    readonly Process _process;
    readonly Queue<string> _said = new();
    readonly TaskCompletionSource _saidReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly string? _readyLine;

    ChildProcess(ProcessStartInfo startInfo, string? readyLine)
    {
        _readyLine = readyLine;
        _process = new Process { StartInfo = startInfo };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Ends when it has written its ready line.</summary>
    public Task Ready => _saidReady.Task;

    /// <summary>The most that was ever resident (RSS).</summary>
    public double PeakMemoryMiB => MiB(process => process.PeakWorkingSet64);

    /// <summary>What is resident now.</summary>
    public double MemoryMiB => MiB(process => process.WorkingSet64);

    /// <param name="environment">For what should not be seen in a list of processes.</param>
    public static ChildProcess StartDotnet(
        string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string? readyLine = null) =>
        Start("dotnet", [assembly, .. arguments], environment, readyLine);

    /// <inheritdoc cref="StartDotnet"/>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string? readyLine = null)
    {
        var startInfo = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            startInfo.Environment[name] = value;
        }

        return new ChildProcess(startInfo, readyLine);
    }

    /// <summary>Takes it off the processors while something else is measured.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public string LastWords()
    {
        lock (_said)
        {
            return string.Join(Environment.NewLine, _said);
        }
    }

    /// <summary>Asks it to end, by the end of its input and by TERM, and ends it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Thaw();
            _process.StandardInput.Close();
            Signal("TERM");
            using var patience = new CancellationTokenSource(StopPatience);
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    double MiB(Func<Process, long> bytesOf)
    {
        _process.Refresh();
        return Math.Round(bytesOf(_process) / (1024.0 * 1024.0), 1);
    }

    void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line == _readyLine)
        {
            _saidReady.TrySetResult();
        }

        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > KeptLines)
            {
                _said.Dequeue();
            }
        }
    }
}
