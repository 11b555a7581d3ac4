using System.Diagnostics;

namespace Infusion.EndToEnd.Tests.Support;

/// <summary>A disk in memory that can be filled to its last byte. Only root may mount one.</summary>
sealed class SmallDisk : IDisposable
{
    readonly string _path;

    public SmallDisk(string path, int megabytes)
    {
        _path = path;
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "infusion-test", path);
    }

    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    string Filler => Path.Combine(_path, "filler");

    /// <summary>Takes all that is left, again and again in ever smaller pieces: others write meanwhile.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[1024 * 1024];
        for (var size = block.Length; size > 0;)
        {
            try
            {
                filler.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public void Free() => File.Delete(Filler);

    public void Dispose() => Run("umount", "--lazy", _path);

    static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}");
        }
    }
}
