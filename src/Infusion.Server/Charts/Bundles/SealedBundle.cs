using System.IO.Compression;
using System.Text;

namespace Infusion.Server.Charts.Bundles;

/// <summary>A sealed version of a chart as one file: a zip of the files, the manifest, its signature and the key's public half.</summary>
static class SealedBundle
{
    public const string Pdf = "chart.pdf";
    public const string SignatureFile = "manifest.sig";
    public const string KeyFile = "key.pem";

    /// <summary>For <c>sha256sum --check</c>. Not signed: it proves nothing, and tells what was touched by accident.</summary>
    public const string SumsFile = "SHA256SUMS";

    /// <summary>More than any chart; a bundle that says it is larger is not unpacked.</summary>
    const long LargestFile = 512L * 1024 * 1024;

    /// <summary>The same in every bundle: when it was sealed stands in the manifest, where it is signed.</summary>
    static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Sums(Manifest manifest, byte[] manifestBytes) => Encoding.UTF8.GetBytes(string.Concat(
        manifest.Files.Select(file => Sum(file.Name, file.Sha256)).Append(Sum(Manifest.FileName, Manifest.Sha256(manifestBytes)))));

    public static string Sum(string name, string sha256) => $"{sha256}  {name}\n";

    public static byte[] Pack(IEnumerable<(string Name, byte[] Bytes)> files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = NoTime;
                using var stream = entry.Open();
                stream.Write(bytes);
            }
        }

        return packed.ToArray();
    }

    /// <returns>By name; null: it is no bundle, or not whole.</returns>
    public static Dictionary<string, byte[]>? Unpack(byte[] bundle)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bundle), ZipArchiveMode.Read);
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var entry in zip.Entries)
            {
                if (entry.Length > LargestFile || files.ContainsKey(entry.FullName))
                {
                    return null;
                }

                using var stream = entry.Open();
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                files[entry.FullName] = bytes.ToArray();
            }

            return files;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            return null;
        }
    }
}
