using Infusion.Core.Charting;
using Infusion.Core.Sessions;
using Infusion.Server.Charts.Document.Sections;

namespace Infusion.Server.Charts.Document;

/// <summary>Makes the chart of what it rests on. Pure.</summary>
static class ChartBuilder
{
    static readonly Func<ChartFacts, ChartSection>[] Sections =
    [
        SessionSection.Session,
        SessionSection.Before,
        OrderSection.Build,
        VitalsGrid.Build,
        OrderSection.Delivery,
        ScoresSection.Build,
        MedicationSection.Build,
        MedicationSection.AdverseEvents,
        AlarmsSection.Build,
        DischargeSection.Build,
        VialsSection.Build,
        MissingSection.Build,
        DevicesSection.Build,
        TimesSection.Build,
        EventsSection.Build,
        PeopleSection.Build,
        PeopleSection.Additions,
        PeopleSection.Signatures,
    ];

    /// <param name="signatures">In the order in which they were given; empty: nobody has signed.</param>
    /// <param name="asOf">Of an open session: until when it goes. Null: of what was recorded last, so that the same content gives the same chart.</param>
    public static ChartDocument Build(ChartContent content, IReadOnlyList<Signature> signatures, DateTimeOffset? asOf = null) =>
        Build(content, ChartFold.Of(content.State, content.Readings.Select(each => (each.Reading, each.At))), signatures, asOf);

    /// <param name="readings">All of the session's, as far as the record goes.</param>
    public static ChartDocument Build(ChartRecord content, ChartFold readings, IReadOnlyList<Signature> signatures, DateTimeOffset? asOf)
    {
        var facts = new ChartFacts(content, readings, signatures, asOf);
        return new ChartDocument(
            ChartDocument.CurrentFormat, Identity(facts), Status(facts), ChartGraphBuilder.Build(facts), [.. Sections.Select(build => build(facts))]);
    }

    static ChartIdentity Identity(ChartFacts facts)
    {
        var patient = facts.Patient;
        return new ChartIdentity(
            facts.Session,
            facts.State.Patient,
            patient is null ? "erased" : $"{patient.FamilyName}, {patient.GivenName}",
            patient?.BirthDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? ChartWords.NotRecorded,
            patient?.Mrn ?? ChartWords.NotRecorded,
            facts.About.ClinicName,
            facts.State.Chair,
            facts.Time.Day(facts.From),
            facts.Time.ZoneText,
            facts.About.Simulated);
    }

    static ChartStatus Status(ChartFacts facts)
    {
        var asOf = facts.Time.Full(facts.AsOf);
        var isComplete = facts.State.Phase == SessionPhase.Closed;
        return new ChartStatus(isComplete, facts.AsOf, isComplete
            ? $"{InDoubt(facts)}Complete: the session was closed {facts.Time.Full(facts.State.PhaseSince)}. As of {asOf}."
            : $"{InDoubt(facts)}The session is open ({CareWords.Spaced(facts.State.Phase)}): this is what was charted as of {asOf}.");
    }

    /// <summary>"", or what makes the chart one not to rely on yet.</summary>
    static string InDoubt(ChartFacts facts) => facts.State.Correction switch
    {
        { InProgress.IsEmpty: false } => "CORRECTION IN PROGRESS: whose a device was is being put right, and what stands here will change. ",
        { Disputes: [var dispute, ..] } => $"DISPUTED: two chairs claim {dispute.Device}; its values are withheld from both. ",
        _ => "",
    };
}
