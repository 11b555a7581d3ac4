using System.Text.RegularExpressions;

namespace Infusion.Server.Patients.Import;

/// <summary>What the columns of a file are called, here and by those who made it.</summary>
sealed partial class PatientColumns
{
    /// <summary>Only letters and digits of a name count, without case: "Birth Date", "birth_date" and "birthDate" are one.</summary>
    static readonly Dictionary<string, string> Known = new (string Key, string Names)[]
    {
        ("familyName", "familyname lastname surname family"),
        ("givenName", "givenname firstname forename given"),
        ("birthDate", "birthdate dateofbirth dob born"),
        ("mrn", "mrn number patientnumber medicalrecordnumber"),
        ("gender", "gender sex"),
        ("allergies", "allergies allergy"),
        ("weightKg", "weightkg weightinkg weightkilograms kg"),
        ("weightLb", "weightlb weightlbs weightinlb weightinlbs weightpounds lb lbs"),
        ("weightDate", "weightdate weighton weighed"),
        ("weightMethod", "weightmethod"),
        ("contactName", "contactname"),
        ("contactRelation", "contactrelation"),
        ("contactPhone", "contactphone"),
        ("identifierSystem", "identifiersystem"),
        ("identifierValue", "identifiervalue identifier"),
    }.SelectMany(each => each.Names.Split(' '), (each, name) => (each.Key, name)).ToDictionary(each => each.name, each => each.Key);

    readonly Dictionary<string, int> _places = [];
    readonly IReadOnlyList<string> _header;

    PatientColumns(IReadOnlyList<string> header) => _header = header;

    public int Count => _header.Count;

    /// <summary>Their names in the file.</summary>
    public List<string> Ignored { get; } = [];

    /// <summary>How many columns of such a header are known; for finding out what separates them.</summary>
    public static int Recognised(IReadOnlyList<string> header) => header.Count(name => Known.ContainsKey(Bare(name)));

    /// <exception cref="UnreadableFileException">What has to be named is not, or twice, or a weight without its unit.</exception>
    public static PatientColumns Of(IReadOnlyList<string> header)
    {
        var columns = new PatientColumns(header);
        for (var place = 0; place < header.Count; place++)
        {
            var bare = Bare(header[place]);
            if (bare is "weight" or "bodyweight")
            {
                throw new UnreadableFileException($"Column \"{header[place]}\" does not say its unit: call it weight_kg or weight_lb.");
            }

            if (!Known.TryGetValue(bare, out var key))
            {
                columns.Ignored.AddRange(header[place].Trim().Length > 0 ? [header[place]] : []);
            }
            else if (!columns._places.TryAdd(key, place))
            {
                throw new UnreadableFileException(
                    $"Columns \"{columns.NameOf(key)}\" and \"{header[place]}\" say the same: take one of them out.");
            }
        }

        foreach (var (key, name) in new[] { ("familyName", "family_name"), ("givenName", "given_name") })
        {
            if (!columns._places.ContainsKey(key))
            {
                throw new UnreadableFileException($"There is no column {name}. The first line names the columns, such as family_name,given_name,birth_date,mrn.");
            }
        }

        return columns._places.ContainsKey("weightKg") && columns._places.ContainsKey("weightLb")
            ? throw new UnreadableFileException("There is a column of weights in kg and one in lb: keep one of them.")
            : columns;
    }

    public bool Has(string key) => _places.ContainsKey(key);

    /// <returns>Null: no such column, or nothing in it.</returns>
    public string? Read(IReadOnlyList<string> fields, string key) =>
        _places.TryGetValue(key, out var place) && fields[place].Trim() is { Length: > 0 } text ? text : null;

    /// <summary>As the file calls it; a column that is not there, as it would be called.</summary>
    public string NameOf(string key) => _places.TryGetValue(key, out var place) ? _header[place].Trim() : Words().Replace(key, "_$1").ToLowerInvariant();

    static string Bare(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Words();
}

/// <summary>The file as a whole cannot be read; the message says why and what would work.</summary>
sealed class UnreadableFileException(string message) : Exception(message);
