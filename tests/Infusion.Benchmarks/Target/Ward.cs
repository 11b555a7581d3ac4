using Infusion.Benchmarks.Load;

namespace Infusion.Benchmarks.Target;

sealed record BenchChair(string Clinic, string Code, MonitorDevice Monitor, PumpDevice Pump);

/// <summary>All clinics of a run with their chairs and devices. The same names in both pipelines, each with a copy of its own.</summary>
sealed class Ward
{
    public const string Password = "a password for benchmarks";
    const int ClinicsPerUser = 25;

    public Ward(int clinics, int chairsPerClinic)
    {
        ClinicIds = [.. Enumerable.Range(1, clinics).Select(number => $"clinic-{number:000}")];
        Chairs = [.. ClinicIds.SelectMany(clinic => Enumerable.Range(1, chairsPerClinic).Select(chair => new BenchChair(
            clinic,
            $"C{chair:00}",
            new MonitorDevice(clinic, $"C{chair:00}", $"monitor-{chair:00}"),
            new PumpDevice(clinic, $"C{chair:00}", $"pump-{chair:00}"))))];
        Users = [.. ClinicIds.Chunk(ClinicsPerUser).Select((chunk, index) => new BenchUser($"nurse-{index + 1}", chunk))];
    }

    public IReadOnlyList<string> ClinicIds { get; }

    public IReadOnlyList<BenchChair> Chairs { get; }

    public IReadOnlyList<BenchUser> Users { get; }

    /// <summary>The devices of each clinic, dealt to its connections: a device has one connection, so its order holds.</summary>
    public IEnumerable<(Gateway Gateway, IReadOnlyList<Device> Devices)> Connections(int connectionsPerClinic)
    {
        foreach (var clinic in Chairs.GroupBy(chair => chair.Clinic))
        {
            var devices = clinic.SelectMany(chair => new Device[] { chair.Monitor, chair.Pump }).ToList();
            for (var connection = 0; connection < connectionsPerClinic; connection++)
            {
                var first = connection;
                yield return (
                    new Gateway(clinic.Key, GatewayName(clinic.Key), Password),
                    [.. devices.Where((_, index) => index % connectionsPerClinic == first)]);
            }
        }
    }

    public static string GatewayName(string clinic) => $"{clinic}-gateway";
}

/// <summary>A nurse of several clinics; one of all 250 would carry a cookie of 250 claims.</summary>
sealed record BenchUser(string Name, IReadOnlyList<string> Clinics);
