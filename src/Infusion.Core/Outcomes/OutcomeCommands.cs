using System.Collections.Immutable;
using Infusion.Core.Assessments;
using Infusion.Core.Sessions;

namespace Infusion.Core.Outcomes;

/// <summary>About what a patient answered; to the clinic's own stream. The patient is known, checked at the door.</summary>
public abstract record OutcomeCommand(Guid Id, Guid Session, string By, Guid Patient) : SessionCommand(Id, Session, By);

/// <summary>Its id is that of the command.</summary>
/// <param name="Items">One an item, null: not answered.</param>
/// <param name="On">The clinic's calendar day on which it was answered.</param>
/// <param name="Today">The clinic's calendar day now, known at the door.</param>
public sealed record RecordAssessment(
    Guid Id, Guid Session, string By, Guid Patient, Instrument Instrument, ImmutableArray<int?> Items, DateOnly On, DateOnly Today)
    : OutcomeCommand(Id, Session, By, Patient);

/// <summary>It was entered wrongly. That it is the patient's and not withdrawn yet is checked at the door.</summary>
/// <param name="Reason">The erasable note.</param>
public sealed record WithdrawAssessment(Guid Id, Guid Session, string By, Guid Patient, Guid Assessment, Guid Reason)
    : OutcomeCommand(Id, Session, By, Patient);

/// <param name="Note">The erasable note: what was done.</param>
/// <param name="MayAnswer">Is a physician; checked at the door.</param>
public sealed record AnswerSafetyTask(Guid Id, Guid Session, string By, Guid Patient, Guid Assessment, Guid Note, bool MayAnswer)
    : OutcomeCommand(Id, Session, By, Patient);

/// <param name="Today">As in <see cref="RecordAssessment"/>.</param>
public sealed record MakeTabletLink(
    Guid Id, Guid Session, string By, Guid Patient, string Hash, ImmutableArray<Instrument> Instruments, TimeSpan Lifetime, DateOnly Today)
    : OutcomeCommand(Id, Session, By, Patient);

public sealed record TabletAnswers(Instrument Instrument, ImmutableArray<int?> Items);

/// <summary>By whoever has the link.</summary>
/// <param name="Patient">The link's.</param>
public sealed record SubmitTablet(
    Guid Id, Guid Session, string By, Guid Patient, string Hash, ImmutableArray<TabletAnswers> Answers, DateOnly Today)
    : OutcomeCommand(Id, Session, By, Patient);
