using System.Globalization;

namespace Infusion.EndToEnd.Tests.Support;

/// <summary>A data directory of one test's own, with everything that runs in it.</summary>
sealed class DataFolder : IAsyncDisposable
{
    const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    readonly SmallDisk? _disk;

    /// <param name="diskMegabytes">The size of a disk of its own; null: a directory on the machine's.</param>
    public DataFolder(int? diskMegabytes = null)
    {
        Path = Directory.CreateTempSubdirectory("infusion-e2e-").FullName;
        _disk = diskMegabytes is { } size ? new SmallDisk(Path, size) : null;
        if (!OperatingSystem.IsWindows())
        {
            // As root the server runs Postgres as another user, who has to get in.
            File.SetUnixFileMode(Path, Open);
        }
    }

    public string Path { get; }

    public SmallDisk Disk => _disk ?? throw new InvalidOperationException($"{Path} is not a disk of its own.");

    public string DemoFile => System.IO.Path.Combine(Path, "demo.json");

    public string Postgres => System.IO.Path.Combine(Path, "postgres");

    public static implicit operator string(DataFolder folder) => folder.Path;

    /// <summary>The postmaster's process id; it changes when Postgres was started again.</summary>
    public int? Postmaster() => ReadPostmasterLine(0);

    public int? PostgresPort() => ReadPostmasterLine(3);

    /// <summary>Who works in this directory or was told its name: server, Postgres with all its children, simulator.</summary>
    public IReadOnlyList<int> Processes() =>
    [
        .. from directory in new DirectoryInfo("/proc").EnumerateDirectories()
           where int.TryParse(directory.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _)
           let id = int.Parse(directory.Name, CultureInfo.InvariantCulture)
           where id != Environment.ProcessId && Concerns(directory.FullName)
           select id,
    ];

    public IReadOnlyList<int> PostgresProcesses() => [.. Processes().Where(id => Name(id) == "postgres")];

    public static string? Name(int process) => ReadOrNull($"/proc/{process}/comm")?.Trim();

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes())
        {
            Signals.Send(process, Signal.Continue);
            Signals.Send(process, Signal.Kill);
        }

        await Eventually.Is(() => Processes().Count == 0, $"nothing runs in {Path}");
        _disk?.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    bool Concerns(string process)
    {
        try
        {
            return new FileInfo(System.IO.Path.Combine(process, "cwd")).LinkTarget?.StartsWith(Path, StringComparison.Ordinal) is true
                || Mentions(System.IO.Path.Combine(process, "cmdline"))
                || Mentions(System.IO.Path.Combine(process, "environ"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    bool Mentions(string file) => ReadOrNull(file)?.Contains(Path, StringComparison.Ordinal) is true;

    int? ReadPostmasterLine(int line) =>
        int.TryParse(
            ReadOrNull(System.IO.Path.Combine(Postgres, "postmaster.pid"))?.Split('\n').ElementAtOrDefault(line),
            NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static string? ReadOrNull(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
