using Hl7.Fhir.Model;
using Infusion.Core.Assessments;
using Infusion.Core.Clinics;
using Infusion.Core.Outcomes;
using Infusion.Core.Pathway;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
using Infusion.Core.Telemetry;
using Infusion.Server.Charts;
using Infusion.Server.Fhir;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Charts;
using Signature = Infusion.Server.Charts.Signature;

namespace Infusion.Server.Tests.Fhir;

/// <summary>
/// Every resource of a whole session, with its patient, devices, vitals, plan, talk therapy and outcomes: what the
/// server emits, without a server. Each version stands in <see cref="Written"/>, the newest of each in <see cref="Resources"/>.
/// </summary>
sealed class WholeRecord
{
    public const string Clinic = "harbor";

    public static readonly Guid Plan = new("0197cccc-0000-7000-8000-000000000003");
    public static readonly Guid Assessment = new("0197dddd-0000-7000-8000-000000000004");

    static readonly DateTimeOffset Committed = ChartCase.At(100);

    readonly Dictionary<(string Type, string Id), Resource> _newest = [];
    readonly Dictionary<(string Type, string Id), int> _versions = [];

    /// <summary>Every version as it is stored, oldest first.</summary>
    public List<FhirRow> Written { get; } = [];

    public IReadOnlyCollection<Resource> Resources => _newest.Values;

    public SessionState? State { get; private set; }

    public static WholeRecord Of(IEnumerable<SessionEvent>? course = null) => new WholeRecord().BuildUp(course ?? ChartCase.Course);

    /// <summary>The same session, signed.</summary>
    public static WholeRecord Signed() => Of().Sign(1, Approval());

    public T Get<T>(string id)
        where T : Resource => (T)_newest[(typeof(T).Name, id)];

    public IEnumerable<T> All<T>()
        where T : Resource => _newest.Values.OfType<T>();

    WholeRecord BuildUp(IEnumerable<SessionEvent> course)
    {
        Tell(new Told(FhirMapper.FromPatient(Clinic, new PatientDocument(
            ChartCase.Patient, "Beispiel", "Erika", new DateOnly(1980, 1, 2), "MRN-1001", "female"))));
        foreach (var (device, kind) in new[] { (ChartCase.Monitor, DeviceKind.Monitor), (ChartCase.Pump, DeviceKind.Pump) })
        {
            Tell(new Told(FhirMapper.Reported(
                Clinic, device, new DeviceReport(device, true, "boot-1", kind, "Acme", "One", "S-1", 0.9m, ChartCase.At(-60)), kind)));
        }

        foreach (var resource in FhirMapper.FromClinic(
            Clinic, "Harbor Clinic", [new Chair("A1", "Room A")],
            new Dictionary<string, string> { ["nguyen"] = "T. Nguyen, RN", ["hale"] = "S. Hale, RN", ["okafor"] = "R. Okafor, MD", ["weber"] = "K. Weber, LCSW" },
            new Dictionary<string, string> { ["nguyen"] = "nurse", ["hale"] = "nurse", ["okafor"] = "physician", ["weber"] = "therapist" }))
        {
            Tell(new Told(FhirChange.WhenDifferent(resource)));
        }

        TellPlan();
        TellOutcomes();
        foreach (var (index, happened) in course.Index())
        {
            Play(happened);
            if (index == 0)
            {
                Vitals();
            }
        }

        return this;
    }

    /// <summary>As after a signature: the document of all that is there, and what stands beside it.</summary>
    public WholeRecord Sign(int version, params Signature[] given)
    {
        var chart = new SealedChart(Clinic, ChartCase.Session, ChartCase.Patient, version, ChartCase.At(120), given, "%PDF-1.7"u8.ToArray());
        var record = ChartRecordBundle.Of(
            chart, [.. Resources.Where(each => each is not (DocumentReference or Bundle or Composition or Binary or Appointment or Provenance or Observation { Value: SampledData })).Select(each => FhirBytes.Of(each))]);
        foreach (var change in FhirMapper.FromChart(chart, record, FhirBytes.Of(record), _ => "e30..c2lnbmVk"))
        {
            Tell(new Told(change));
        }

        foreach (var raw in FhirMapper.FromReadings(Clinic, ChartCase.Session, ChartCase.Patient, RawReadings.Of(ChartFiles.OfReadings(ChartCase.Readings()).Bytes)))
        {
            Tell(new Told(FhirChange.WhenDifferent(raw)));
        }

        return this;
    }

    public static Signature Approval(int version = 1) =>
        new("okafor", "R. Okafor, MD", SignatureMeaning.Approval, ChartCase.At(120), new string('a', 64), version);

