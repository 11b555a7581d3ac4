using Hl7.Fhir.Model;
using Infusion.Core.Alarms;
using Infusion.Core.Associations;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Fhir.Mapping;

/// <summary>
/// An alarm is one Observation with a version for each thing that becomes of it; what people say to each other about it is a
/// Communication. R4 has nothing of its own for alarms.
/// </summary>
static partial class FhirMapper
{
    /// <param name="session">Null: of the clinic's own stream.</param>
    static Resource[] OfAlarm(string clinic, AlarmEvent happened, Alarm? before, Alarm? after, SessionState? session)
    {
        if ((after ?? before) is not { } alarm)
        {
            return [];
        }

        Resource[] said = happened switch
        {
            AlarmAcknowledged e => [Said(clinic, e, session, "Acknowledged", e.By, [])],
            AlarmAccepted e => [Said(clinic, e, session, "Goes to it", e.By, [])],
            AlarmRefused e => [Said(clinic, e, session, "Cannot go to it", e.By, [])],
            AlarmAssigned { People: [_, ..] } e => [Said(clinic, e, session, "Asked to go to it", null, e.People)],
            _ => [],
        };
        return happened is AlarmAccepted or AlarmRefused or AlarmAssigned or AlarmNotAnswered
            ? said
            : [AlarmOf(clinic, alarm, session, after is null ? happened.At : null), .. said];
    }

    /// <param name="endedAt">Null: it is not over.</param>
    static Observation AlarmOf(string clinic, Alarm alarm, SessionState? session, DateTimeOffset? endedAt)
    {
        var device = AlarmSource.DeviceOf(alarm.Source);
        var isTechnical = SafetyRules.Find(alarm.Rule)?.IsTechnical is true;
        var observation = new Observation
        {
            Id = FhirId.Of(alarm.Id),
            Meta = session is null && device is null ? null : FhirCodes.Claims("ket-alarm"),
            Identifier = [new Identifier(FhirCodes.AlarmIdentifier, FhirId.Of(alarm.Id))],
            Status = endedAt is null ? ObservationStatus.Preliminary : ObservationStatus.Final,
            Code = KetCodes.Concept(KetCodes.Alarm),
            Subject = session is not null ? FhirCodes.Patient(session.Patient)
                : device is not null ? FhirCodes.Device(clinic, device) : null,
            Focus = session is not null && device is not null ? [FhirCodes.Device(clinic, device)] : [],
            Encounter = session is not null ? FhirCodes.Encounter(session.Id) : null,
            Effective = FhirTime.Period(alarm.Onset, endedAt),
            Value = Condition(alarm),
            Component =
            [
                Component(KetCodes.AlarmPriority, KetCodes.Concept(PriorityCode(alarm.Priority))),
                Component(KetCodes.AlarmKind, KetCodes.Concept(isTechnical ? "technical" : "physiological")),
                Component(KetCodes.AlarmPresence, new CodeableConcept { Coding = [new Coding(FhirCodes.AlertPresence, Presence(alarm, endedAt))] }),
            ],
        };
        if (alarm.AudioPausedUntil is { } until && endedAt is null)
        {
            observation.Component.Add(Component(KetCodes.AlarmInactivation, FhirTime.Period(null, until)));
        }

        AddNumber(observation, KetCodes.AlarmObserved, alarm.Metric, alarm.Observed);
        AddNumber(observation, KetCodes.AlarmLimit, alarm.Metric, alarm.HardLimit);
        return observation;
    }

    /// <summary>Our rule by its stable code, and the code by which the device alarms itself, where the number of it is known.</summary>
    static CodeableConcept Condition(Alarm alarm)
    {
        var condition = new CodeableConcept { Coding = [new Coding(FhirCodes.Rules, alarm.Rule)], Text = alarm.Rule.Replace('-', ' ') };
        if (AlarmSource.CodeOf(alarm.Source) is { } code)
        {
            condition.Text = code;
            if (EventCodes.TryGetValue(code, out var number))
            {
                condition.Coding.Add(new Coding(FhirCodes.Mdc, number, code));
            }
        }

        return condition;
    }

