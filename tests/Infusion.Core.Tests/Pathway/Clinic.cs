using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Pathway;
using Infusion.Core.Safety;

namespace Infusion.Core.Tests.Pathway;

/// <summary>A clinic in New York with two chairs, whose plans a test writes on. It is Monday 2 November 2026, 08:00.</summary>
sealed class Clinic
{
    public const string Physician = "hale";
    public const string Therapist = "moreau";

    public static readonly Guid Plan = Id(1);
    public static readonly Guid Patient = Id(2);

    int _commands;

    public ClinicTime Time { get; } = new(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));

    public ClinicPathway Pathway { get; private set; } = ClinicPathway.None;

    public DateTimeOffset Now { get; set; } = new(2026, 11, 2, 13, 0, 0, TimeSpan.Zero);

    public TreatmentPlan Own => Pathway.Plans[Plan];

    public PathwayNow Here => new(
        Pathway,
        new ClinicConfiguration("here", "Here", "America/New_York", [new("A1", "Room A"), new("A2", "Room A")], [], new SafetyLimits()) { Protocols = SampleProtocols.All },
        Time);

    public static PlanTerms Terms { get; } = new(Indication.TreatmentResistantDepression, "F33.2", SampleProtocols.Mood.Id, 0, 6, 2, 4)
    {
        Boosters = 1,
        ReviewAfterInfusion = 4,
        StopWithoutResponseAfterInfusion = 6,
    };

    public static Guid Id(byte number) => new([number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);

    /// <summary>With a plan for six infusions at least two days apart, and a yes to talk therapy.</summary>
    public static Clinic WithPlan(PlanTerms? terms = null)
    {
        var clinic = new Clinic();
        clinic.Do(id => new OpenPlan(id, Plan, Physician, Patient, terms ?? Terms));
        clinic.Do(id => new AnswerOffer(id, Plan, Physician, Offer.TalkTherapy, null, OfferAnswer.Accepted, null, null));
        return clinic;
    }

    public DateTimeOffset At(string day, string clock) => Time.At(
        DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        TimeOnly.ParseExact(clock, "HH:mm", System.Globalization.CultureInfo.InvariantCulture))!.Value;

    public PathwayDecision Decide(Func<Guid, PathwayCommand> command) => PathwayDecider.Decide(Here, command(Id((byte)(100 + _commands++))), Now);

    public IReadOnlyList<PathwayEvent> Do(Func<Guid, PathwayCommand> command)
    {
        PathwayCommand? sent = null;
        var decision = Decide(id => sent = command(id));
        var accepted = decision.ShouldBeOfType<PathwayDecision.Accepted>((decision as PathwayDecision.Rejected)?.Reason);
        Apply((sent as PlanCommand)?.Plan ?? Guid.Empty, accepted.Events);
        return accepted.Events;
    }

    public void Apply(Guid stream, IReadOnlyList<PathwayEvent> events) =>
        Pathway = events.Aggregate(Pathway, (pathway, happened) => pathway.With(stream, happened));

    public (string Code, string Reason) Refused(Func<Guid, PathwayCommand> command)
    {
        var refused = Decide(command).ShouldBeOfType<PathwayDecision.Rejected>();
        return (refused.Code, refused.Reason);
    }

    public PlanInfusion Infusion(Guid id, byte appointment, string day, string clock, string chair = "A1", InfusionKind kind = InfusionKind.Series) =>
        new(id, Plan, "nurse", Id(appointment), kind, At(day, clock), TimeSpan.FromHours(2), chair);

    public MoveInfusion Move(Guid id, byte appointment, string day, string clock, bool leaves = false) =>
        new(id, Plan, "nurse", Id(appointment), At(day, clock), null, null, leaves);

    public PlanTherapy Therapy(Guid id, byte appointment, byte? after, string day, string clock, string therapist = Therapist) =>
        new(id, Plan, "nurse", Id(appointment), after is { } number ? Id(number) : null, therapist, At(day, clock), null);

    public string? Conflict(byte appointment) => TherapyTimes.Conflict(Here, Own, Own.TherapyOf(Id(appointment))!, Now);

    public IEnumerable<string> Gaps => PlanCare.Gaps(Here, Own, Now).Select(each => each.Code);

    /// <summary>The infusion became a session that ended then.</summary>
    public void Give(byte appointment, DateTimeOffset ended) => Apply(Plan,
    [
        new InfusionLinked(Now, Id(appointment), Id((byte)(appointment + 100)), "infusion"),
        new InfusionBegan(Now, Id(appointment), ended.AddMinutes(-40), "infusion"),
        new InfusionEnded(Now, Id(appointment), ended, "infusion"),
    ]);
}
