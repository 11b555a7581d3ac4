using Infusion.Server.Storage;

namespace Infusion.Server.Patients;

/// <summary>Which fields of a patient differ between two versions, as the request names them.</summary>
static class PatientDifferences
{
    public static IReadOnlyList<string> Between(PatientDocument before, PatientDocument after) =>
    [
        .. new (string Field, bool IsSame)[]
        {
            ("familyName", before.FamilyName == after.FamilyName),
            ("givenName", before.GivenName == after.GivenName),
            ("birthDate", before.BirthDate == after.BirthDate),
            ("mrn", before.Mrn == after.Mrn),
            ("gender", before.Gender == after.Gender),
            ("identifiers", before.Identifiers.SequenceEqual(after.Identifiers)),
            ("allergies", before.Allergies.SequenceEqual(after.Allergies)),
            ("noKnownAllergies", before.NoKnownAllergies == after.NoKnownAllergies),
            ("weights", before.Weights.SequenceEqual(after.Weights)),
            ("contacts", before.Contacts.SequenceEqual(after.Contacts)),
        }.Where(each => !each.IsSame).Select(each => each.Field),
    ];
}
