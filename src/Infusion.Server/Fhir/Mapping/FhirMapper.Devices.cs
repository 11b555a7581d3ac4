using Hl7.Fhir.Model;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>Which device was whose, when, and what it can say.</summary>
static partial class FhirMapper
{
    static string MetricId(string clinic, string device, MetricInfo metric) => FhirId.Derive("metric", $"{clinic}/{device}/{metric.ReferenceId}");

    /// <summary>Told from the associations before and after, so that a correction changes them like an attachment does.</summary>
    static IEnumerable<FhirChange> DeviceChanges(string clinic, SessionState? before, SessionState after)
    {
        var (was, now) = (before?.Associations ?? [], after.Associations);
        if (was.Equals(now))
        {
            yield break;
        }

        foreach (var gone in was.Where(each => !now.Any(other => IsSame(each, other))))
        {
            yield return FhirChange.To<DeviceUseStatement>(
                UseId(clinic, after.Id, gone), use => use.Status = DeviceUseStatement.DeviceUseStatementStatus.EnteredInError);
        }

        foreach (var association in now.Except(was))
        {
            foreach (var metric in MetricTable.All.Where(metric => metric.Source == association.Kind))
            {
                yield return FhirChange.Once(MetricOf(clinic, association.Device, metric));
            }

            yield return FhirChange.WhenDifferent(Use(clinic, after, association));
        }

        foreach (var device in was.Concat(now).Select(each => (each.Device, each.Kind)).Distinct())
        {
            yield return after.HasNow(device.Device) ? Attached(clinic, device.Device, device.Kind, after.Patient) : Freed(clinic, device.Device, after.Patient);
        }
    }

    static bool IsSame(Association one, Association other) => one.Device == other.Device && one.From == other.From;

    static FhirChange Attached(string clinic, string device, DeviceKind kind, Guid patient) => new("Device", FhirId.Device(clinic, device), stored =>
    {
        var known = (Device?)stored ?? FromDevice(clinic, device, null, kind);
        var reference = FhirCodes.Patient(patient);
        if (known.Patient?.Reference == reference.Reference)
        {
            return null;
        }

        known.Patient = reference;
        return known;
    });

    /// <summary>It may be with the next patient already.</summary>
    static FhirChange Freed(string clinic, string device, Guid patient) => new("Device", FhirId.Device(clinic, device), stored =>
    {
        if (stored is not Device known || known.Patient?.Reference != FhirCodes.Patient(patient).Reference)
        {
            return null;
        }

        known.Patient = null;
        return known;
    });

    /// <summary>What a device says of itself leaves whom it is attached to as it is.</summary>
    public static FhirChange Reported(string clinic, string device, DeviceReport report, DeviceKind kind) =>
        new("Device", FhirId.Device(clinic, device), stored =>
        {
            var told = FromDevice(clinic, device, report, kind);
            told.Patient = ((Device?)stored)?.Patient?.DeepCopy() as ResourceReference;
            return FhirChange.WhenDifferent(told).Next(stored);
        });

    static string UseId(string clinic, Guid session, Association association) =>
        FhirId.Derive("device-use", $"{clinic}/{FhirId.Of(session)}/{association.Device}/{FhirTime.Text(association.From)}");

    static DeviceUseStatement Use(string clinic, SessionState after, Association association) => new()
    {
        Id = UseId(clinic, after.Id, association),
        Meta = FhirCodes.Claims("ket-device-use"),
        Status = association.To is null
            ? DeviceUseStatement.DeviceUseStatementStatus.Active
            : DeviceUseStatement.DeviceUseStatementStatus.Completed,
        Subject = FhirCodes.Patient(after.Patient),
        DerivedFrom = [new ResourceReference($"Procedure/{ProcedureId(after.Id)}")],
        Timing = FhirTime.Period(association.From, association.To),
        Device = FhirCodes.Device(clinic, association.Device),
    };

    static DeviceMetric MetricOf(string clinic, string device, MetricInfo metric) => new()
    {
        Id = MetricId(clinic, device, metric),
        Meta = FhirCodes.Claims("ket-pump-metric"),
        Identifier = [new Identifier(FhirCodes.DeviceIdentifier(clinic), $"{device}:{metric.ReferenceId}")],
        Type = MdcOf(metric),
        Unit = FhirCodes.Concept(FhirCodes.Ucum, metric.Unit, metric.Unit),
        Source = FhirCodes.Device(clinic, device),
        Category = metric.Metric is Metric.PumpRateProgrammed or Metric.VolumeToBeInfused or Metric.DrugConcentration
            ? DeviceMetric.DeviceMetricCategory.Setting
            : DeviceMetric.DeviceMetricCategory.Measurement,
    };
}
