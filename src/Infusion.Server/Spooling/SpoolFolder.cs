using System.Globalization;

namespace Infusion.Server.Spooling;

/// <summary>The spool's folder: held by one server at a time; what is not the spool's own is left alone.</summary>
sealed class SpoolFolder : IDisposable
{
    const string Prefix = "segment-";
    const string Suffix = ".spool";

    readonly string _path;
    readonly FileStream _lock;
    int _lastNumber;

    /// <exception cref="IOException">Another server holds it, or it cannot be made.</exception>
    public SpoolFolder(string path)
    {
        _path = path;
        Directory.CreateDirectory(path);
        _lock = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
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