    public WholeRecord Play(SessionEvent happened)
    {
        var before = State;
        State = Session.Evolve(before, happened, ChartCase.Session);
        foreach (var told in Told.By(Clinic, new StreamEvent(ChartCase.Session, happened, before, State)))
        {
            Tell(told);
        }

        return this;
    }

    /// <summary>In the clinic's own stream.</summary>
    public WholeRecord PlayInClinic(SessionEvent happened)
    {
        foreach (var told in Told.By(Clinic, new StreamEvent(Guid.Empty, happened, null, null)))
        {
            Tell(told);
        }

        return this;
    }

    public void Tell(Told told)
    {
        var key = (told.Type, told.Id);
        if (told.On(_newest.GetValueOrDefault(key)) is not { } resource)
        {
            return;
        }

        var version = _versions[key] = _versions.GetValueOrDefault(key) + 1;
        Written.Add(FhirRowWriter.Render(resource, version, Committed));

        // As the store gives it back, so that nothing is shared between versions.
        _newest[key] = FhirBytes.Read(Written[^1].Content);
    }

    void Vitals()
    {
        foreach (var kind in Enum.GetValues<ChartedKind>().Where(kind => kind is not ChartedKind.Unknown))
        {
            Vital(kind, 25, 97m);
            Vital(kind, 26, null);
        }

        Tell(new Told(FhirMapper.FromCharted(Clinic, new ChartedVital(
            ChartCase.Session, ChartCase.Patient, ChartedKind.HeartRate, ChartCase.At(33), ChartCase.At(33), null, 84m, null, Quality.Valid)
        {
            By = "nguyen",
        })));
    }

    void Vital(ChartedKind kind, double minute, decimal? value) => Tell(new Told(FhirMapper.FromCharted(Clinic, new ChartedVital(
        ChartCase.Session, ChartCase.Patient, kind, ChartCase.At(minute), ChartCase.At(minute), ChartCase.Monitor,
        kind is ChartedKind.BloodPressure ? null : value,
        kind is ChartedKind.BloodPressure && value is not null ? new NibpMeasurement(131m, 84m, 100m) : null,
        value is null ? Quality.Invalid : Quality.Valid))));

    void TellPlan()
    {
        var infusion = new Guid("0197eeee-0000-7000-8000-000000000005");
        var therapy = new Guid("0197ffff-0000-7000-8000-000000000006");
        PathwayEvent[] events =
        [
            new PlanOpened(
                ChartCase.At(-2000), ChartCase.Patient, new PlanTerms(Indication.TreatmentResistantDepression, "F33.2", "trd-0.5", 1, 6, 2, 4), [], "okafor"),
            new InfusionPlanned(ChartCase.At(-1900), infusion, InfusionKind.Series, ChartCase.At(0), TimeSpan.FromMinutes(120), "A1", "okafor"),
            new TherapyPlanned(ChartCase.At(-1800), therapy, infusion, "weber", ChartCase.At(24 * 60), TimeSpan.FromMinutes(50), "okafor"),
            new InfusionLinked(ChartCase.At(-20), infusion, ChartCase.Session, "infusion"),
            new InfusionBegan(ChartCase.At(10), infusion, ChartCase.At(10), "infusion"),
            new InfusionEnded(ChartCase.At(55), infusion, ChartCase.At(55), "infusion"),
            new TherapyRecorded(ChartCase.At(25 * 60), therapy, true, null, null, "weber"),
        ];
        TreatmentPlan? plan = null;
        foreach (var happened in events)
        {
            var before = plan;
            plan = TreatmentPlan.Evolve(before, happened, Plan)!;
            foreach (var resource in FhirMapper.FromPlan(Clinic, before, plan))
            {
                Tell(new Told(resource));
            }
        }
    }

    void TellOutcomes()
    {
        PlayInClinic(new AssessmentRecorded(
            ChartCase.At(-1000), ChartCase.Patient, "nguyen", Assessment, Instrument.Phq9, [2, 2, 1, 3, 1, 2, 1, 0, 1], new DateOnly(2026, 11, 22), false, false));
        PlayInClinic(new SafetyTaskOpened(
            ChartCase.At(-1000), ChartCase.Patient, "nguyen", Assessment, Instrument.Phq9, SafetyReason.ThoughtsOfSelfHarm, ChartCase.At(-1000)));
        PlayInClinic(new SafetyTaskAnswered(ChartCase.At(-900), ChartCase.Patient, "okafor", Assessment, Guid.NewGuid()));
        var index = 0;
        foreach (var info in Instruments.All)
        {
            PlayInClinic(new AssessmentRecorded(
                ChartCase.At(2000), ChartCase.Patient, "nguyen", new Guid($"0197dddd-0000-7000-8000-0000000001{index++:00}"), info.Instrument,
                [.. info.Items.Select(_ => (int?)0)], new DateOnly(2026, 11, 24), false, true));
        }
    }
}
