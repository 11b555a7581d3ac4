using Hl7.Fhir.Model;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Recovery;
using Infusion.Core.Sessions;
using Observation = Hl7.Fhir.Model.Observation;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>Scores at the chair, recovery, and what was thrown away.</summary>
static partial class FhirMapper
{
    static IReadOnlyList<Resource> OfAfter(string clinic, AfterEvent happened, SessionState after) => happened switch
    {
        RecoveryScored scored => [Recovery(clinic, scored, after)],
        VialOpened opened => [Vial(clinic, opened, after)],
        VialWasted wasted => [Waste(clinic, wasted, after), .. Witnessed(clinic, wasted, after)],
        _ => [],
    };

    /// <returns>Null: a scale without a code of its own.</returns>
    static Observation? Score(string clinic, ObservationCharted charted, SessionState after)
    {
        if (KetCodes.Of(charted.Scale, charted.What) is not { } code)
        {
            return null;
        }

        var score = Scored(clinic, after, code, charted.At, charted.By, charted.Score);
        score.Category = [charted.What is Core.DrugLibrary.Observation.Sedation
            ? FhirCodes.Concept(FhirCodes.ObservationCategory, "exam", "Exam")
            : FhirCodes.Concept(FhirCodes.ObservationCategory, "survey", "Survey")];
        if (charted is { Scale: ObservationScale.Numeric, What: Core.DrugLibrary.Observation.Pain })
        {
            score.Code.Coding.Add(new Coding(FhirCodes.Loinc, "72514-3"));
        }

        return score;
    }

    static Observation Recovery(string clinic, RecoveryScored scored, SessionState after)
    {
        var score = Scored(clinic, after, KetCodes.Of(scored.Scale), scored.At, scored.By, scored.Total);
        score.Category = [FhirCodes.Concept(FhirCodes.ObservationCategory, "exam", "Exam")];
        score.Component =
        [
            .. scored.Items.Select(item => new Observation.ComponentComponent
            {
                Code = KetCodes.Concept(KetCodes.Of(item.Item)),
                Value = Points(item.Score),
            }),
        ];
        return score;
    }

    static Observation Scored(string clinic, SessionState after, string code, DateTimeOffset at, string by, decimal value)
    {
        var key = $"{FhirId.Of(after.Id)}:score:{code}:{FhirTime.Text(at)}:by:{by}";
        return new Observation
        {
            Id = FhirId.Derive("observation", key),
            Meta = FhirCodes.Claims("ket-score"),
            Identifier = [new Identifier(FhirCodes.ObservationIdentifier, key)],
            Status = ObservationStatus.Final,
            Code = KetCodes.Concept(code),
            Subject = FhirCodes.Patient(after.Patient),
            Encounter = FhirCodes.Encounter(after.Id),
            Effective = FhirTime.DateTime(at),
            Performer = [FhirCodes.Person(clinic, by)],
            Value = Points(value),
        };
    }

    static Quantity Points(decimal score) => FhirCodes.Quantity(score, "{score}", "score");

    static string VialId(Guid vial) => FhirId.Derive("vial", FhirId.Of(vial));

    /// <summary>A vial of a controlled drug as it was taken out: how much, of which lot.</summary>
    static MedicationDispense Vial(string clinic, VialOpened opened, SessionState after) => new()
    {
        Id = VialId(opened.Vial),
        Identifier = [new Identifier(FhirCodes.VialIdentifier, FhirId.Of(opened.Vial))],
        Status = MedicationDispense.MedicationDispenseStatusCodes.Completed,
        Medication = Drug(opened.Drug),
        Subject = FhirCodes.Patient(after.Patient),
        Context = FhirCodes.Encounter(after.Id),
        Performer = [new() { Actor = FhirCodes.Person(clinic, opened.By) }],
        AuthorizingPrescription = [new ResourceReference($"MedicationRequest/{OrderId(after.Id)}")],
        Quantity = FhirCodes.Quantity(Plain(opened.Volume.Millilitres), "mL", "mL"),
        WhenHandedOverElement = FhirTime.DateTime(opened.At),
        Note =
        [
            new Annotation
            {
                Text = new Markdown(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{Plain(opened.Strength.MilligramsPerMillilitre)} mg/mL, lot {opened.Lot}, expires {opened.Expiry:yyyy-MM-dd}")),
            },
        ],
    };

    static string WasteKey(SessionState after, VialWasted wasted) => $"{FhirId.Of(after.Id)}:waste:{FhirId.Of(wasted.Vial)}:{FhirTime.Text(wasted.At)}";

    /// <summary>R4 has no resource for the waste of a controlled drug.</summary>
    static Observation Waste(string clinic, VialWasted wasted, SessionState after) => new()
    {
        Id = FhirId.Derive("observation", WasteKey(after, wasted)),
        Meta = FhirCodes.Claims("ket-waste"),
        Identifier = [new Identifier(FhirCodes.ObservationIdentifier, WasteKey(after, wasted))],
        PartOf =
        [
            new ResourceReference($"MedicationDispense/{VialId(wasted.Vial)}"),
            .. HasBegun(after) && !after.IsSingleDose ? new[] { new ResourceReference($"MedicationAdministration/{InfusionId(after.Id)}") } : [],
        ],
        Status = ObservationStatus.Final,
        Code = KetCodes.Concept(KetCodes.Waste),
        Subject = FhirCodes.Patient(after.Patient),
        Encounter = FhirCodes.Encounter(after.Id),
        Effective = FhirTime.DateTime(wasted.At),
        Performer = [FhirCodes.Person(clinic, wasted.By), FhirCodes.Person(clinic, wasted.Witness)],
        Value = Milligrams(wasted.Wasted),
    };

    /// <summary>Both gave their password for it.</summary>
    static IReadOnlyList<Resource> Witnessed(string clinic, VialWasted wasted, SessionState after) =>
    [
        Of(after.Patient, new Provenance
        {
            Id = FhirId.Derive("act", WasteKey(after, wasted)),
            Target = [new ResourceReference($"Observation/{FhirId.Derive("observation", WasteKey(after, wasted))}")],
            Occurred = FhirTime.DateTime(wasted.At),
            Recorded = wasted.ChartedAt ?? wasted.At,
            Activity = FhirCodes.Words("Waste of a controlled substance, witnessed"),
            Agent = [new() { Who = FhirCodes.Person(clinic, wasted.By) }, new() { Who = FhirCodes.Person(clinic, wasted.Witness) }],
        }),
    ];
}
