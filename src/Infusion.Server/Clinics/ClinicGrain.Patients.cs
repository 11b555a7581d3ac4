using Infusion.Core.Sessions;
using Infusion.Server.Storage;

namespace Infusion.Server.Clinics;

/// <summary>
/// How patients are entered and corrected. What the store holds is read before the turn; what this writer has taken since
/// stands in its memory, so that of two people who write at once the second meets the first.
/// </summary>
sealed partial class ClinicGrain
{
    /// <summary>Patients that this writer has taken, as they are now.</summary>
    readonly Dictionary<Guid, PatientDocument> _patients = [];

    async Task<CommandAnswer> WriteAsync(ClinicCommand.WritePatient write)
    {
        var stored = await patients.NearAsync(Clinic, write.Patient, CancellationToken.None);
        var near = stored.Where(each => !_patients.ContainsKey(each.Id)).Concat(_patients.Values).ToList();
        return Execute(write with { Near = near });
    }

    Decision.Rejected? Write(ClinicCommand.WritePatient write, CommitUnit unit)
    {
        var patient = write.Patient;
        var current = write.Near.FirstOrDefault(each => each.Id == patient.Id);
        if ((current?.Version ?? 0) != write.Expected || (current is not null && write.IsNew))
        {
            return new Decision.Rejected(
                "patient-changed",
                current is null
                    ? "This patient is not entered here yet, or has been erased: enter it as a new one."
                    : $"{current.WrittenBy ?? "Somebody"} has changed this patient since you opened it. Look at what changed, and save again; yours is kept until then.");
        }

        if (PatientStore.SameNumber(patient, write.Near) is not null)
        {
            return new Decision.Rejected(
                "patient-number", $"Number {patient.Mrn} belongs to another patient: open that one, or correct the number.");
        }

        // Who corrects an address is not asked again whether the patient is somebody else.
        var isSamePerson = current is not null && current.BirthDate == patient.BirthDate
            && current.FamilyName == patient.FamilyName && current.GivenName == patient.GivenName
            && patient.Identifiers.All(current.Identifiers.Contains);
        if (!isSamePerson && PatientStore.Similar(patient, write.Near).Any(each => !write.Distinct.Contains(each.Id)))
        {
            return new Decision.Rejected(
                "patient-similar", "Somebody with this birth date and nearly this name, or with one of these identifiers, is entered already: compare the two, then say whether it is one person.");
        }

        var written = patient with
        {
            Version = write.Expected + 1,
            WrittenAt = _now,
            WrittenBy = write.By,
            History = current is null ? [] : [.. current.History, current with { History = [] }],
        };
        _patients[patient.Id] = written;
        unit.Documents.Add(written);
        return null;
    }

    void Register(PatientDocument patient, CommitUnit unit)
    {
        _patients[patient.Id] = patient;
        unit.Documents.Add(patient);
    }
}
