using System.ComponentModel;
using System.Diagnostics;

namespace Infusion.Server.Storage;

readonly record struct RunResult(int ExitCode, string Output);

/// <summary>
/// The operating system user that Postgres runs as: our own, or, because Postgres refuses root, <c>postgres</c> or
/// <c>nobody</c> when we are root.
/// </summary>
sealed record EmbeddedPostgresAccount(string? Name, string Group)
{
    static readonly bool HasSetpriv = OperatingSystem.IsLinux() && OnPath("setpriv");

    public static EmbeddedPostgresAccount Choose()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new(null, "");
        }

        if (!HasSetpriv)
        {
            throw new EmbeddedPostgresException("Postgres refuses to run as root and setpriv, which would run it as another user, is missing: install util-linux, or start the server as another user.");
        }

        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(parts => parts.Length > 3).ToList();
        var user = users.Find(u => u[0] == "postgres") ?? users.Find(u => u[0] == "nobody")
            ?? throw new EmbeddedPostgresException("Postgres refuses to run as root and this machine has neither a user postgres nor nobody; start the server as another user.");
        return new(user[0], user[3]);
    }

    /// <summary>The command line that runs a program as this user.</summary>
    public (string Program, List<string> Arguments) Wrap(string program, IEnumerable<string> arguments, bool diesWithParent = false)
    {
        List<string> wrapped = [];
        if (HasSetpriv && (Name is not null || diesWithParent))
        {
            // A session of its own: Ctrl-C in a terminal is for the server, which stops Postgres after its last commit.
            wrapped.AddRange(diesWithParent ? ["setsid", "setpriv", "--pdeathsig", "INT"] : ["setpriv"]);
            wrapped.AddRange(Name is null ? [] : ["--reuid", Name, "--regid", Group, "--init-groups"]);
            wrapped.Add("--");
        }

        wrapped.Add(program);
        wrapped.AddRange(arguments);
        return (wrapped[0], wrapped[1..]);
    }

    public RunResult RunAs(string program, params IReadOnlyList<string> arguments)
    {
        var (wrapped, wrappedArguments) = Wrap(program, arguments);
        return Run(wrapped, wrappedArguments);
    }

    public void GiveOwnership(string path)
    {
        if (Name is not null && Run("chown", [$"{Name}:{Group}", path]) is { ExitCode: not 0 } failed)
        {
            throw new EmbeddedPostgresException($"{path} could not be given to user {Name}: {failed.Output.Trim()}");
        }
    }

    /// <summary>Lets another user pass through a directory of ours; what is secret in it is 0600.</summary>
    public void OpenForPassage(string directory)
    {
        if (Name is not null && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory, File.GetUnixFileMode(directory) | UnixFileMode.OtherExecute);
        }
    }

    public bool CanEnter(string directory) => Name is null || RunAs("test", "-x", directory).ExitCode == 0;

    /// <summary>The outermost directory on the way that this user may not enter.</summary>
    public string FirstClosed(string directory)
    {
        var closed = new DirectoryInfo(directory);
        for (var at = closed; at is not null; at = at.Parent)
        {
            closed = CanEnter(at.FullName) ? closed : at;
        }

        return closed.FullName;
    }

    /// <summary>A short program, run to its end; standard output and error together.</summary>
    public static RunResult Run(string program, IReadOnlyList<string> arguments)
    {
        using var process = new Process { StartInfo = StartInfo(program, arguments) };
        process.Start();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments) => new(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = false,
        WorkingDirectory = "/",
        // Its messages are read below, so they must be in the one language we know.
        Environment = { ["LC_ALL"] = "C", ["LC_MESSAGES"] = "C" },
    };

    static bool OnPath(string tool)
    {
        try
        {
            return Run(tool, ["--version"]).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
