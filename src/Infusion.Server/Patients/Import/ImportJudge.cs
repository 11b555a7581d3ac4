using Infusion.Core.Patients;
using Infusion.Server.Storage;

namespace Infusion.Server.Patients.Import;

/// <summary>Whether a patient from outside is new, here already, or may be somebody who is here. Pure.</summary>
static class ImportJudge
{
    /// <param name="near">Who may be the same.</param>
    /// <param name="above">What the lines above would enter.</param>
    /// <param name="mrnField">How a fault of the number names its field.</param>
    public static ImportLine Of(
        int number, WritePatientRequest request, IReadOnlyCollection<PatientDocument> near,
        IReadOnlyCollection<(int Number, PatientDocument Patient)> above, string mrnField)
    {
        var patient = request.ToDocument();
        ImportLine As(ImportStanding standing, IEnumerable<PatientDocument> similar, params FieldFault[] faults) =>
            new(number, standing, request, faults, [.. similar.Select(each => each with { History = [] })], []);

        if (PatientStore.SameNumber(patient, near) is { } same)
        {
            return IsOne(patient, same)
                ? As(ImportStanding.Already, [same])
                : As(ImportStanding.Wrong, [same], new FieldFault(
                    mrnField, $"Number {patient.Mrn} belongs to {same.FamilyName}, {same.GivenName}: correct the number, or the name and birth date."));
        }

        var (twice, _) = above.FirstOrDefault(line => patient.Mrn is not null && line.Patient.Mrn == patient.Mrn);
        if (twice > 0)
        {
            return As(ImportStanding.Wrong, [], new FieldFault(mrnField, $"Number {patient.Mrn} stands in line {twice} already: a number is one patient's."));
        }

        var alike = PatientStore.Similar(patient, above.Select(line => line.Patient));
        var lines = above.Where(line => alike.Contains(line.Patient)).Select(line => line.Number).ToList();
        var similar = PatientStore.Similar(patient, near);
        return As(similar.Count + lines.Count > 0 ? ImportStanding.Duplicate : ImportStanding.New, similar) with { SameLines = lines };
    }

    /// <summary>The same number, and nothing that speaks against one person: so a file can be sent a second time.</summary>
    public static bool IsOne(PatientDocument patient, PatientDocument other) =>
        SimilarNames.Are((patient.FamilyName, patient.GivenName), (other.FamilyName, other.GivenName))
            && (patient.BirthDate is null || other.BirthDate is null || patient.BirthDate == other.BirthDate);
}
