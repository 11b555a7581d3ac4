using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;

namespace Infusion.Server.Identity.Accounts;

/// <summary>What was found most often in published breaches. The list ships with the server: nothing is asked of anybody.</summary>
static class FrequentPasswords
{
    const string Resource = "Infusion.Server.Identity.Accounts.frequent-passwords.txt.gz";

    static readonly Lazy<FrozenSet<string>> s_list = new(Load);

    /// <param name="lower">In lower case.</param>
    public static bool Contain(string lower) => s_list.Value.Contains(lower);

    static FrozenSet<string> Load()
    {
        using var packed = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
