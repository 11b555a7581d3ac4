using Infusion.Core.Admission;
using Infusion.Core.Dosing;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>Who, where, when, under which protocol; and what was known before the infusion.</summary>
static class SessionSection
{
    public static ChartSection Session(ChartFacts facts)
    {
        var (state, patient, protocol) = (facts.State, facts.Patient, facts.Protocol);
        return Section("session", "Session", [
            Fact("patient", "Patient", patient is null ? "erased" : $"{patient.FamilyName}, {patient.GivenName}"),
            Fact("birth-date", "Born", patient?.BirthDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
            Fact("mrn", "MRN", patient?.Mrn),
            Fact("identifiers", "Other identifiers", patient is null ? null : string.Join("; ", patient.Identifiers.Select(each => $"{each.System}: {each.Value}"))),
            Fact("gender", "Gender", patient?.Gender),
            Fact("encounter", "Session (encounter)", facts.Session.ToString()),
            Fact("clinic", "Clinic", facts.About.ClinicName),
            Fact("chair", "Chair", state.Chair),
            Fact("planned", "Planned", $"{facts.Time.Full(facts.Planned.At)} by {facts.Person(facts.Planned.By)}"),
            Fact("protocol", "Protocol", protocol is null
                ? $"{state.Order.Protocol} version {state.Order.ProtocolVersion}, no longer there"
                : $"{protocol.Name} ({protocol.Id} version {protocol.Version})"),
            Fact("approval", "Approved", protocol is null ? null : protocol.Approval is { } approval
                ? $"by {facts.Person(approval.By)}, {facts.Time.Full(approval.At)}"
                : "NOT APPROVED: a sample or a draft"),
            Fact("indication", "Indication", protocol is null ? null : $"{protocol.Indication} (the protocol's; the patient's own: {NotRecorded})"),
            Fact("series", "Series", Series(facts.Planned.History)),
            Fact("phase", "Phase", $"{Capital(CareWords.Spaced(state.Phase))}, since {facts.Time.Full(state.PhaseSince)}"),
        ]);
    }

    public static ChartSection Before(ChartFacts facts)
    {
        var patient = facts.Patient;
        var baseline = facts.Events.OfType<BaselineTaken>().LastOrDefault();
        return Section("before", "Before the infusion", [
            Fact("two-identifiers", "Two-identifier check", AdmissionFacts.Answers(facts, CheckInItem.Identity)),
            Fact("consent", "Consent (version, date)", AdmissionFacts.Answers(facts, CheckInItem.Consent)),
            Fact("asa", "ASA class", null),
            Fact("airway", "Airway", null),
            Fact("fasting", "Fasting", AdmissionFacts.Answers(facts, CheckInItem.Fasting)),
            Fact("allergies", "Allergies", Allergies(patient)),
            Fact("home-medication", "Last benzodiazepine, last stimulant", AdmissionFacts.Answers(facts, CheckInItem.Benzodiazepine, CheckInItem.Stimulant)),
            Fact("hcg-uds", "Pregnancy test, drug screen", AdmissionFacts.Answers(facts, CheckInItem.Pregnancy, CheckInItem.Substances)),
            Fact("contraindications", "Contraindications", AdmissionFacts.Answers(facts, CheckInItem.Contraindications)),
            Fact("suicidality", "Suicidality screen", AdmissionFacts.Answers(facts, CheckInItem.Suicidality)),
            Fact("escort-asked", "Escort, as said at check-in", AdmissionFacts.Answers(facts, CheckInItem.Escort)),
            Fact("other-medication", "Other medication", null),
            Fact("weight", "Weight", Weight(facts)),
            Fact("baseline-scores", "Scores before the start", Scores(facts)),
            Fact("baseline-vitals", "Baseline vitals", baseline is null ? null : Baseline(baseline, facts.Time)),
            Fact("iv-access", "IV site, gauge, attempts", null),
        ]);
    }

    static string? Series(DoseHistory? history) => history is null
        ? null
        : $"{Number(history.GivenInSeries.Milligrams)} mg given earlier in this series, {Number(history.GivenLast24Hours.Milligrams)} mg in the 24 h before the plan; number in the series: {NotRecorded}";

    static string? Allergies(ChartPatient? patient) => patient is null ? null
        : patient.Allergies.Length > 0 ? string.Join("; ", patient.Allergies.Select(each => $"{each.Text} ({CareWords.Spaced(each.Severity)})"))
        : patient.NoKnownAllergies ? "none known; somebody asked" : null;

    static string Weight(ChartFacts facts)
    {
        var order = facts.State.Order;
        var record = order.WeightRecord;
        var how = record is null ? $"how: {NotRecorded}" : $"{CareWords.Spaced(record.Method)}{(record.On is { } on ? $" {on:yyyy-MM-dd}" : "")}";
        var actual = record?.Actual is { } weighed ? $"; actual weight {Number(weighed.Kilograms)} kg" : "";
        return $"{Number(order.Weight.Kilograms)} kg, {CareWords.Spaced(order.WeightBasis)} weight, {how}{actual}";
    }

    static string? Scores(ChartFacts facts)
    {
        var start = facts.State.StartedAt ?? facts.To;
        return string.Join("; ", facts.Events.OfType<ObservationCharted>().Where(each => each.At <= start).OrderBy(each => each.At)
            .Select(each => $"{ScoresSection.Score(each)} at {facts.Time.Minute(each.At)}"));
    }

    static string Baseline(BaselineTaken taken, ChartTime time)
    {
        var values = SessionState.BaselineOf(taken).OrderBy(each => each.Key)
            .Select(each => $"{Core.Telemetry.MetricTable.Of(each.Key).Label} {Number(each.Value)} {Core.Telemetry.MetricTable.Of(each.Key).UnitText}").ToList();
        return values.Count == 0 ? $"none: no valid values before the start ({time.Clock(taken.At)})" : $"{string.Join(", ", values)} ({time.Clock(taken.At)})";
    }
}
