using System.Globalization;
using Infusion.Server.Operations;

namespace Infusion.Server.Spooling;

/// <summary>The spool's folder: held by one server at a time; what is not the spool's own is left alone.</summary>
sealed class SpoolFolder : IDisposable
{
    const string Prefix = "segment-";
    const string Suffix = ".spool";

    readonly string _path;
    readonly FileStream _lock;
    int _lastNumber;

    /// <exception cref="StartupException">Another server holds it, or it cannot be made.</exception>
    public SpoolFolder(string path)
    {
        _path = path;
        try
        {
            Directory.CreateDirectory(path);
            _lock = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The spool in {path} cannot be used: {reason.Message} Each server needs one of its own (Infusion:Spool:Directory).",
                ExitCode.InputOutput,
                reason);
        }
    }

    /// <summary>Segments of earlier runs, oldest first.</summary>
    public IEnumerable<string> Segments()
    {
        foreach (var file in Directory.EnumerateFiles(_path, Prefix + "*" + Suffix).Order(StringComparer.Ordinal))
        {
            if (int.TryParse(Path.GetFileName(file)[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                _lastNumber = Math.Max(_lastNumber, number);
                yield return file;
            }
        }
    }

    public string NextSegment() => Path.Combine(_path, $"{Prefix}{++_lastNumber:D9}{Suffix}");

    public void Dispose() => _lock.Dispose();
}