    static readonly Dictionary<string, string> EventCodes = new(StringComparer.Ordinal)
    {
        ["MDC_EVT_FLUID_LINE_OCCL"] = "196940",
        ["MDC_EVT_BATT_LO"] = "196802",
        ["MDC_EVT_FLOW_LO"] = "196950",
        ["MDC_EVT_HI"] = "196648",
        ["MDC_EVT_HI_GT_LIM"] = "196650",
        ["MDC_EVT_LO"] = "196670",
        ["MDC_EVT_LO_LT_LIM"] = "196672",
        ["MDC_EVT_DESAT"] = "199854",
    };

    static string PriorityCode(AlarmPriority priority) => priority switch
    {
        AlarmPriority.High => "high",
        AlarmPriority.Medium => "medium",
        _ => "low",
    };

    static string Presence(Alarm alarm, DateTimeOffset? endedAt) => alarm switch
    {
        _ when endedAt is not null => "off",
        { Presence: AlarmPresence.Latched } => "latched",
        { IsAcknowledged: true } => "ack",
        _ => "on",
    };

    static void AddNumber(Observation observation, string code, Metric metric, decimal? value)
    {
        if (value is { } number && metric is not Metric.Unknown && MetricTable.Of(metric) is var info)
        {
            observation.Component.Add(Component(code, FhirCodes.Quantity(number, info.Unit, info.UnitText)));
        }
    }

    static Observation.ComponentComponent Component(string code, DataType value) => new() { Code = KetCodes.Concept(code), Value = value };

    static Communication Said(
        string clinic, AlarmEvent happened, SessionState? session, string words, string? by, IReadOnlyList<string> to) => new()
        {
            Meta = session is null ? null : FhirCodes.Claims("ket-alarm-answer"),
            Id = FhirId.Derive("communication", $"{FhirId.Of(happened.Alarm)}:{words}:{by}:{FhirTime.Text(happened.At)}"),
            Status = EventStatus.Completed,
            Category = [FhirCodes.Words("Alarm")],
            Subject = session is not null ? FhirCodes.Patient(session.Patient) : null,
            Encounter = session is not null ? FhirCodes.Encounter(session.Id) : null,
            About = [new ResourceReference($"Observation/{FhirId.Of(happened.Alarm)}")],
            SentElement = FhirTime.DateTime(happened.At),
            Sender = by is not null ? FhirCodes.Person(clinic, by) : FhirCodes.Organization(clinic),
            Recipient = [.. to.Select(person => FhirCodes.Person(clinic, person))],
            Payload = [new() { Content = new FhirString(words) }],
        };

    /// <summary>A correction shows that this would have sounded. It never did, and says so.</summary>
    static Observation Found(string clinic, RetrospectiveFinding finding, SessionState after)
    {
        var alarm = new Alarm(
            finding.Alarm, finding.Rule, finding.Metric, finding.Source, finding.Priority, finding.Onset, finding.Onset, finding.Observed, finding.HardLimit);
        var observation = AlarmOf(clinic, alarm, after, finding.EndedAt);
        observation.Status = finding.EndedAt is null ? ObservationStatus.Unknown : ObservationStatus.Final;
        observation.Note = [new Annotation { Text = new Markdown("Found when the chart was corrected: it never sounded.") }];
        return observation;
    }

    /// <summary>What sounded stays, and is marked where it sounded because of somebody else.</summary>
    static IEnumerable<FhirChange> Marked(CorrectionCompleted correction) =>
    [
        .. correction.OfAnotherPatient.Select(alarm => FhirChange.To<Observation>(FhirId.Of(alarm), observation =>
        {
            observation.Status = ObservationStatus.Corrected;
            observation.Note = [new Annotation { Text = new Markdown("It sounded here because of another patient: the device was not this patient's.") }];
        })),
        .. correction.Restored.Select(alarm => FhirChange.To<Observation>(FhirId.Of(alarm), observation =>
        {
            observation.Status = ObservationStatus.Corrected;
            observation.Note = [];
        })),
        .. correction.Withdrawn.Select(alarm => FhirChange.To<Observation>(FhirId.Of(alarm), observation =>
            observation.Status = ObservationStatus.EnteredInError)),
    ];
}
