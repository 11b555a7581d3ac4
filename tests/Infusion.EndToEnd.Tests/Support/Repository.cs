namespace Infusion.EndToEnd.Tests.Support;

/// <summary>Where the programs under test stand: built before these tests, in the same configuration.</summary>
static class Repository
{
    static readonly DirectoryInfo Output = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string Root { get; } = FindRoot();

    public static string Server { get; } = Built("src/Infusion.Server", "infusion");

    public static string Simulator { get; } = Built("simulators/Infusion.Simulator", "infusion-simulator");

    public static string DashboardDirectory { get; } = Path.Combine(Root, "src/Infusion.Server/wwwroot");

    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(Root, "artifacts/screenshots")).FullName;

    public static string RecordedVitals { get; } = Path.Combine(Output.FullName, "Data/mimic_s00001_3h.csv");

    public static void RequireDashboard()
    {
        if (!File.Exists(Path.Combine(DashboardDirectory, "index.html")))
        {
            throw new InvalidOperationException(
                $"The dashboard is not built: {DashboardDirectory} has no index.html. Run npm ci and npm run build in src/Infusion.Dashboard, or ./test.sh e2e, which does.");
        }
    }

    static string Built(string project, string program)
    {
        var path = Path.Combine(Root, project, "bin", Output.Parent!.Name, Output.Name, program);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not there; build {project} first.");
    }

    static string FindRoot()
    {
        for (var at = Output; at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Infusion.sln")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No directory above {Output} holds Infusion.sln.");
    }
}
