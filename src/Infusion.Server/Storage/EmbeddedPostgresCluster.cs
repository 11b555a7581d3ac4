using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Infusion.Server.Storage;

/// <summary>The data directory of the private Postgres: where it is, who owns it, how it is made.</summary>
sealed class EmbeddedPostgresCluster
{
    public const string User = "infusion";

    readonly string _dataDirectory;
    readonly EmbeddedPostgresAccount _account;

    EmbeddedPostgresCluster(string dataDirectory, string directory, EmbeddedPostgresAccount account)
    {
        _dataDirectory = dataDirectory;
        _account = account;
        Directory = directory;
    }

    public string Directory { get; }

    /// <summary>Null: not there yet.</summary>
    public int? MajorVersion => File.Exists(VersionFile) ? int.Parse(File.ReadAllText(VersionFile).Trim(), CultureInfo.InvariantCulture) : null;

    string VersionFile => Path.Combine(Directory, "PG_VERSION");

    string PasswordFile => Path.Combine(_dataDirectory, "postgres.password");

    string UnfinishedDirectory => Directory + ".unfinished";

    /// <summary>
    /// Under <c>{data}/postgres</c>; where root's data directory lies behind a directory that the Postgres user may not
    /// enter (/root, a fresh mktemp -d), under /var/lib/infusion with a link in its place.
    /// </summary>
    public static EmbeddedPostgresCluster Open(string dataDirectory, EmbeddedPostgresAccount account)
    {
        var own = Path.Combine(dataDirectory, "postgres");
        if (new DirectoryInfo(own).LinkTarget is { } linked)
        {
            return new(dataDirectory, linked, account);
        }

        account.OpenForPassage(dataDirectory);
        if (account.CanEnter(dataDirectory))
        {
            return new(dataDirectory, own, account);
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataDirectory)))[..12];
        var elsewhere = $"/var/lib/infusion/{digest}";
        System.IO.Directory.CreateDirectory(elsewhere);
        if (System.IO.Directory.Exists(own) || !account.CanEnter(elsewhere))
        {
            throw new EmbeddedPostgresException($"Postgres runs as user {account.Name}, who may not enter {account.FirstClosed(dataDirectory)} on the way to {own}; open it with chmod o+x, or choose another place with Infusion:DataDirectory.");
        }

        elsewhere = Path.Combine(elsewhere, "postgres");
        File.CreateSymbolicLink(own, elsewhere);
        return new(dataDirectory, elsewhere, account);
    }

    /// <returns>The password of the database user.</returns>
    public async Task<string> EnsureInitializedAsync(EmbeddedPostgresBinaries bin, CancellationToken cancellationToken)
    {
        if (MajorVersion is not null)
        {
            return File.Exists(PasswordFile)
                ? (await File.ReadAllTextAsync(PasswordFile, cancellationToken)).Trim()
                : throw new EmbeddedPostgresException($"{PasswordFile} is missing, and without it the private Postgres in {Directory} cannot be opened; restore it from the backup.");
        }

        if (System.IO.Directory.Exists(Directory))
        {
            throw new EmbeddedPostgresException($"{Directory} exists and is no Postgres data directory; move it away, or choose another place with Infusion:DataDirectory.");
        }

        try
        {
            return await InitializeAsync(bin, cancellationToken);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw EmbeddedPostgres.Failures.CannotWrite(_dataDirectory, e);
        }
    }

    /// <summary>In a directory beside it, renamed when done: a kill in between leaves nothing half made.</summary>
    async Task<string> InitializeAsync(EmbeddedPostgresBinaries bin, CancellationToken cancellationToken)
    {
        if (System.IO.Directory.Exists(UnfinishedDirectory))
        {
            System.IO.Directory.Delete(UnfinishedDirectory, recursive: true);
        }

        PrivateFiles.CreateDirectory(UnfinishedDirectory);
        _account.GiveOwnership(UnfinishedDirectory);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var handOver = UnfinishedDirectory + ".password";
        await PrivateFiles.WriteAsync(PasswordFile, password, cancellationToken);
        try
        {
            await PrivateFiles.WriteAsync(handOver, password, cancellationToken);
            _account.GiveOwnership(handOver);
            var result = Initdb("C.UTF-8");
            // Systems without that locale have the plain one, which sorts the same way.
            result = result.ExitCode != 0 && result.Output.Contains("invalid locale", StringComparison.Ordinal) ? Initdb("C") : result;
            if (result.ExitCode != 0)
            {
                throw EmbeddedPostgresLog.Explain(result.Output.Split('\n'), Directory, "Postgres could not make its data directory");
            }

            System.IO.Directory.Move(UnfinishedDirectory, Directory);
            return password;
        }
        finally
        {
            File.Delete(handOver);
        }

        RunResult Initdb(string locale) => _account.RunAs(
            bin.PathOf("initdb"),
            "-D", UnfinishedDirectory, "--data-checksums", "-U", User, "-E", "UTF8", $"--locale={locale}",
            "--auth=scram-sha-256", $"--pwfile={handOver}");
    }
}
