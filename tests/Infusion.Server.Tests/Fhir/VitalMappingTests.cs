using Hl7.Fhir.Model;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Fhir;

public sealed class VitalMappingTests
{
    static readonly DateTimeOffset Minute = new(2026, 11, 23, 15, 4, 0, TimeSpan.Zero);

    public static TheoryData<string, ChartedKind, string, string> Kinds => new()
    {
        { "hr", ChartedKind.HeartRate, "8867-4", "/min" },
        { "spo2", ChartedKind.SpO2, "2708-6", "%" },
        { "rr", ChartedKind.RespiratoryRate, "9279-1", "/min" },
        { "etco2", ChartedKind.EtCO2, "19891-1", "mm[Hg]" },
        { "temp", ChartedKind.Temperature, "8310-5", "Cel" },
    };

    static ChartedVital Charted(ChartedKind kind, decimal? value, Quality quality = Quality.Valid) => new(
        Infusions.SessionId, Infusions.PatientId, kind, Minute, Minute.AddMilliseconds(120), "mon-3", value, null, quality);

    static ChartedVital Cuff(decimal? systolic, decimal? diastolic, decimal? mean) => new(
        Infusions.SessionId, Infusions.PatientId, ChartedKind.BloodPressure, Minute.AddSeconds(-109), Minute.AddSeconds(-109),
        "mon-3", null, new NibpMeasurement(systolic, diastolic, mean), Quality.Valid);

    static Observation Map(in ChartedVital vital)
    {
        var bytes = FhirJson.Write(FhirMapper.FromCharted(Infusions.Clinic, vital));
        return FhirJson.Parse<Observation>(bytes);
    }

    [Fact]
    public void A_minute_filled_late_is_the_same_resource_as_when_it_had_no_value()
    {
        var absent = Map(Charted(ChartedKind.SpO2, null, Quality.Invalid) with { At = Minute });
        var filled = Map(Charted(ChartedKind.SpO2, 93m));

        (filled.Id, filled.Identifier[0].Value).ShouldBe((absent.Id, absent.Identifier[0].Value));
        (absent.DataAbsentReason is null, filled.DataAbsentReason is null).ShouldBe((false, true));
    }

    [Fact]
    public void What_a_person_measured_is_final_names_the_person_and_no_device_and_stands_beside_the_monitors()
    {
        var byHand = Map(Charted(ChartedKind.SpO2, 96m) with { Device = null, By = "nora" });

        (byHand.Status, byHand.Device).ShouldBe((ObservationStatus.Final, null));
        byHand.Performer.ShouldHaveSingleItem().Identifier!.Value.ShouldBe("nora");
        byHand.Id.ShouldNotBe(Map(Charted(ChartedKind.SpO2, 96m)).Id);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_vital_has_its_code_its_unit_and_its_golden_bytes(string slug, ChartedKind kind, string loinc, string ucum)
    {
        var observation = Map(Charted(kind, kind is ChartedKind.Temperature ? 36.70m : 97m));

        observation.Code.Coding[0].System.ShouldBe("http://loinc.org");
        observation.Code.Coding[0].Code.ShouldBe(loinc);
        var quantity = observation.Value.ShouldBeOfType<Quantity>();
        quantity.Code.ShouldBe(ucum);
        quantity.Unit.ShouldNotBeNullOrEmpty();
        observation.Identifier[0].Value.ShouldBe($"{Infusions.SessionId:D}:{slug}:2026-11-23T15:04:00Z");
        Golden.Match(FhirJson.Write(observation), $"vital-{slug}");
    }

    [Fact]
    public void Saturation_carries_both_loinc_codes()
    {
        Map(Charted(ChartedKind.SpO2, 97)).Code.Coding.Where(c => c.System == "http://loinc.org").Select(c => c.Code)
            .ShouldBe(["2708-6", "59408-5"]);
    }

    [Fact]
    public void A_cuff_measurement_is_one_panel_at_its_own_time()
    {
        var panel = Map(Cuff(131, 84, 99));

        panel.Component.Select(c => c.Code.Coding[0].Code).ShouldBe(["8480-6", "8462-4", "8478-0"]);
        panel.Value.ShouldBeNull();
        panel.Effective.ShouldBeOfType<FhirDateTime>().Value.ShouldBe("2026-11-23T15:02:11Z");
        Golden.Match(FhirJson.Write(panel), "vital-bp");
    }

    [Fact]
    public void A_missing_diastolic_is_said_and_a_missing_mean_left_out()
    {
        var panel = Map(Cuff(131, null, null));

        panel.Component.Count.ShouldBe(2);
        panel.Component[1].DataAbsentReason!.Coding[0].Code.ShouldBe("temp-unknown");
        panel.DataAbsentReason.ShouldBeNull();
    }

    [Theory]
    [InlineData("mon-3", "temp-unknown")]
    [InlineData(null, "unknown")]
    public void A_minute_without_a_value_says_so(string? device, string reason)
    {
        var observation = Map(Charted(ChartedKind.SpO2, null, Quality.Invalid) with { Device = device, At = Minute });

        observation.Value.ShouldBeNull();
        observation.DataAbsentReason!.Coding[0].Code.ShouldBe(reason);
        observation.Meta!.Security.ShouldBeEmpty();
        (observation.Device is null).ShouldBe(device is null);
    }

    [Fact]
    public void A_pressure_that_was_never_taken_is_absent_as_a_whole()
    {
        var panel = Map(Cuff(null, null, null) with { Nibp = null, Quality = Quality.Invalid });

        panel.DataAbsentReason!.Coding[0].Code.ShouldBe("temp-unknown");
        panel.Component.Count.ShouldBe(2);
    }

    [Fact]
    public void A_questionable_value_stays_and_is_marked()
    {
        var observation = Map(Charted(ChartedKind.SpO2, 71, Quality.Questionable));

        ((Quantity)observation.Value!).Value.ShouldBe(71m);
        observation.Interpretation[0].Coding[0].Code.ShouldBe("questionable");
        observation.Meta!.Security[0].Code.ShouldBe("UNCERTREL");
        Golden.Match(FhirJson.Write(observation), "vital-questionable");
    }

    [Theory]
    [InlineData("97", "97")]
    [InlineData("97.0", "97.0")]
    [InlineData("36.70", "36.70")]
    public void A_value_keeps_its_digits(string said, string written)
    {
        var value = decimal.Parse(said, System.Globalization.CultureInfo.InvariantCulture);
        var json = System.Text.Encoding.UTF8.GetString(
            FhirJson.Write(FhirMapper.FromCharted(Infusions.Clinic, Charted(ChartedKind.Temperature, value))));

        json.ShouldContain($"\"value\":{written},");
    }

    [Fact]
    public void The_same_minute_has_the_same_id_and_another_has_another()
    {
        var one = Map(Charted(ChartedKind.SpO2, 97));

        Map(Charted(ChartedKind.SpO2, 96)).Id.ShouldBe(one.Id);
        Map(Charted(ChartedKind.HeartRate, 97)).Id.ShouldNotBe(one.Id);
        Map(Charted(ChartedKind.SpO2, 97) with { Minute = Minute.AddMinutes(1) }).Id.ShouldNotBe(one.Id);
        Guid.Parse(one.Id!).Version.ShouldBe(8);
    }
}
