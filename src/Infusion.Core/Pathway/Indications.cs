using System.Collections.Immutable;

namespace Infusion.Core.Pathway;

/// <summary>What a plan is for. Stored by name.</summary>
public enum Indication : byte
{
    Unknown = 0,
    TreatmentResistantDepression = 1,
    Depression = 2,
    BipolarDepression = 3,
    Anxiety = 4,
    PostTraumaticStress = 5,
    ObsessiveCompulsive = 6,
    SubstanceUse = 7,
    NeuropathicPain = 8,
    NociceptivePain = 9,
}

/// <param name="Code">ICD-10-CM.</param>
public sealed record IndicationCode(string Code, string Text);

/// <param name="Name">As it stands on a page.</param>
/// <param name="IsPain">Chronic pain: an assessment of mental health is offered; otherwise one of pain, where it is reported.</param>
public sealed record IndicationEntry(Indication Indication, string Name, bool IsPain, ImmutableArray<IndicationCode> Codes);

/// <summary>The indications of a plan, each with the codes that say it.</summary>
public static class Indications
{
    public static ImmutableArray<IndicationEntry> All { get; } =
    [
        new(Indication.TreatmentResistantDepression, "Treatment-resistant depression", false, Codes(
            ("F33.2", "Major depressive disorder, recurrent severe without psychotic features"),
            ("F32.2", "Major depressive disorder, single episode, severe without psychotic features"))),
        new(Indication.Depression, "Depression", false, Codes(
            ("F32.0", "Major depressive disorder, single episode, mild"),
            ("F32.1", "Major depressive disorder, single episode, moderate"),
            ("F32.2", "Major depressive disorder, single episode, severe without psychotic features"),
            ("F32.9", "Major depressive disorder, single episode, unspecified"),
            ("F32.A", "Depression, unspecified"),
            ("F33.0", "Major depressive disorder, recurrent, mild"),
            ("F33.1", "Major depressive disorder, recurrent, moderate"),
            ("F33.2", "Major depressive disorder, recurrent severe without psychotic features"),
            ("F33.9", "Major depressive disorder, recurrent, unspecified"),
            ("F34.1", "Dysthymic disorder"))),
        new(Indication.BipolarDepression, "Bipolar depression", false, Codes(
            ("F31.30", "Bipolar disorder, current episode depressed, mild or moderate severity, unspecified"),
            ("F31.31", "Bipolar disorder, current episode depressed, mild"),
            ("F31.32", "Bipolar disorder, current episode depressed, moderate"),
            ("F31.4", "Bipolar disorder, current episode depressed, severe, without psychotic features"))),
        new(Indication.Anxiety, "Anxiety", false, Codes(
            ("F41.1", "Generalized anxiety disorder"),
            ("F41.0", "Panic disorder [episodic paroxysmal anxiety]"),
            ("F40.10", "Social phobia, unspecified"),
            ("F41.9", "Anxiety disorder, unspecified"))),
        new(Indication.PostTraumaticStress, "PTSD", false, Codes(
            ("F43.10", "Post-traumatic stress disorder, unspecified"),
            ("F43.11", "Post-traumatic stress disorder, acute"),
            ("F43.12", "Post-traumatic stress disorder, chronic"))),
        new(Indication.ObsessiveCompulsive, "OCD", false, Codes(
            ("F42.2", "Mixed obsessional thoughts and acts"),
            ("F42.8", "Other obsessive-compulsive disorder"),
            ("F42.9", "Obsessive-compulsive disorder, unspecified"))),
        new(Indication.SubstanceUse, "Substance use disorder", false, Codes(
            ("F10.10", "Alcohol abuse, uncomplicated"),
            ("F10.20", "Alcohol dependence, uncomplicated"),
            ("F11.20", "Opioid dependence, uncomplicated"),
            ("F14.20", "Cocaine dependence, uncomplicated"))),
        new(Indication.NeuropathicPain, "Chronic pain, neuropathic", true, Codes(
            ("M79.2", "Neuralgia and neuritis, unspecified"),
            ("G62.9", "Polyneuropathy, unspecified"),
            ("B02.22", "Postherpetic trigeminal neuralgia"),
            ("G90.50", "Complex regional pain syndrome I, unspecified"),
            ("G90.59", "Complex regional pain syndrome I of other specified site"),
            ("G56.40", "Causalgia of unspecified upper limb"),
            ("G57.70", "Causalgia of unspecified lower limb"),
            ("G54.6", "Phantom limb syndrome with pain"))),
        new(Indication.NociceptivePain, "Chronic pain, nociceptive", true, Codes(
            ("G89.29", "Other chronic pain"),
            ("G89.4", "Chronic pain syndrome"),
            ("M79.7", "Fibromyalgia"))),
    ];

    /// <returns>Null: no such indication.</returns>
    public static IndicationEntry? Of(Indication indication) => All.FirstOrDefault(each => each.Indication == indication);

    static ImmutableArray<IndicationCode> Codes(params IReadOnlyList<(string Code, string Text)> codes) =>
        [.. codes.Select(each => new IndicationCode(each.Code, each.Text))];
}
