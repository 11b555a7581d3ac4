using System.Text.Json;
using Infusion.Server.Storage;

namespace Infusion.Server.Identity.Audit;

/// <summary>Lines that the store did not take, on this server's disk, in the order in which they came.</summary>
sealed class AuditSpool
{
    readonly string _path;

    public AuditSpool(string dataDirectory)
    {
        var folder = Path.Combine(dataDirectory, "audit");
        PrivateFiles.CreateDirectory(folder);
        _path = Path.Combine(folder, "waiting.ndjson");
    }

    public bool IsEmpty => !File.Exists(_path);

    /// <summary>On disk when this returns.</summary>
    public void Append(IEnumerable<AuditLine> lines)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(_path, options);
        foreach (var line in lines)
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(line));
            file.WriteByte((byte)'\n');
        }

        file.Flush(flushToDisk: true);
    }

    /// <returns>All; what a crash cut off in the middle is not a line.</returns>
    public List<AuditLine> Read()
    {
        var lines = new List<AuditLine>();
        foreach (var text in File.ReadLines(_path))
        {
            try
            {
                lines.Add(JsonSerializer.Deserialize<AuditLine>(text)!);
            }
            catch (JsonException)
            {
                // The half of a line that was being written when the power went.
            }
        }

        return lines;
    }

    public void Clear() => File.Delete(_path);
}
