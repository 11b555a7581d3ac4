using System.Globalization;
using System.Text.RegularExpressions;

namespace Infusion.Server.Storage;

/// <summary>One installation of Postgres on this machine.</summary>
sealed partial record EmbeddedPostgresBinaries(string Directory, int Major, string Version)
{
    const int Oldest = 15;
    const string HowToInstall = "Install PostgreSQL 15 or newer (Debian: apt-get install postgresql), set Infusion:PostgresBin to the directory that holds postgres and initdb, or set ConnectionStrings:Infusion.";

    public string PathOf(string tool) => Path.Combine(Directory, tool);

    /// <param name="wantedMajor">The version that wrote the data directory; null when it is new.</param>
    public static EmbeddedPostgresBinaries Find(string? setting, int? wantedMajor, string cluster)
    {
        var found = (setting is null ? Candidates() : [setting]).Select(Read).OfType<EmbeddedPostgresBinaries>().ToList();
        if (setting is not null && found.Count == 0)
        {
            throw new EmbeddedPostgresException($"Infusion:PostgresBin is {setting}, which holds no working postgres and initdb.");
        }

        if (found.Count == 0)
        {
            throw new EmbeddedPostgresException($"No PostgreSQL was found on this machine. {HowToInstall}");
        }

        if (wantedMajor is { } wanted)
        {
            return found.Find(b => b.Major == wanted)
                ?? throw new EmbeddedPostgresException($"The data in {cluster} was written by PostgreSQL {wanted}, and this machine has {Names(found)}; install PostgreSQL {wanted}, or move the data with pg_dump and pg_restore.");
        }

        var newest = found.MaxBy(b => b.Major)!;
        return newest.Major >= Oldest
            ? newest
            : throw new EmbeddedPostgresException($"PostgreSQL {Oldest} or newer is needed, and this machine has {Names(found)}. {HowToInstall}");
    }

    static string Names(IEnumerable<EmbeddedPostgresBinaries> found) =>
        string.Join(", ", found.OrderBy(b => b.Major).Select(b => $"PostgreSQL {b.Version} in {b.Directory}"));

    static IEnumerable<string> Candidates()
    {
        string[] parents = ["/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt", "/Library/PostgreSQL/", "/usr"];
        var packaged =
            from parent in parents
            where System.IO.Directory.Exists(parent)
            from directory in System.IO.Directory.EnumerateDirectories(parent)
            let name = Path.GetFileName(directory)
            where char.IsAsciiDigit(name[0]) || name.StartsWith("pgsql-", StringComparison.Ordinal) || name.StartsWith("postgresql@", StringComparison.Ordinal)
            select Path.Combine(directory, "bin");
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return packaged.Concat(path).Where(d => File.Exists(Path.Combine(d, "postgres")) && File.Exists(Path.Combine(d, "initdb"))).Distinct();
    }

    static EmbeddedPostgresBinaries? Read(string directory)
    {
        try
        {
            var result = EmbeddedPostgresAccount.Run(Path.Combine(directory, "postgres"), ["--version"]);
            var match = VersionPattern.Match(result.Output);
            return match.Success && File.Exists(Path.Combine(directory, "initdb"))
                ? new(directory, int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture), match.Groups["version"].Value)
                : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"PostgreSQL\)?\s+(?<version>(?<major>\d+)\S*)")]
    static partial Regex VersionPattern { get; }
}
