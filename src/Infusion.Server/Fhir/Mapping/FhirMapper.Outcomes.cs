using System.Globalization;
using Hl7.Fhir.Model;
using Infusion.Core.Assessments;
using Infusion.Core.Outcomes;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>
/// What patients answer between infusions. The form is the questionnaire as this program has it: where its wording may not be
/// shipped, an item says what it is about and no more.
/// </summary>
static partial class FhirMapper
{
    /// <summary>Counts up when an instrument's items or answers change, so that an old answer refers to what was asked.</summary>
    const string QuestionnaireVersion = "1";

    static string QuestionnaireUrl(InstrumentCodes codes) => $"{FhirCodes.Canonical}/Questionnaire/{codes.Slug}";

    public static Questionnaire QuestionnaireOf(Instrument instrument)
    {
        var (info, codes) = (Instruments.Find(instrument)!, InstrumentCodes.Of(instrument));
        return new Questionnaire
        {
            Id = codes.Slug,
            Url = QuestionnaireUrl(codes),
            Version = QuestionnaireVersion,
            Name = codes.Slug.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant(),
            Title = info.Name,
            Status = PublicationStatus.Active,
            SubjectType = [ResourceType.Patient],
            Description = new Markdown($"{info.About}. {info.Question}"),
            Copyright = new Markdown(info.Licence),
            Code = codes.Panel is { } panel ? [new Coding(FhirCodes.Loinc, panel)] : [KetCodes.Coding(codes.Slug)],
            Item =
            [
                .. info.Items.Select((item, index) => new Questionnaire.ItemComponent
                {
                    LinkId = LinkId(index),
                    Text = item.Label,
                    Code = codes.Items.Length > index ? [new Coding(FhirCodes.Loinc, codes.Items[index])] : [],
                    Type = Questionnaire.QuestionnaireItemType.Integer,
                    Required = false,
                }),
            ],
        };
    }

    static string LinkId(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    static string ResponseId(Guid assessment) => FhirId.Of(assessment);

    static string TotalId(Guid assessment) => FhirId.Derive("total", FhirId.Of(assessment));

    /// <summary>What is not answered has no answer; a total that is not valid is said to be absent, and is no sum of what is there.</summary>
    static IReadOnlyList<Resource> Answers(string clinic, AssessmentRecorded recorded)
    {
        var (info, codes) = (Instruments.Find(recorded.Instrument)!, InstrumentCodes.Of(recorded.Instrument));
        var author = recorded.IsByTablet ? FhirCodes.Patient(recorded.Patient) : FhirCodes.Person(clinic, recorded.By);
        var response = new QuestionnaireResponse
        {
            Id = ResponseId(recorded.Assessment),
            Meta = FhirCodes.Claims("ket-answers"),
            Identifier = new Identifier(FhirCodes.AssessmentIdentifier, FhirId.Of(recorded.Assessment)),
            Questionnaire = $"{QuestionnaireUrl(codes)}|{QuestionnaireVersion}",
            Status = QuestionnaireResponse.QuestionnaireResponseStatus.Completed,
            Subject = FhirCodes.Patient(recorded.Patient),
            AuthoredElement = FhirTime.DateTime(recorded.At),
            Author = author,
            Source = FhirCodes.Patient(recorded.Patient),
            Item =
            [
                .. recorded.Items.Select((answer, index) => (Answer: answer, Index: index)).Where(each => each.Answer is not null)
                    .Select(each => new QuestionnaireResponse.ItemComponent
                    {
                        LinkId = LinkId(each.Index),
                        Text = info.Items[each.Index].Label,
                        Answer = [new() { Value = new Integer(each.Answer) }],
                    }),
            ],
        };
        var key = $"{FhirId.Of(recorded.Assessment)}:total";
        var score = info.Score(recorded.Items);
        var total = new Observation
        {
            Id = TotalId(recorded.Assessment),
            Meta = FhirCodes.Claims("ket-score"),
            Identifier = [new Identifier(FhirCodes.ObservationIdentifier, key)],
            Status = ObservationStatus.Final,
            Category = [FhirCodes.Concept(FhirCodes.ObservationCategory, "survey", "Survey")],
            Code = codes.Total is { } loinc
                ? new CodeableConcept { Coding = [new Coding(FhirCodes.Loinc, loinc), KetCodes.Coding(codes.Slug)] }
                : KetCodes.Concept(codes.Slug),
            Subject = FhirCodes.Patient(recorded.Patient),
            Effective = new FhirDateTime(recorded.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            IssuedElement = new Instant(recorded.At),
            Performer = [author.DeepCopy() as ResourceReference],
            Value = score.Total is { } value ? Points(value) : null,
            DataAbsentReason = score.Total is null ? FhirCodes.Concept(FhirCodes.DataAbsentReason, "unknown", "Unknown") : null,
            Interpretation = info.BandOf(score.Total) is { } band ? [FhirCodes.Words(band)] : [],
            DerivedFrom = [new ResourceReference($"QuestionnaireResponse/{ResponseId(recorded.Assessment)}")],
        };
        return [response, total];
    }

    static IReadOnlyList<FhirChange> Withdrawn(AssessmentWithdrawn withdrawn) =>
    [
        FhirChange.To<QuestionnaireResponse>(
            ResponseId(withdrawn.Assessment), response => response.Status = QuestionnaireResponse.QuestionnaireResponseStatus.EnteredInError),
        FhirChange.To<Observation>(TotalId(withdrawn.Assessment), total => total.Status = ObservationStatus.EnteredInError),
    ];

    /// <summary>LOINC codes that are known; of the other instruments none is.</summary>
    sealed record InstrumentCodes(string Slug, string? Panel, string? Total, string[] Items)
    {
        public static InstrumentCodes Of(Instrument instrument) => instrument switch
        {
            Instrument.Phq9 => new(
                "phq-9", "44249-1", "44261-6",
                ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]),
            Instrument.Gad7 => new("gad-7", "69737-5", "70274-6", []),
            Instrument.QidsSr16 => new("qids-sr16", null, null, []),
            Instrument.Pcl5 => new("pcl-5", null, null, []),
            Instrument.Ybocs => new("y-bocs", null, null, []),
            Instrument.PainNrs => new("pain", null, "72514-3", []),
            Instrument.Bpi => new("bpi", null, null, []),
            Instrument.Cssrs => new("c-ssrs-screener", null, null, []),
            _ => throw new ArgumentOutOfRangeException(nameof(instrument), instrument, "is no instrument"),
        };
    }
}
