using System.Collections.Immutable;
using Infusion.Core.Admission;
using Infusion.Core.Quantities;
using Infusion.Core.Recovery;

namespace Infusion.Core.DrugLibrary;

/// <summary>
/// What ships: samples to begin from, from clinical reference 1.1, 1.3, 2.4, 2.5, 3.2, 5.4 and 8.5. None is approved, and every screen says so
/// until a medical director has approved a version of the clinic's own.
/// </summary>
public static class SampleProtocols
{
    public static InfusionProtocol Mood { get; } = new()
    {
        Id = "mood",
        Version = 1,
        Name = "Mood 0.5 mg/kg over 40 min",
        Indication = "Treatment-resistant depression, PTSD, OCD, anxiety",
        Drug = "ketamine",
        DrugSynonyms = ["ketamine hydrochloride", "ketamin", "ketalar"],
        Concentrations = [],
        Guardrails = new Guardrails
        {
            TotalDoseMg = new Guardrail(1m, 10m, 90m, 150m),
            DoseMgPerKg = new Guardrail(0.05m, 0.1m, 0.75m, 1.5m),
            RateMgPerKgPerHour = new Guardrail(0.05m, 0.1m, 1.0m, 2.0m),
            DurationMinutes = new Guardrail(20m, 35m, 60m, 120m),
            WeightKg = Adult,
            PerDayMg = 150m,
            PerSeriesMg = 900m,
        },
        UsualDoseMgPerKg = 0.5m,
        UsualDuration = TimeSpan.FromMinutes(40),
        Safety = SampleLimits.Staged,
        Schedule = Cadence(everyInInfusion: 10, everyInRecovery: 15),
        Admission = CheckIn,
        Discharge = Gate,
        Vials = new VialRules { AreAsked = true, OverfillUpToPercent = 10m },
    };

    public static InfusionProtocol Pain { get; } = Mood with
    {
        Id = "pain",
        Name = "Chronic pain 0.5 mg/kg/h over 4 h",
        Indication = "Chronic pain, complex regional pain syndrome",
        Concentrations = [Concentration.FromMilligramsPerMillilitre(1m), Concentration.FromMilligramsPerMillilitre(2m)],
        Guardrails = new Guardrails
        {
            TotalDoseMg = new Guardrail(10m, 80m, 300m, 500m),
            DoseMgPerKg = new Guardrail(0.2m, 0.5m, 4.0m, 8.0m),
            RateMgPerKgPerHour = new Guardrail(0.05m, 0.2m, 1.0m, 2.0m),
            DurationMinutes = new Guardrail(60m, 120m, 300m, 480m),
            BolusMgPerKg = new Guardrail(null, null, 0.2m, 0.35m),
            WeightKg = Adult,
            PerDayMg = 500m,
            PerSeriesMg = 5000m,
        },
        UsualDoseMgPerKg = 2.0m,
        UsualDuration = TimeSpan.FromHours(4),
        Schedule = Cadence(everyInInfusion: 15, everyInRecovery: 15),
    };

    public static InfusionProtocol AlcoholUseDisorder { get; } = Mood with
    {
        Id = "alcohol-use-disorder",
        Name = "Alcohol use disorder 0.8 mg/kg over 40 min",
        Indication = "Alcohol use disorder, with psychological therapy on other days",
        Guardrails = Mood.Guardrails with
        {
            DoseMgPerKg = new Guardrail(0.05m, 0.3m, 0.85m, 1.5m),
            RateMgPerKgPerHour = new Guardrail(0.05m, 0.1m, 1.25m, 2.0m),
        },
        UsualDoseMgPerKg = 0.8m,
    };

    public static ImmutableArray<InfusionProtocol> All { get; } = [Mood, Pain, AlcoholUseDisorder];

    static AdmissionGate CheckIn => new()
    {
        Items =
        [
            CheckInItem.Identity, CheckInItem.Consent, CheckInItem.Fasting, CheckInItem.Pregnancy, CheckInItem.Benzodiazepine, CheckInItem.Stimulant,
            CheckInItem.Substances, CheckInItem.Contraindications, CheckInItem.Suicidality, CheckInItem.Escort, CheckInItem.BloodPressure,
        ],
        SolidsFasting = TimeSpan.FromHours(6),
        FluidsFasting = TimeSpan.FromHours(2),
        ConsentValidDays = 365,
        BenzodiazepineFree = TimeSpan.FromHours(12),
        StimulantFree = TimeSpan.FromHours(12),
        SystolicHoldFromMmHg = 160m,
        DiastolicHoldFromMmHg = 100m,
        DoubleCheckWithinPercent = 1m,
        PreparedAtMostBefore = TimeSpan.FromHours(4),
    };

    static DischargeGate Gate => new()
    {
        AtLeast = TimeSpan.FromMinutes(30),
        Scale = RecoveryScale.AldretePercent,
        Threshold = 9,
        Needs =
        [
            DischargeNeed.DissociationAtBaseline, DischargeNeed.SteadyGait, DischargeNeed.NoActiveNausea,
            DischargeNeed.SuicidalityScreened, DischargeNeed.EscortPresent, DischargeNeed.InstructionsGiven,
        ],
        MayBeOverridden = true,
    };

    static Guardrail Adult => new(30m, 45m, 130m, 250m);

    static ImmutableArray<ObservationDue> Cadence(int everyInInfusion, int everyInRecovery)
    {
        var (grace, start) = (TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(15));
        return
        [
            new(Observation.BloodPressure, ObservationWindow.BeforeStart, TimeSpan.FromMinutes(15), TimeSpan.Zero),
            new(Observation.BloodPressure, ObservationWindow.Infusing, TimeSpan.FromMinutes(5), grace, start),
            new(Observation.BloodPressure, ObservationWindow.Infusing, TimeSpan.FromMinutes(everyInInfusion), grace) { From = start },
            new(Observation.BloodPressure, ObservationWindow.AfterChange, TimeSpan.FromMinutes(5), grace),
            new(Observation.BloodPressure, ObservationWindow.Recovery, TimeSpan.FromMinutes(everyInRecovery), grace),
            new(Observation.Sedation, ObservationWindow.Infusing, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(5)),
            new(Observation.Sedation, ObservationWindow.Recovery, TimeSpan.FromMinutes(everyInRecovery), TimeSpan.FromMinutes(5)),
        ];
    }
}
