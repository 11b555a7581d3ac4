using System.Collections.Immutable;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Pathway;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using Orleans.Concurrency;

namespace Infusion.Server.Operations;

/// <summary>
/// The clinic that the demo shows: made at first start, then left to whoever plays with it. People here are invented.
/// </summary>
static class DemoClinic
{
    const string Id = Identity.DemoIdentity.Clinic;

    const string SeededBy = "demo";

    static readonly (string Given, string Family, string Born, string Gender)[] People =
    [
        ("Jonas", "Marlow", "1984-03-12", "male"),
        ("Katrin", "Osei", "1962-11-05", "female"),
        ("Elena", "Varga", "1995-04-30", "female"),
        ("Arun", "Nair", "1987-06-14", "male"),
        ("Paula", "Wendt", "1973-02-23", "female"),
        ("Samuel", "Tran", "1991-09-02", "male"),
        ("Dora", "Reyes", "1968-01-19", "female"),
        ("Louis", "Bergman", "1979-07-27", "male"),
    ];

    public static string Monitor(int chair) => $"monitor-{chair}";

    public static string Pump(int chair) => $"pump-{chair}";

    /// <summary>Every sixth chair waits, ready, for somebody to press start.</summary>
    public static bool IsWaiting(int chair) => chair % 6 == 0;

    public static async Task EnsureAsync(
        ClinicStore store, IGrainFactory grains, ClinicClock clock, int chairs, CancellationToken cancellationToken)
    {
        if (await store.ConfigurationAsync(Id, cancellationToken) is not null)
        {
            return;
        }

        var configuration = Configuration(chairs);
        await store.CreateClinicAsync(configuration, simulated: true, cancellationToken);
        var (clinic, time) = (grains.GetGrain<IClinicGrain>(Id), ClinicTimes.Of(configuration));
        for (var chair = 1; chair <= chairs; chair++)
        {
            var last = default(Evaluated);
            foreach (var command in Commands(chair, chairs, time, clock.Now))
            {
                var answer = await clinic.ExecuteAsync(new Immutable<ClinicCommand>(command));
                if (answer.RefusedCode is not null)
                {
                    throw new InvalidOperationException($"the demo's chair {chair} was refused: {answer.RefusedReason}");
                }

                last = answer.Evaluated;
            }

            await clinic.WhenCommittedAsync(last);
        }
    }

    static ClinicConfiguration Configuration(int chairs) => new(
        Id,
        "Harbor Street Clinic",
        "America/New_York",
        [.. Enumerable.Range(1, chairs).Select(chair => new Chair(Code(chair, chairs), $"Room {Code(chair, chairs)[0]}"))],
        [.. Enumerable.Range(1, chairs).SelectMany(chair => new[]
        {
            new RegisteredDevice(Monitor(chair), DeviceKind.Monitor, Code(chair, chairs)),
            new RegisteredDevice(Pump(chair), DeviceKind.Pump, Code(chair, chairs)),
        })],
        SampleLimits.Staged)
    {
        // Its sessions begin as if everything before the start were done; a plan under another protocol meets the whole check-in.
        Protocols = [.. SampleProtocols.All.Select(protocol => protocol.Id == SampleProtocols.Mood.Id ? protocol with { Admission = null } : protocol)],
    };

    static string Code(int chair, int chairs)
    {
        var perRoom = chairs <= 6 ? 3 : 8;
        return $"{(char)('A' + (chair - 1) / perRoom)}{(chair - 1) % perRoom + 1}";
    }

    static IEnumerable<ClinicCommand> Commands(int chair, int chairs, ClinicTime time, DateTimeOffset now)
    {
        var today = time.Day(now);
        var (given, family, born, gender) = People[(chair - 1) % People.Length];
        var patient = Guid.NewGuid();
        yield return new ClinicCommand.RegisterPatient(Guid.NewGuid(), new PatientDocument(
            patient, family, given, DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture), $"208-{4400 + chair * 17}", gender));

        if (chair <= People.Length)
        {
            foreach (var entered in DemoOutcomes.Of(patient, chair, today, SeededBy))
            {
                yield return entered;
            }
        }

        var session = Guid.NewGuid();
        ClinicCommand Of(Func<Guid, SessionCommand> command) => new ClinicCommand.OfSession(command(Guid.NewGuid()), null);
        yield return Of(id => new PlanSession(id, session, SeededBy, Code(chair, chairs), patient, Order(today)) { History = DoseHistory.Nothing });
        yield return Of(id => new CheckIn(id, session, SeededBy));
        yield return Of(id => new AttachDevice(id, session, SeededBy, Monitor(chair), DeviceKind.Monitor));
        yield return Of(id => new AttachDevice(id, session, SeededBy, Pump(chair), DeviceKind.Pump));
        // The simulator does not speak yet, and an infusion begins with a pressure.
        yield return Of(id => new ChartVitals(
            id, session, SeededBy, [new(Metric.NibpSystolic, 118), new(Metric.NibpDiastolic, 74)]));
        yield return Of(id => new MarkReady(id, session, SeededBy));
        if (!IsWaiting(chair))
        {
            yield return Of(id => new StartInfusion(id, session, SeededBy));
        }

        foreach (var command in DemoPlans.Of(chair, Code(chair, chairs), patient, session, time, now))
        {
            yield return command;
        }
    }

    static InfusionOrder Order(DateOnly today) => new(
        SampleProtocols.Mood.Id,
        SampleProtocols.Mood.Version,
        "ketamine",
        Mass.FromMilligrams(35),
        BodyWeight.FromKilograms(70),
        WeightBasis.Actual,
        Concentration.FromMilligramsPerMillilitre(1),
        Rate.FromMillilitresPerHour(52.5m),
        TimeSpan.FromMinutes(40))
    {
        WeightRecord = new WeightRecord(WeightMethod.Measured, today),
    };
}
