using System.Globalization;
using System.Text.Json;

namespace Infusion.Benchmarks.Report;

/// <summary>One JSON file for each result, in <c>artifacts/bench</c> of the repository.</summary>
static class ResultFile
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write<T>(string name, MachineFacts machine, BenchOptions options, T result)
    {
        var directory = Directory.CreateDirectory(Path.Combine(MachineFacts.RepositoryRoot, "artifacts", "bench"));
        var stamp = machine.StartedAt.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var path = Path.Combine(directory.FullName, $"{stamp}-{name}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { machine, options, result }, Json));
    }
}
