using System.Globalization;
using System.Reflection;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Infusion.Server.Fhir.Rest;

namespace Infusion.Server.Tests.Fhir;

/// <summary>Makes, for any parameter of any type, a resource that has a known value where R4 says the parameter looks.</summary>
static class Samples
{
    /// <summary>A composite has what each of its parts needs.</summary>
    public static Resource Of(FhirTypeInfo type, SearchParameterInfo parameter)
    {
        var resource = Empty(type, $"p-{parameter.Name}");
        foreach (var part in parameter.Parts.Count > 0 ? parameter.Parts : [parameter])
        {
            if (part.Paths.Count > 0)
            {
                Fill(resource, part.Paths[0], 0, part);
            }
        }

        return resource;
    }

    public static Resource Empty(FhirTypeInfo type, string id)
    {
        var resource = (Resource)Activator.CreateInstance(ModelInfo.GetTypeForFhirType(type.Name)!)!;
        resource.Id = id;
        return resource;
    }

    /// <summary>What finds it, as it stands in an address.</summary>
    public static string ValueOf(SearchParameterInfo parameter, Resource sample) => parameter.Kind switch
    {
        SearchKind.Id => sample.Id!,
        SearchKind.Instant or SearchKind.Period or SearchKind.Date => "2026-11-23",
        SearchKind.Patient => "Patient/sample",
        SearchKind.Reference => parameter.Paths[0].Target is { } only ? $"{only}/sample" : $"{TargetOf(parameter)}/sample",
        SearchKind.String => "RIVER",
        SearchKind.Quantity => "72|http://unitsofmeasure.org|/min",
        SearchKind.Uri => "urn:sample:uri",
        SearchKind.Composite => string.Join('$', parameter.Parts.Select(part => ValueOf(part, sample))),
        _ => LeafOf(sample, parameter.Paths[0]) is PrimitiveType { JsonValue: { } text } ? Convert.ToString(text, CultureInfo.InvariantCulture)!.ToLowerInvariantIfBoolean() : "urn:sample|code",
    };

    /// <summary>A value of the same kind that nothing has.</summary>
    public static string OtherValueOf(SearchParameterInfo parameter) => parameter.Kind switch
    {
        SearchKind.Instant or SearchKind.Period or SearchKind.Date => "1999-01-01",
        SearchKind.Patient => "Patient/nobody",
        SearchKind.Quantity => "1000000",
        SearchKind.Composite => "nothing$1000000",
        _ => "nothing",
    };

    static string ToLowerInvariantIfBoolean(this string text) => text is "True" or "False" ? text.ToLowerInvariant() : text;

    static string TargetOf(SearchParameterInfo parameter) => parameter.Targets.FirstOrDefault(SearchTable.Types.ContainsKey) ?? parameter.Targets[0];

    static Base? LeafOf(Base from, ElementPath path) => path.Segments.Aggregate((Base?)from, (at, segment) =>
        at is null || !at.TryGetValue(segment, out var found) ? null : found as Base ?? ((IEnumerable<Base>)found).First());

    static void Fill(Base at, ElementPath path, int depth, SearchParameterInfo parameter)
    {
        var element = ModelInfo.ModelInspector.FindClassMapping(at.GetType())!.FindMappedElementByName(path.Segments[depth])!;
        var isLeaf = depth == path.Segments.Length - 1;
        var type = path.As is { } named && isLeaf ? ModelInfo.GetTypeForFhirType(named)! : LeafType(element, parameter, isLeaf);
        var child = (Base)Activator.CreateInstance(type)!;
        if (isLeaf)
        {
            SetLeaf(child, path, parameter);
        }
        else
        {
            Fill(child, path, depth + 1, parameter);
        }

        if (element.IsCollection)
        {
            var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element.ImplementingType))!;
            list.Add(child);
            Property(at, element.Name).SetValue(at, list);
        }
        else
        {
            Property(at, element.Name).SetValue(at, child);
        }
    }

    static PropertyInfo Property(Base of, string element) =>
        of.GetType().GetProperties().First(property => property.GetCustomAttributes<FhirElementAttribute>().Any(each => each.Name == element));

    static Type LeafType(PropertyMapping element, SearchParameterInfo parameter, bool isLeaf) =>
        !isLeaf || !element.ImplementingType.IsAbstract ? element.ImplementingType
        : parameter.Kind switch
        {
            SearchKind.Period or SearchKind.Date => typeof(FhirDateTime),
            SearchKind.Patient or SearchKind.Reference => typeof(ResourceReference),
            SearchKind.Quantity => typeof(Quantity),
            _ => typeof(CodeableConcept),
        };

    static void SetLeaf(Base leaf, ElementPath path, SearchParameterInfo parameter)
    {
        switch (leaf)
        {
            case CodeableConcept concept:
                concept.Coding.Add(new Coding("urn:sample", "code"));
                break;
            case Coding coding:
                (coding.System, coding.Code) = ("urn:sample", "code");
                break;
            case Identifier identifier:
                (identifier.System, identifier.Value) = ("urn:sample", "code");
                break;
            case ResourceReference reference:
                reference.Reference = $"{path.Target ?? (parameter.Kind is SearchKind.Patient ? "Patient" : TargetOf(parameter))}/sample/_history/3";
                break;
            case Canonical canonical:
                canonical.Value = "Questionnaire/sample";
                break;
            case Period period:
                (period.Start, period.End) = ("2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z");
                break;
            case Timing timing:
                timing.Event = ["2026-11-23T10:00:00Z"];
                break;
            case Quantity quantity:
                (quantity.Value, quantity.System, quantity.Code, quantity.Unit) = (72.0m, "http://unitsofmeasure.org", "/min", "beats");
                break;
            case HumanName name:
                (name.Family, name.Given) = ("Rivera", ["Ana"]);
                break;
            case Hl7.Fhir.Model.Instant instant:
                instant.Value = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
                break;
            case FhirBoolean flag:
                flag.Value = true;
                break;
            case Date or FhirDateTime:
                ((PrimitiveType)leaf).JsonValue = "2026-11-23";
                break;
            case PrimitiveType code when leaf.GetType() is { IsGenericType: true } coded:
                code.JsonValue = ((Enum)Enum.GetValues(coded.GetGenericArguments()[0]).GetValue(0)!).GetLiteral();
                break;
            case PrimitiveType text:
                text.JsonValue = parameter.Kind is SearchKind.Uri ? "urn:sample:uri" : parameter.Kind is SearchKind.String ? "Rivera" : "code";
                break;
            default:
                throw new NotSupportedException($"{leaf.TypeName} of {parameter.Name} has no sample");
        }
    }
}
