using Infusion.Core.Clinics;
using Infusion.Core.Pathway;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;

namespace Infusion.Core.Tests.Pathway;

/// <summary>What a session's events mean to the plan.</summary>
public class SessionFollowerTests
{
    static readonly Guid Session = Clinic.Id(80);
    static readonly InfusionOrder Order = new(
        "mood", 1, "ketamine", Mass.FromMilligrams(35), BodyWeight.FromKilograms(70), WeightBasis.Actual,
        Concentration.FromMilligramsPerMillilitre(1), Rate.FromMillilitresPerHour(52.5m), TimeSpan.FromMinutes(40));

    readonly Clinic _clinic = Clinic.WithPlan();
    SessionState? _state;

    [Fact]
    public void TheAppointmentOfThatDayBecomesTheSession_AndHasItsStartAndEnd()
    {
        Planned(10, "2026-11-03", "09:00");
        Planned(11, "2026-11-05", "09:00");
        var began = _clinic.At("2026-11-03", "15:00");

        Happens(new SessionPlanned(began.AddHours(-1), "A2", Clinic.Patient, Order, "hale"));
        Happens(new InfusionStarted(began, "nurse"));
        Happens(new InfusionStopped(began.AddMinutes(40), "nurse"));

        var infusion = _clinic.Own.Infusion(Clinic.Id(10))!;
        (infusion.Session, infusion.StartedAt, infusion.EndedAt, infusion.Standing).ShouldBe((Session, began, began.AddMinutes(40), InfusionStanding.Given));
        infusion.Span.ShouldBe(new InfusionSpan(Clinic.Id(10), began, began.AddMinutes(40), IsActual: true));
        _clinic.Own.Infusion(Clinic.Id(11))!.Standing.ShouldBe(InfusionStanding.Planned);
        _clinic.Own.Given.ShouldBe(1);
    }

    [Fact]
    public void TheSameEventAgainSaysNothing()
    {
        Planned(10, "2026-11-03", "09:00");
        var began = _clinic.At("2026-11-03", "09:00");
        SessionEvent[] events = [new SessionPlanned(began, "A1", Clinic.Patient, Order, "hale"), new InfusionStarted(began, "nurse"), new InfusionStopped(began.AddMinutes(40), "nurse")];
        Array.ForEach(events, Happens);
        var before = _clinic.Own;

        foreach (var happened in events)
        {
            SessionFollower.Of(_clinic.Here, new StreamEvent(Session, happened, _state, _state), _clinic.Now).ShouldBeNull();
        }

        _clinic.Own.ShouldBe(before);
    }

    /// <summary>The later of the two is the end: what still ran counts.</summary>
    [Fact]
    public void APumpThatRunsOnAfterTheChartedStopMovesTheEnd_AndAnEarlierStopDoesNotMoveItBack()
    {
        Planned(10, "2026-11-03", "09:00");
        var began = _clinic.At("2026-11-03", "09:00");
        Happens(new SessionPlanned(began, "A1", Clinic.Patient, Order, "hale"));
        Happens(new DeliveryStarted(began, "pump-1", Order.Rate));
        Happens(new InfusionStarted(began.AddMinutes(2), "nurse"));
        Happens(new InfusionStopped(began.AddMinutes(40), "nurse"));
        Happens(new DeliveryStopped(began.AddMinutes(55), "pump-1", Volume.FromMillilitres(48)));

        var infusion = _clinic.Own.Infusion(Clinic.Id(10))!;
        (infusion.StartedAt, infusion.EndedAt).ShouldBe((began, began.AddMinutes(55)));
        Happens(new SessionClosed(began.AddHours(2), "nurse"));
        _clinic.Own.Infusion(Clinic.Id(10))!.EndedAt.ShouldBe(began.AddMinutes(55));
    }

    [Fact]
    public void OnADayWithoutAnAppointmentItIsNotedAsUnplanned_AndUndoneWhenNothingWasGiven()
    {
        Planned(10, "2026-11-05", "09:00");
        var at = _clinic.At("2026-11-03", "09:00");
        Happens(new SessionPlanned(at, "A1", Clinic.Patient, Order, "hale"));

        var noted = _clinic.Own.Infusions.Single(each => each.Session == Session);
        (noted.Kind, noted.From, _clinic.Own.Taken).ShouldBe((InfusionKind.Unplanned, at, 1));
        _clinic.Refused(id => _clinic.Therapy(id, 20, null, "2026-11-03", "15:00")).Code.ShouldBe("therapy-same-day");

        Happens(new SessionClosed(at.AddMinutes(20), "nurse"));
        _clinic.Own.Infusion(noted.Id)!.Standing.ShouldBe(InfusionStanding.Cancelled);
        _clinic.Do(id => _clinic.Therapy(id, 20, null, "2026-11-03", "15:00"));
    }

    [Fact]
    public void AnAppointmentWhoseSessionGaveNothingIsAnAppointmentAgain()
    {
        Planned(10, "2026-11-03", "09:00");
        var at = _clinic.At("2026-11-03", "09:00");
        Happens(new SessionPlanned(at, "A1", Clinic.Patient, Order, "hale"));
        Happens(new SessionClosed(at.AddMinutes(20), "nurse"));

        (_clinic.Own.Infusion(Clinic.Id(10))!.Standing, _clinic.Own.Infusion(Clinic.Id(10))!.Session).ShouldBe((InfusionStanding.Planned, null));
    }

    /// <summary>At 23:30 in New York it is the next day in UTC.</summary>
    [Fact]
    public void TheDayIsTheClinics()
    {
        Planned(10, "2026-11-03", "22:00");
        Planned(11, "2026-11-05", "09:00");

        Happens(new SessionPlanned(_clinic.At("2026-11-03", "23:30"), "A1", Clinic.Patient, Order, "hale"));

        _clinic.Own.Infusion(Clinic.Id(10))!.Session.ShouldBe(Session);
    }

    [Fact]
    public void AnotherPatientsSessionConcernsNoPlan()
    {
        Planned(10, "2026-11-03", "09:00");
        var before = _clinic.Own;

        Happens(new SessionPlanned(_clinic.At("2026-11-03", "09:00"), "A1", Clinic.Id(7), Order, "hale"));

        _clinic.Own.ShouldBe(before);
    }

    void Planned(byte appointment, string day, string clock) => _clinic.Do(id => _clinic.Infusion(id, appointment, day, clock));

    void Happens(SessionEvent happened)
    {
        var before = _state;
        _state = Core.Sessions.Session.Evolve(before, happened, Session);
        if (SessionFollower.Of(_clinic.Here, new StreamEvent(Session, happened, before, _state), _clinic.Now) is var (plan, events))
        {
            _clinic.Apply(plan, events);
        }
    }
}
