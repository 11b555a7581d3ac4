using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Reports;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Reports;

/// <summary>35 mg ordered for 70 kg at 1 mg/mL and 52.5 mL/h.</summary>
public class SessionFiguresTests
{
    static readonly Guid Id = Guid.NewGuid();
    static readonly DateTimeOffset Start = Ward.DefaultStart;

    static readonly InfusionOrder Order = new(
        SampleProtocols.Mood.Id, SampleProtocols.Mood.Version, "ketamine", Mass.FromMilligrams(35m), BodyWeight.FromKilograms(70m), WeightBasis.Actual,
        Concentration.FromMilligramsPerMillilitre(1m), Rate.FromMillilitresPerHour(52.5m), TimeSpan.FromMinutes(40));

    [Fact]
    public void Without_a_word_of_a_pump_the_dose_is_not_known_rather_than_none()
    {
        var figures = Of(new InfusionStarted(At(0), "n"), new InfusionStopped(At(40), "n"));

        (figures.Standing, figures.Delivered, figures.DeliveredMilligramsPerKilogram, figures.DeviationPercent).ShouldBe((DoseStanding.NotKnown, null, null, null));
        figures.RateDeviationPercent.ShouldBeNull();
        figures.Infused.ShouldBe(TimeSpan.FromMinutes(40));
    }

    [Fact]
    public void While_the_pump_delivers_nothing_is_said_of_a_deviation()
    {
        var figures = Of(Started(0, 52.5m), Changed(10, 52.5m, 40m, 8.75m));

        (figures.Standing, figures.Delivered!.Value.Milligrams, figures.DeviationPercent).ShouldBe((DoseStanding.StillFlows, 8.75m, null));
        figures.Infused.ShouldBeNull();
    }

    [Fact]
    public void Segments_and_boluses_are_the_dose_and_its_deviation()
    {
        var figures = Of(Started(0, 52.5m), Changed(10, 52.5m, 63m, 8.75m), new BolusDelivered(At(15), "pump-1", Millilitres(2m)), Stopped(40, 31.25m));

        figures.Standing.ShouldBe(DoseStanding.Known);
        (figures.Delivered!.Value.Milligrams, figures.DeliveredMilligramsPerKilogram, figures.DeviationPercent).ShouldBe((42m, 0.6m, 20m));
        figures.SetRates.Select(rate => rate.MillilitresPerHour).ShouldBe([52.5m, 63m]);
        figures.RateDeviationPercent.ShouldBe(20m);
    }

    [Fact]
    public void A_pump_that_gave_nothing_after_it_began_is_known_to_have_given_nothing()
    {
        var figures = Of(Started(0, 52.5m), Stopped(1, 0m));

        (figures.Standing, figures.Delivered!.Value.Milligrams, figures.DeviationPercent).ShouldBe((DoseStanding.Known, 0m, -100m));
    }

    [Fact]
    public void A_dose_by_hand_is_the_dose()
    {
        var figures = Of(new DoseGiven(At(0), DoseRoute.Intramuscular, Mass.FromMilligrams(30m), "n"));

        (figures.Standing, figures.Delivered!.Value.Milligrams).ShouldBe((DoseStanding.Known, 30m));
        figures.DeviationPercent!.Value.ShouldBe(-14.2857m, 0.001m);
    }

    [Fact]
    public void The_rate_of_a_pump_that_was_not_this_patients_is_none_of_this_session()
    {
        var figures = Of(Started(0, 52.5m), Started(1, 500m, "pump-9"), Stopped(40, 35m));
        figures.SetRates.ShouldHaveSingleItem().MillilitresPerHour.ShouldBe(52.5m);
    }

    static SessionFigures Of(params SessionEvent[] course)
    {
        List<SessionEvent> events =
        [
            new SessionPlanned(At(-20), "A1", Guid.NewGuid(), Order, "p"), new PatientCheckedIn(At(-10), "n"),
            new DeviceAssociated(At(-9), "pump-1", DeviceKind.Pump, "n"), .. course,
        ];
        return SessionFigures.Of(events.Aggregate((SessionState?)null, (before, e) => Session.Evolve(before, e, Id))!, events);
    }

    static DeliveryStarted Started(double minute, decimal rate, string pump = "pump-1") => new(At(minute), pump, Rate.FromMillilitresPerHour(rate));

    static RateChanged Changed(double minute, decimal from, decimal to, decimal gave) =>
        new(At(minute), "pump-1", Rate.FromMillilitresPerHour(from), Rate.FromMillilitresPerHour(to), Millilitres(gave));

    static DeliveryStopped Stopped(double minute, decimal gave) => new(At(minute), "pump-1", Millilitres(gave));

    static Volume Millilitres(decimal millilitres) => Volume.FromMillilitres(millilitres);

    static DateTimeOffset At(double minutes) => Start.AddMinutes(minutes);
}
