using Infusion.Core.Patients;
using Marten;
using Marten.Linq;

namespace Infusion.Server.Storage;

/// <summary>Reads patients, and finds who may be entered a second time. Only the clinic's writer adds to them.</summary>
sealed class PatientStore(IDocumentStore store)
{
    public async Task<PatientDocument?> FindAsync(string clinic, Guid patient, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        return await query.LoadAsync<PatientDocument>(patient, cancellationToken);
    }

    /// <param name="words">Each in family name, given name or as the whole number.</param>
    /// <param name="page">From 0.</param>
    public async Task<(IReadOnlyList<PatientDocument> Patients, long Total)> SearchAsync(
        string clinic, IReadOnlyList<string> words, DateOnly? birthDate, int page, int size, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        IQueryable<PatientDocument> found = query.Query<PatientDocument>().Stats(out var statistics);
        foreach (var word in words)
        {
            found = found.Where(patient => patient.FamilyName.Contains(word, StringComparison.OrdinalIgnoreCase)
                || patient.GivenName.Contains(word, StringComparison.OrdinalIgnoreCase) || patient.Mrn == word);
        }

        if (birthDate is { } day)
        {
            found = found.Where(patient => patient.BirthDate == day);
        }

        var patients = await found.OrderBy(patient => patient.FamilyName).ThenBy(patient => patient.GivenName).ThenBy(patient => patient.Id)
            .Skip(page * size).Take(size).ToListAsync(cancellationToken);
        return (patients, statistics.TotalResults);
    }

    /// <summary>The patient itself as it is stored, and whoever has its number, its birth date or another identifier of it.</summary>
    public Task<IReadOnlyList<PatientDocument>> NearAsync(string clinic, PatientDocument patient, CancellationToken cancellationToken) =>
        NearAnyAsync(clinic, [patient], cancellationToken);

    /// <summary>As <see cref="NearAsync"/>, for many at once.</summary>
    public async Task<IReadOnlyList<PatientDocument>> NearAnyAsync(
        string clinic, IReadOnlyCollection<PatientDocument> patients, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var ids = patients.Select(each => each.Id).ToArray();
        var near = new List<PatientDocument>();
        near.AddRange(await query.Query<PatientDocument>().Where(each => each.Id.IsOneOf(ids)).ToListAsync(cancellationToken));
        var numbers = patients.Select(each => each.Mrn!).Where(each => each is not null).Distinct().ToArray();
        if (numbers.Length > 0)
        {
            near.AddRange(await query.Query<PatientDocument>().Where(each => each.Mrn!.IsOneOf(numbers)).ToListAsync(cancellationToken));
        }

        var days = patients.Where(each => each.BirthDate is not null).Select(each => each.BirthDate).Distinct().ToArray();
        if (days.Length > 0)
        {
            near.AddRange(await query.Query<PatientDocument>().Where(each => each.BirthDate.IsOneOf(days)).ToListAsync(cancellationToken));
        }

        var values = patients.SelectMany(each => each.Identifiers).Select(each => each.Value).Distinct().ToArray();
        if (values.Length > 0)
        {
            near.AddRange(await query.Query<PatientDocument>()
                .Where(each => each.Identifiers.Any(identifier => values.Contains(identifier.Value))).ToListAsync(cancellationToken));
        }

        return [.. near.DistinctBy(each => each.Id)];
    }

    /// <summary>Another record that has the same number.</summary>
    public static PatientDocument? SameNumber(PatientDocument patient, IEnumerable<PatientDocument> near) =>
        patient.Mrn is not { } mrn ? null : near.FirstOrDefault(each => each.Id != patient.Id && each.Mrn == mrn);

    /// <summary>Other records that may be the same patient: a person decides.</summary>
    public static IReadOnlyList<PatientDocument> Similar(PatientDocument patient, IEnumerable<PatientDocument> near) =>
        [.. near.Where(each => each.Id != patient.Id && (IsAlike(each, patient) || each.Identifiers.Any(patient.Identifiers.Contains)))];

    /// <summary>The same birth date, and nearly the same name.</summary>
    public static bool IsAlike(PatientDocument left, PatientDocument right) =>
        left.BirthDate is { } day && day == right.BirthDate
            && SimilarNames.Are((left.FamilyName, left.GivenName), (right.FamilyName, right.GivenName));
}
