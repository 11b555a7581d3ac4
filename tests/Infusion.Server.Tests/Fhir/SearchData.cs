using Hl7.Fhir.Model;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Storage;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

/// <summary>
/// Two patients of one clinic and one of another. Ana: ten minutes of heart rate and saturation from 15:00, one cuff at
/// 15:02:11, and an infusion of two rates from 10:00 to 10:30. Ben: three minutes of heart rate. Each minute is a commit.
/// </summary>
static class SearchData
{
    public static readonly Guid Ana = Infusions.PatientId;
    public static readonly Guid Ben = Guid.Parse("0197bbbb-0000-7000-8000-000000000003");
    public static readonly DateTimeOffset Three = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    static readonly Guid BensSession = Guid.Parse("0197aaaa-0000-7000-8000-000000000009");

    public static Observation Vital(Guid patient, ChartedKind kind, DateTimeOffset minute, decimal? value = 97) =>
        FhirMapper.FromCharted(Infusions.Clinic, new ChartedVital(
            patient == Ana ? Infusions.SessionId : BensSession,
            patient,
            kind,
            minute,
            minute,
            "mon-3",
            kind is ChartedKind.BloodPressure ? null : value,
            kind is ChartedKind.BloodPressure ? new NibpMeasurement(131, 84, 99) : null,
            value is null ? Quality.Invalid : Quality.Valid));

    public static async Task SeedAsync(FhirHost host)
    {
        var sixty = Rate.FromMillilitresPerHour(60);
        var infusion = new Infusions().Play(
            new InfusionStarted(Infusions.At(0), "nurse-1"),
            new DeliveryStarted(Infusions.At(0), Infusions.Pump, sixty),
            new RateChanged(Infusions.At(10), Infusions.Pump, sixty, Rate.FromMillilitresPerHour(30), Volume.FromMillilitres(10)),
            new DeliveryStopped(Infusions.At(30), Infusions.Pump, Volume.FromMillilitres(10)));
        foreach (var written in infusion.Given)
        {
            await host.CommitAsync(Infusions.Clinic, Infusions.At(40), written);
        }

        await host.CommitAsync(
            Infusions.Clinic,
            Infusions.At(41),
            FhirMapper.FromPatient(Infusions.Clinic, new PatientDocument(Ana, "Rivera", "Ana", new DateOnly(1984, 2, 29), "A|1", "female")),
            FhirMapper.FromPatient(Infusions.Clinic, new PatientDocument(Ben, "Ito", "Ben", null, "B1", null)),
            FhirMapper.FromDevice(Infusions.Clinic, "mon-3", null, DeviceKind.Monitor, Ana),
            FhirMapper.FromDevice(Infusions.Clinic, "pump-3", null, DeviceKind.Pump));

        for (var minute = 0; minute < 10; minute++)
        {
            var at = Three.AddMinutes(minute);
            var resources = new List<Resource>
            {
                Vital(Ana, ChartedKind.HeartRate, at, 71),
                Vital(Ana, ChartedKind.SpO2, at, minute == 5 ? null : 97),
            };
            if (minute < 3)
            {
                resources.Add(Vital(Ben, ChartedKind.HeartRate, at));
            }

            if (minute == 2)
            {
                resources.Add(Vital(Ana, ChartedKind.BloodPressure, at.AddSeconds(11)));
            }

            await host.CommitAsync(Infusions.Clinic, at.AddSeconds(2), resources);
        }

        await host.CommitAsync("hill", Three, Vital(Ana, ChartedKind.HeartRate, Three.AddHours(1)));
    }
}

/// <summary>A host with <see cref="SearchData"/> in it, for the tests that only read.</summary>
public sealed class SeededFhirHost(Support.EmbeddedPostgresFixture postgres) : Xunit.IAsyncLifetime
{
    public FhirHost Host { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        await SearchData.SeedAsync(Host);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
