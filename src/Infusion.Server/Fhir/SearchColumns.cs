using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Fhir.Rest;

namespace Infusion.Server.Fhir;

/// <summary>What a resource can be found by, read out of it along the paths of <see cref="SearchTable"/>.</summary>
sealed class SearchColumns
{
    /// <summary>The columns of a resource that says no clinical date: it stands beyond every date, so that it is on a page, and matches none.</summary>
    static readonly DateInterval Undated = new(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);

    readonly HashSet<string> _codes = [];
    readonly HashSet<string> _categories = [];
    readonly HashSet<string> _identifiers = [];
    readonly HashSet<string> _terms = [];
    readonly HashSet<string> _refs = [];

    public string? Patient { get; private set; }

    public string[] Codes => [.. _codes];

    public string[] Categories => [.. _categories];

    public string[] Identifiers => [.. _identifiers];

    public string? Status { get; private set; }

    public DateInterval Date { get; private set; }

    /// <summary>"name=value" of every parameter that has no column of its own: see <see cref="SearchTerm"/>.</summary>
    public string[] Terms => [.. _terms];

    /// <summary>"name=Type/id" of every reference.</summary>
    public string[] Refs => [.. _refs];

    public static SearchColumns Of(Resource resource)
    {
        if (!SearchTable.Types.TryGetValue(resource.TypeName, out var type))
        {
            throw new NotSupportedException($"{resource.TypeName} has no search columns");
        }

        var columns = new SearchColumns { Patient = OwnerOf(resource) };
        if (type.DateParameter is not null)
        {
            columns.Date = Undated;
        }

        foreach (var parameter in type.Parameters)
        {
            foreach (var path in parameter.Paths)
            {
                columns.Walk(parameter, path, resource, 0);
            }
        }

        return columns;
    }

    /// <summary>Whose it is where no search parameter says so: what its mapper said, the patient, a document by its first page, a file by what guards it.</summary>
    static string? OwnerOf(Resource resource) => resource switch
    {
        _ when resource.Annotation<RecordOf>() is { } record => IdOfPatient(FhirCodes.Patient(record.Patient).Reference!),
        Patient patient => patient.Id,
        Bundle { Entry: [{ Resource: Composition { Subject.Reference: { } subject } }, ..] } => IdOfPatient(subject),
        Binary { SecurityContext.Reference: { } guard } => IdOfPatient(guard),
        _ => null,
    };

    static string? IdOfPatient(string reference) =>
        reference.StartsWith("Patient/", StringComparison.Ordinal) ? SearchTerm.WithoutVersion(reference)["Patient/".Length..] : null;

    void Walk(SearchParameterInfo parameter, ElementPath path, Base at, int depth)
    {
        if (depth == path.Segments.Length)
        {
            if (path.As is null || at.TypeName == path.As)
            {
                Take(parameter, path, at);
            }
        }
        else if (at.TryGetValue(path.Segments[depth], out var found))
        {
            if (found is IEnumerable<Base> several)
            {
                foreach (var each in several)
                {
                    Walk(parameter, path, each, depth + 1);
                }
            }
            else if (found is Base one)
            {
                Walk(parameter, path, one, depth + 1);
            }
        }
    }

    void Take(SearchParameterInfo parameter, ElementPath path, Base element)
    {
        switch (parameter.Kind)
        {
            case SearchKind.Status:
                Status = (element as PrimitiveType)?.JsonValue as string;
                break;
            case SearchKind.Token when parameter.Column != "who":
                foreach (var (system, code) in SearchTerm.Tokens(element))
                {
                    var (to, prefix) = parameter.Column switch
                    {
                        "codes" => (_codes, ""),
                        "categories" => (_categories, ""),
                        "identifiers" => (_identifiers, ""),
                        _ => (_terms, parameter.Prefix),
                    };
                    to.Add(prefix + FhirToken.Full(system, code));
                    to.Add(prefix + FhirToken.Bare(code));
                }

                break;
            case SearchKind.Patient or SearchKind.Reference:
                TakeReference(parameter, path, element);
                break;
            case SearchKind.Period when SearchTerm.Date(element) is { } date:
                Date = date;
                break;
            case SearchKind.Date when SearchTerm.Date(element) is { } date:
                _terms.Add(parameter.Prefix + SearchTerm.Text(date));
                break;
            case SearchKind.String:
                foreach (var text in SearchTerm.Strings(element))
                {
                    _terms.Add(parameter.Prefix + SearchTerm.Folded(text));
                    _terms.Add($"{parameter.Name}:exact={text}");
                }

                break;
            case SearchKind.Quantity when element is Quantity { Value: { } value } quantity:
                _terms.Add($"{parameter.Prefix}{value.ToString(CultureInfo.InvariantCulture)}|{FhirToken.Bare(quantity.System ?? "")}|{FhirToken.Bare(quantity.Code ?? "")}|{FhirToken.Bare(quantity.Unit ?? "")}");
                break;
            case SearchKind.Uri when element is PrimitiveType { JsonValue: string uri }:
                _terms.Add(parameter.Prefix + uri);
                break;
        }
    }

    void TakeReference(SearchParameterInfo parameter, ElementPath path, Base element)
    {
        // A canonical is found with its version and without.
        if (element is PrimitiveType { JsonValue: string canonical })
        {
            _refs.Add(parameter.Prefix + canonical);
            _refs.Add(parameter.Prefix + canonical.Split('|')[0]);
            return;
        }

        if (element is not ResourceReference reference)
        {
            return;
        }

        var target = reference.Reference is null ? null : SearchTerm.WithoutVersion(reference.Reference);
        if (path.Target is { } only && target?.StartsWith(only + "/", StringComparison.Ordinal) is not true)
        {
            return;
        }

        if (target is not null)
        {
            var patient = IdOfPatient(target);
            if (parameter.Name == "patient")
            {
                Patient ??= patient;
            }

            if (parameter.Kind is SearchKind.Reference || patient is null)
            {
                _refs.Add(parameter.Prefix + target);
            }
        }

        if (reference.Identifier?.Value is { } identifier)
        {
            _terms.Add($"{parameter.Name}:identifier={FhirToken.Full(reference.Identifier.System, identifier)}");
            _terms.Add($"{parameter.Name}:identifier={FhirToken.Bare(identifier)}");
        }
    }
}
