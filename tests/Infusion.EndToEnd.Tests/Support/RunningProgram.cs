using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Infusion.EndToEnd.Tests.Support;

enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>A program that runs beside the test and never outlives it.</summary>
sealed class RunningProgram : IAsyncDisposable
{
    static readonly ConcurrentDictionary<int, RunningProgram> Alive = [];

    readonly Process _process;
    readonly ConcurrentQueue<string> _output = [];

    static RunningProgram() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var program in Alive.Values)
        {
            program.Send(Signal.Kill);
        }
    };

    RunningProgram(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Standard output and error, as far as they came.</summary>
    public string Output => string.Join(Environment.NewLine, _output);

    public static RunningProgram Start(string program, params IEnumerable<string> arguments)
    {
        // A test run that was itself started in the background ignores the interrupt, and its children would inherit that:
        // env puts it back and becomes the program, so the process id stays the same.
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("env", ["--default-signal=INT", program, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Repository.Root,
            },
        };
        var running = new RunningProgram(process);
        process.OutputDataReceived += running.Hear;
        process.ErrorDataReceived += running.Hear;
        process.Start();
        Alive[process.Id] = running;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return running;
    }

    public void Send(Signal signal)
    {
        if (!_process.HasExited)
        {
            Signals.Send(_process.Id, signal);
        }
    }

    public async Task<int> EndedAsync(TimeSpan? patience = null)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience ?? Eventually.Patience);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{_process.StartInfo.FileName} does not end. It said:{Environment.NewLine}{Output}", e);
        }

        Alive.TryRemove(_process.Id, out _);
        return _process.ExitCode;
    }

    public async Task KillAsync()
    {
        Send(Signal.Kill);
        await EndedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    void Hear(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is { } line)
        {
            _output.Enqueue(line);
        }
    }
}

static class Signals
{
    public static void Send(int process, Signal signal) => _ = Kill(process, (int)signal);

    public static void Send(IEnumerable<int> processes, Signal signal)
    {
        foreach (var process in processes)
        {
            Send(process, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Kill(int process, int signal);
}
