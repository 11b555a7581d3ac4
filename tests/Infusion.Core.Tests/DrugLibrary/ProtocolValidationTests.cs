using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.DrugLibrary;

public class ProtocolValidationTests
{
    static readonly InfusionProtocol Sound = SampleProtocols.Pain;

    public static TheoryData<string> Samples => [.. SampleProtocols.All.Select(protocol => protocol.Id)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void WhatShipsIsSound(string id) =>
        ProtocolValidation.Validate(SampleProtocols.All.Single(protocol => protocol.Id == id)).ShouldBeEmpty();

    [Fact]
    public void NoProtocolAtAllIsAFault() => ProtocolValidation.Validate(null).ShouldBe([new ProtocolFault("protocol", "is missing")]);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Mood")]
    [InlineData("mood protocol")]
    [InlineData("mööd")]
    public void AnIdIsLowerCaseWithHyphens(string? id) => ShouldBeAt("id", Sound with { Id = id! });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void VersionsCountFromOne(int version) => ShouldBeAt("version", Sound with { Version = version });

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("Mood\0")]
    public void TextIsThereAndStorable(string? text)
    {
        ShouldBeAt("name", Sound with { Name = text! });
        ShouldBeAt("indication", Sound with { Indication = text! });
        ShouldBeAt("drug", Sound with { Drug = text! });
        ShouldBeAt("drugSynonyms[1]", Sound with { DrugSynonyms = ["ketalar", text!] });
    }

    [Fact]
    public void HalfACharacterIsNoText() => ShouldBeAt("name", Sound with { Name = "Mood \ud800" });

    [Fact]
    public void TextOutsideTheFirstPlaneIsText() => ProtocolValidation.Validate(Sound with { Name = "Mood 😀" }).ShouldBeEmpty();

    [Fact]
    public void TextHasAnEnd() => ShouldBeAt("name", Sound with { Name = new string('x', 121) });

    [Fact]
    public void ADrugHasEachNameOnce() =>
        ShouldBeAt("drugSynonyms[1]", Sound with { Drug = "ketamine", DrugSynonyms = ["ketalar", "Ketamine"] });

    [Fact]
    public void ListsAreThere()
    {
        ShouldBeAt("drugSynonyms", Sound with { DrugSynonyms = default });
        ShouldBeAt("concentrations", Sound with { Concentrations = default });
        ShouldBeAt("safety.vitals", WithVitals(default));
        ShouldBeAt("schedule", Sound with { Schedule = default });
    }

    [Fact]
    public void ConcentrationsAreDistinctAndPossible()
    {
        ShouldBeAt("concentrations[1]", Sound with { Concentrations = [MgPerMl(1m), MgPerMl(1.0m)] });
        ShouldBeAt("concentrations[0]", Sound with { Concentrations = [default] });
        ShouldBeAt("concentrations[0]", Sound with { Concentrations = [MgPerMl(100.1m)] });
        ProtocolValidation.Validate(Sound with { Concentrations = [MgPerMl(0.01m), MgPerMl(100m)] }).ShouldBeEmpty();
    }

    [Fact]
    public void PartsAreThere()
    {
        ShouldBeAt("guardrails", Sound with { Guardrails = null! });
        ShouldBeAt("safety", Sound with { Safety = null! });
        ShouldBeAt("guardrails.doseMgPerKg", WithGuardrails(Sound.Guardrails with { DoseMgPerKg = null! }));
        ShouldBeAt("safety.vitals[0]", WithVitals([null!]));
        ShouldBeAt("safety.rules", WithSafety(Sound.Safety with { Rules = null! }));
        ShouldBeAt("schedule[0]", Sound with { Schedule = [null!] });
    }

    [Fact]
    public void EveryFaultIsNamedAtOnce()
    {
        var wrong = Sound with
        {
            Id = "Pain!",
            Concentrations = [MgPerMl(1m), MgPerMl(1m)],
            Guardrails = Sound.Guardrails with { DoseMgPerKg = new Guardrail(0.2m, 5m, 4m, 8m), WeightKg = null!, PerDayMg = 0m },
            UsualDuration = TimeSpan.Zero,
            Safety = Sound.Safety with
            {
                RateToleranceFraction = -0.1m,
                Vitals = [.. Sound.Safety.Vitals.Select(limit => limit.Metric == Metric.SpO2 && limit.Priority == AlarmPriority.High ? limit with { Value = 93m } : limit)],
                Rules = Sound.Safety.Rules.Add("no-such-rule", new RuleTuning(IsOn: false)),
            },
            Schedule = [Sound.Schedule[0] with { Every = TimeSpan.Zero }],
        };

        ProtocolValidation.Validate(wrong).Select(fault => fault.Path).ShouldBe(
            [
                "id", "concentrations[1]", "usualDuration", "guardrails.doseMgPerKg.softHigh", "guardrails.weightKg",
                "guardrails.perDayMg", "safety.vitals[2].value", "safety.rateToleranceFraction", "safety.rules.no-such-rule", "schedule[0].every",
            ],
            ignoreOrder: true);
    }

    static Concentration MgPerMl(decimal milligrams) => Concentration.FromMilligramsPerMillilitre(milligrams);

    static InfusionProtocol WithGuardrails(Guardrails guardrails) => Sound with { Guardrails = guardrails };

    static InfusionProtocol WithSafety(SafetyLimits limits) => Sound with { Safety = limits };

    static InfusionProtocol WithVitals(ImmutableArray<VitalLimit> limits) => WithSafety(Sound.Safety with { Vitals = limits });

    static string Root(string path) => path.Split('.', '[')[0];

    /// <summary>There, and nowhere else that has nothing to do with it.</summary>
    static void ShouldBeAt(string path, InfusionProtocol protocol)
    {
        var found = ProtocolValidation.Validate(protocol).Select(fault => fault.Path).ToList();
        found.ShouldContain(path);
        found.Select(Root).ShouldAllBe(root => root == Root(path));
    }
}
