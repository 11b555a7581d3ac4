using System.Collections.Immutable;
using Hl7.Fhir.Model;
using Infusion.Core.Clinics;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Fhir.Mapping;

namespace Infusion.Server.Tests.Fhir;

/// <summary>Plays a session's events through the mapper and keeps the newest of each resource, as a server would.</summary>
sealed class Infusions
{
    public const string Clinic = "harbor";
    public const string Pump = "pump-3";

    public static readonly Guid SessionId = Guid.Parse("0197aaaa-0000-7000-8000-000000000001");
    public static readonly Guid PatientId = Guid.Parse("0197bbbb-0000-7000-8000-000000000002");
    public static readonly DateTimeOffset Ten = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    readonly Dictionary<string, Resource> _newest = [];
    SessionState _state = new(
        SessionId,
        SessionPhase.Ready,
        Ten.AddMinutes(-5),
        "chair-3",
        PatientId,
        new InfusionOrder(
            "trd-0.5",
            1,
            "ketamine",
            Mass.FromMilligrams(40),
            BodyWeight.FromKilograms(80),
            WeightBasis.Actual,
            Concentration.FromMilligramsPerMillilitre(1.00m),
            Rate.FromMillilitresPerHour(60),
            TimeSpan.FromMinutes(40)),
        StartedAt: null,
        [new Association(Pump, DeviceKind.Pump, Ten.AddMinutes(-5), null)],
        ImmutableDictionary<Guid, Core.Alarms.Alarm>.Empty,
        OpenSegment: null,
        Volume.FromMillilitres(0));

    public List<IReadOnlyList<Resource>> Written { get; } = [];

    /// <summary>Administrations written by each event.</summary>
    public IReadOnlyList<IReadOnlyList<MedicationAdministration>> Given => [.. Written.Select(each => each.OfType<MedicationAdministration>().ToList())];

    public IEnumerable<MedicationAdministration> Administrations => _newest.Values.OfType<MedicationAdministration>();

    public MedicationAdministration Parent => (MedicationAdministration)_newest[FhirMapper.InfusionId(SessionId)];

    public IEnumerable<MedicationAdministration> Parts => Administrations.Where(FhirMapper.IsPartOfInfusion);

    public static DateTimeOffset At(double minutes) => Ten.AddMinutes(minutes);

    public Infusions Play(params SessionEvent[] events)
    {
        foreach (var e in events)
        {
            var before = _state;
            _state = Session.Evolve(before, e, SessionId);
            var written = FhirMapper.FromEvent(Clinic, new StreamEvent(SessionId, e, before, _state));
            Written.Add(written);
            foreach (var resource in written)
            {
                _newest[resource.Id!] = resource;
            }
        }

        return this;
    }
}
