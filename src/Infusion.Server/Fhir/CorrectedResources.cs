using Hl7.Fhir.Model;
using Infusion.Core.Associations;
using Infusion.Core.Telemetry;
using Infusion.Server.Fhir.Mapping;
using Npgsql;

namespace Infusion.Server.Fhir;

/// <summary>
/// What a correction makes of a session's resources: what the device had charted there and is not of this patient becomes
/// entered-in-error, as its next version; what is, is written. Told apart by what is stored, so that whatever led to it counts.
/// </summary>
static class CorrectedResources
{
    public static IReadOnlyList<Resource> Of(NpgsqlConnection connection, string clinic, CorrectedSession session, int commandTimeoutSeconds)
    {
        var wanted = FhirMapper.FromCorrection(clinic, session);
        var ids = wanted.Select(each => each.Id).ToHashSet();
        var wrong = Stored(connection, clinic, session, commandTimeoutSeconds)
            .Where(stored => !ids.Contains(stored.Id) && IsOfDevice(stored, clinic, session));
        return [.. wrong.Select(InError), .. wanted];
    }

    static List<Resource> Stored(NpgsqlConnection connection, string clinic, CorrectedSession session, int commandTimeoutSeconds)
    {
        using var command = new NpgsqlCommand(
            """
            select content from infusion.fhir_resource
            where clinic = $1 and type = any($2) and patient = $3 and is_current and status <> 'entered-in-error' and date_from >= $4
            """,
            connection)
        { CommandTimeout = commandTimeoutSeconds };
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = session.Correction.Kind is DeviceKind.Pump ? new[] { "MedicationAdministration", "Observation" } : ["Observation"] });
        command.Parameters.Add(new() { Value = FhirId.Of(session.Chart.Patient) });
        command.Parameters.Add(new() { Value = session.State.PlannedAt.UtcDateTime.AddDays(-1) });
        using var reader = command.ExecuteReader();
        var stored = new List<Resource>();
        while (reader.Read())
        {
            stored.Add(FhirBytes.Read(reader.GetFieldValue<byte[]>(0)));
        }

        return stored;
    }

    static bool IsOfDevice(Resource stored, string clinic, CorrectedSession session)
    {
        var (key, device) = ($"{FhirId.Of(session.Chart.Session)}:", FhirCodes.Device(clinic, session.Correction.Device).Reference);
        return stored switch
        {
            Observation { Focus.Count: > 0 } o => IsKeyed(o.Identifier) && o.Focus.Any(each => each.Reference == device),
            Observation o => IsKeyed(o.Identifier) && o.Device?.Reference == device
                && SearchColumns.Of(o).Date.From is { } at && session.Correction.Covers(at),

            // The infusion itself has no part of another; whatever else the pump gave here is told anew.
            MedicationAdministration a => IsKeyed(a.Identifier)
                && a.Device.Any(each => each.Reference == device) && (FhirMapper.IsPartOfInfusion(a) || session.State is { StartedAt: null, DeliveryBeganAt: null }),
            _ => false,
        };

        bool IsKeyed(IEnumerable<Identifier> identifiers) => identifiers.Any(each => each.Value?.StartsWith(key, StringComparison.Ordinal) is true);
    }

    static Resource InError(Resource stored)
    {
        switch (stored)
        {
            case Observation observation:
                observation.Status = ObservationStatus.EnteredInError;
                break;
            case MedicationAdministration administration:
                administration.Status = MedicationAdministration.MedicationAdministrationStatusCodes.EnteredInError;
                break;
        }

        return stored;
    }
}
