using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Telemetry;

public class MetricTableTests
{
    [Theory]
    [InlineData("MDC_ECG_HEART_RATE", 147842, Metric.HeartRate, "/min")]
    [InlineData("MDC_PULS_OXIM_PULS_RATE", 149530, Metric.PulseRate, "/min")]
    [InlineData("MDC_PULS_OXIM_SAT_O2", 150456, Metric.SpO2, "%")]
    [InlineData("MDC_PRESS_BLD_NONINV_SYS", 150021, Metric.NibpSystolic, "mm[Hg]")]
    [InlineData("MDC_PRESS_BLD_NONINV_DIA", 150022, Metric.NibpDiastolic, "mm[Hg]")]
    [InlineData("MDC_PRESS_BLD_NONINV_MEAN", 150023, Metric.NibpMean, "mm[Hg]")]
    [InlineData("MDC_TTHOR_RESP_RATE", 151578, Metric.RespiratoryRate, "/min")]
    [InlineData("MDC_CO2_RESP_RATE", 151594, Metric.RespiratoryRate, "/min")]
    [InlineData("MDC_AWAY_CO2_ET", 151728, Metric.EtCO2, "mm[Hg]")]
    [InlineData("MDC_CONC_AWAY_CO2_ET", 151708, Metric.EtCO2, "mm[Hg]")]
    [InlineData("MDC_TEMP_BODY", 150364, Metric.Temperature, "Cel")]
    [InlineData("MDC_FLOW_FLUID_PUMP", 157784, Metric.PumpRateProgrammed, "mL/h")]
    [InlineData("MDC_FLOW_FLUID_PUMP_CURRENT", 158014, Metric.PumpRateCurrent, "mL/h")]
    [InlineData("MDC_VOL_FLUID_DELIV_TOTAL", 157993, Metric.VolumeDeliveredTotal, "mL")]
    [InlineData("MDC_CONC_DRUG", 157760, Metric.DrugConcentration, "mg/mL")]
    public void AKeyAndItsCodeNameOneMetricInOneUnit(string id, int code, Metric metric, string unit)
    {
        MetricTable.TryFind(id, out var byId).ShouldBeTrue();
        MetricTable.TryFind(code, out var byCode).ShouldBeTrue();

        (byId, byCode, MetricTable.Of(metric).Unit).ShouldBe((metric, metric, unit));
    }

    [Theory]
    [InlineData("MDC_SAT_O2_ART", 150324)]
    [InlineData("MDC_PRESS_BLD_SYS", 150017)]
    [InlineData("mdc_puls_oxim_sat_o2", 0)]
    public void WhatIsOftenConfusedIsNotOurs(string id, int code)
    {
        MetricTable.TryFind(id, out _).ShouldBeFalse();
        MetricTable.TryFind(code, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Metric.SpO2, 0, null)]
    [InlineData(Metric.HeartRate, 0, null)]
    [InlineData(Metric.PulseRate, 0, null)]
    [InlineData(Metric.RespiratoryRate, 0, null)]
    [InlineData(Metric.EtCO2, 0, 0)]
    [InlineData(Metric.PumpRateCurrent, 0, 0)]
    [InlineData(Metric.SpO2, -100, null)]
    [InlineData(Metric.Temperature, -999, null)]
    [InlineData(Metric.VolumeDeliveredTotal, 8388607, null)]
    [InlineData(Metric.SpO2, 100, 100)]
    [InlineData(Metric.SpO2, 101, null)]
    [InlineData(Metric.NibpSystolic, 19, null)]
    public void SentinelsAndImpossibleNumbersAreNoValue(Metric metric, int number, int? expected)
    {
        var sample = MetricTable.ToSample(metric, number);

        sample.ShouldBe(new Sample(metric, expected, expected is null ? Quality.Invalid : Quality.Valid));
    }

    [Theory]
    [InlineData(Quality.Unknown, Quality.Valid)]
    [InlineData(Quality.Valid, Quality.Valid)]
    [InlineData(Quality.Questionable, Quality.Questionable)]
    [InlineData(Quality.Invalid, Quality.Invalid)]
    public void TheDevicesWordOnQualityStands(Quality said, Quality expected)
    {
        var sample = MetricTable.ToSample(Metric.SpO2, 97m, said);

        sample.Quality.ShouldBe(expected);
        (sample.Value is null).ShouldBe(expected == Quality.Invalid);
    }

    [Fact]
    public void EveryMetricHasOneRow()
    {
        MetricTable.All.Select(row => row.Metric).ShouldBe(Enum.GetValues<Metric>().Except([Metric.Unknown]), ignoreOrder: true);
        MetricTable.All.Select(row => row.Code).ShouldBeUnique();
        Should.Throw<ArgumentOutOfRangeException>(() => MetricTable.Of(Metric.Unknown));
        Should.Throw<ArgumentOutOfRangeException>(() => MetricTable.Of((Metric)200));
        MetricTable.StaleAfter(Metric.Unknown).ShouldBe(TimeSpan.FromSeconds(15));
        MetricTable.StaleAfter((Metric)200).ShouldBe(TimeSpan.FromSeconds(15));
        MetricTable.IsFrom((Metric)200, DeviceKind.Monitor).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Metric.SpO2, 15, "%")]
    [InlineData(Metric.NibpSystolic, 600, "mmHg")]
    [InlineData(Metric.Temperature, 300, "°C")]
    [InlineData(Metric.PumpRateCurrent, 15, "mL/h")]
    public void AValueGoesStale(Metric metric, int seconds, string unit)
    {
        MetricTable.Of(metric).StaleAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
        MetricTable.Of(metric).UnitText.ShouldBe(unit);
    }

    [Theory]
    [InlineData("pump-status-infusing", PumpStatus.Infusing)]
    [InlineData("pump-status-not-infusing", PumpStatus.NotInfusing)]
    [InlineData("pump-status-singing", PumpStatus.Unknown)]
    public void PumpStatusWords(string word, PumpStatus expected) => PumpTerms.Status(word).ShouldBe(expected);

    [Theory]
    [InlineData("pump-mode-continuous", PumpMode.Continuous)]
    [InlineData("pump-delivery-mode-continuous", PumpMode.Continuous)]
    [InlineData("pump-mode-bolus", PumpMode.Bolus)]
    [InlineData("pump-mode-kvo", PumpMode.KeepVeinOpen)]
    [InlineData("", PumpMode.Unknown)]
    public void PumpModeWords(string word, PumpMode expected) => PumpTerms.Mode(word).ShouldBe(expected);
}
