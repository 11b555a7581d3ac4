using System.Globalization;
using Npgsql;

namespace Infusion.Server.Operations;

/// <summary>The server's own settings, read and checked once, before anything starts.</summary>
sealed record InfusionOptions
{
    public const double FastestClock = 1000;
    public const int MostDemoChairs = 64;

    /// <summary>Absolute. Keys, passwords and the private Postgres live here.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Null: the server starts a private Postgres.</summary>
    public string? ConnectionString { get; init; }

    public string? PostgresBin { get; init; }

    public bool Demo { get; init; }

    public int DemoChairs { get; init; } = 6;

    /// <summary>
    /// The origin under which clients know this server. Null: the server answers as what it was called, and hands out
    /// tokens only to callers on the same machine (see <see cref="Identity.SmartTokenUrl"/>).
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Simulated seconds in a real one. Other than 1 only in a demo or a test.</summary>
    public double ClockSpeed { get; init; } = 1;

    /// <exception cref="StartupException">Says everything that is wrong, each with the name of its key.</exception>
    public static InfusionOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var problems = new List<string>();
        var demo = ReadDemo(configuration, problems);
        var options = new InfusionOptions
        {
            DataDirectory = ReadDataDirectory(configuration, problems),
            ConnectionString = ReadConnectionString(configuration, problems),
            PostgresBin = ReadPostgresBin(configuration, problems),
            Demo = demo,
            DemoChairs = ReadDemoChairs(configuration, problems),
            PublicUrl = ReadPublicUrl(configuration, problems),
            ClockSpeed = ReadClockSpeed(configuration, demo || environment.IsDevelopment(), problems),
        };
        return problems.Count == 0 ? options : throw new StartupException(string.Join(Environment.NewLine, problems), ExitCode.Settings);
    }

    static bool ReadDemo(IConfiguration configuration, List<string> problems)
    {
        const string key = "Infusion:Demo";
        if (configuration[key] is not { Length: > 0 } text)
        {
            return false;
        }

        if (!bool.TryParse(text, out var demo))
        {
            problems.Add($"{key} is \"{text}\"; it must be true or false.");
        }

        return demo;
    }

    static int ReadDemoChairs(IConfiguration configuration, List<string> problems)
    {
        const string key = "Infusion:DemoChairs";
        if (configuration[key] is not { Length: > 0 } text)
        {
            return 6;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var chairs) || chairs is not (> 0 and <= MostDemoChairs))
        {
            problems.Add($"{key} is \"{text}\"; it must be a whole number from 1 to {MostDemoChairs}.");
        }

        return chairs;
    }

    static Uri? ReadPublicUrl(IConfiguration configuration, List<string> problems)
    {
        const string key = "Infusion:PublicUrl";
        if (configuration[key] is not { Length: > 0 } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.PathAndQuery != "/" || url.Fragment.Length > 0)
        {
            problems.Add($"{key} is \"{text}\"; it must be an origin such as https://infusion.example.org, without a path.");
        }

        return url;
    }

    static string ReadDataDirectory(IConfiguration configuration, List<string> problems)
    {
        const string key = "Infusion:DataDirectory";
        var text = configuration[key] ?? ".infusion";
        if (string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal))
        {
            problems.Add($"{key} is \"{text}\"; it must be the path of a directory.");
            return "";
        }

        var path = Path.GetFullPath(text);
        if (File.Exists(path))
        {
            problems.Add($"{key} is \"{text}\", which is a file; it must be a directory.");
        }

        return path;
    }

    static string? ReadConnectionString(IConfiguration configuration, List<string> problems)
    {
        const string key = "ConnectionStrings:Infusion";
        if (configuration[key] is not { } text)
        {
            return null;
        }

        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrWhiteSpace(parsed.Host) || string.IsNullOrWhiteSpace(parsed.Database))
            {
                problems.Add($"{key} must name at least Host and Database.");
            }
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // The text itself may hold a password, so it is not repeated.
            problems.Add($"{key} cannot be read: {e.Message}");
        }

        return text;
    }

    static string? ReadPostgresBin(IConfiguration configuration, List<string> problems)
    {
        const string key = "Infusion:PostgresBin";
        var text = configuration[key];
        if (text is not null && !Directory.Exists(text))
        {
            problems.Add($"{key} is \"{text}\", and there is no such directory.");
        }

        return text;
    }

    static double ReadClockSpeed(IConfiguration configuration, bool allowed, List<string> problems)
    {
        const string key = "Infusion:Clock:Speed";
        if (configuration[key] is not { Length: > 0 } text)
        {
            return 1;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) || speed is not (> 0 and <= FastestClock))
        {
            problems.Add($"{key} is \"{text}\"; it must be a number above 0 and at most {FastestClock}.");
            return 1;
        }

        if (speed != 1 && !allowed)
        {
            problems.Add($"{key} is \"{text}\"; time may run at another speed only with Infusion:Demo, because charts of patients need the real one.");
        }

        return speed;
    }
}
