using System.Collections.Immutable;

namespace Infusion.Core.Admission;

/// <summary>Which answers there are to each item, and what an answer must say. A finding against the start is an answer too.</summary>
public static class CheckInAnswers
{
    /// <summary>How far back a meal or a medication is asked for.</summary>
    public static TimeSpan LongestAgo { get; } = TimeSpan.FromDays(31);

    const int LongestVersion = 40;
    const int LeastIdentifiers = 2;

    /// <summary>In the order in which they are offered; empty: the item is measured, or not known.</summary>
    public static ImmutableArray<CheckInFinding> Of(CheckInItem item) => item switch
    {
        CheckInItem.Identity or CheckInItem.Consent or CheckInItem.Escort => [CheckInFinding.Confirmed, CheckInFinding.NotConfirmed],
        CheckInItem.Fasting => [CheckInFinding.Taken, CheckInFinding.NotConfirmed],
        CheckInItem.Pregnancy => [CheckInFinding.NotRelevant, CheckInFinding.Negative, CheckInFinding.Positive, CheckInFinding.NotDone],
        CheckInItem.Benzodiazepine or CheckInItem.Stimulant => [CheckInFinding.NoneTaken, CheckInFinding.Taken, CheckInFinding.NotConfirmed],
        CheckInItem.Substances or CheckInItem.Suicidality or CheckInItem.Contraindications =>
            [CheckInFinding.Negative, CheckInFinding.Positive, CheckInFinding.NotDone],
        _ => [],
    };

    /// <summary>What is wrong with an answer, as a sentence; null: nothing.</summary>
    public static string? Fault(CheckInAnswer answer, AdmissionGate gate, DateTimeOffset now)
    {
        if (!Of(answer.Item).Contains(answer.Finding))
        {
            return answer.Item == CheckInItem.BloodPressure
                ? "The blood pressure is measured, by the monitor or by hand, not answered."
                : $"This is no answer to \"{CheckInWords.Of(answer.Item)}\"; choose one of those offered.";
        }

        return answer.Item switch
        {
            CheckInItem.Identity when answer.Finding == CheckInFinding.Confirmed => IdentityFault(answer),
            CheckInItem.Consent when answer.Finding == CheckInFinding.Confirmed => ConsentFault(answer, now),
            CheckInItem.Fasting when answer.Finding == CheckInFinding.Taken => FastingFault(answer, gate, now),
            CheckInItem.Benzodiazepine or CheckInItem.Stimulant when answer.Finding == CheckInFinding.Taken => TimeFault(answer.TakenAt, "the last one was taken", now),
            CheckInItem.Contraindications => PresentFault(answer),
            CheckInItem.Escort when answer is { Finding: CheckInFinding.Confirmed, Note: null } => "An escort is charted by name; enter the name.",
            _ => null,
        };
    }

    static string? IdentityFault(CheckInAnswer answer) =>
        answer.Identifiers.Distinct().Count(each => each is not IdentityProof.Unknown && Enum.IsDefined(each)) < LeastIdentifiers
            ? "Two identifiers are compared with the patient's own words or papers; choose at least two."
            : null;

    static string? ConsentFault(CheckInAnswer answer, DateTimeOffset now)
    {
        if (answer.ConsentVersion is not { Length: > 0 and <= LongestVersion } version || string.IsNullOrWhiteSpace(version) || version.Any(char.IsControl))
        {
            return $"A consent has the version of its form, 1 to {LongestVersion} characters; enter it from the form.";
        }

        // A day by the clinic's calendar may have begun before the one of UTC.
        return answer.SignedOn is not { } on || on > DateOnly.FromDateTime(now.UtcDateTime).AddDays(1)
            ? "Enter the day on which the consent was signed, today or earlier."
            : null;
    }

    static string? FastingFault(CheckInAnswer answer, AdmissionGate gate, DateTimeOffset now) =>
        (gate.SolidsFasting is null ? null : TimeFault(answer.SolidsAt, "the last meal was", now))
        ?? (gate.FluidsFasting is null ? null : TimeFault(answer.FluidsAt, "the last clear fluid was", now));

    static string? TimeFault(DateTimeOffset? at, string what, DateTimeOffset now) => at is not { } said || said > now || said < now - LongestAgo
        ? $"Enter when {what}: a time within the last {LongestAgo.TotalDays:0} days, not after now. Where nobody knows it, say so instead."
        : null;

    static string? PresentFault(CheckInAnswer answer)
    {
        var known = answer.Present.All(each => each is not Contraindication.Unknown && Enum.IsDefined(each));
        return (answer.Finding == CheckInFinding.Positive) == !answer.Present.IsEmpty && known
            ? null
            : "Choose each contraindication that is present, or say that there is none.";
    }
}
