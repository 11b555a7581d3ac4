using System.Collections.Immutable;
using Infusion.Core.Sessions;

namespace Infusion.Core.Admission;

/// <summary>One item as it stands.</summary>
/// <param name="Why">What it rests on, or what holds; null: it is not answered.</param>
public sealed record CheckInLine(CheckInItem Item, CheckInStatus Status, string? Why)
{
    /// <summary>When what holds will be over if nothing changes, or from when a recheck counts; null: not by waiting.</summary>
    public DateTimeOffset? MetFrom { get; init; }

    public GivenAnswer? Answer { get; init; }

    public GivenOverride? Override { get; init; }

    /// <summary>It holds, and a physician may let go with a reason.</summary>
    public bool MayBeOverridden => Status == CheckInStatus.Hold && CheckInGate.IsOverridable(Item);
}

/// <summary>
/// Whether a patient may be given the infusion, item by item, from the answers, the protocol and the last pressures. Nothing of it is
/// stored but the answers: fasting passes and a pressure grows old without anybody doing anything. Unknown is open.
/// </summary>
public static class CheckInGate
{
    /// <summary>The wrong person, or one who has not agreed: no reason makes that right.</summary>
    public static bool IsOverridable(CheckInItem item) => item is not (CheckInItem.Identity or CheckInItem.Consent);

    /// <param name="pressures">Since check-in, earliest first.</param>
    public static ImmutableArray<CheckInLine> Lines(SessionState state, AdmissionGate gate, IReadOnlyList<PressureSeen> pressures, DateTimeOffset now) =>
        [.. gate.Items.Select(item => item == CheckInItem.BloodPressure
            ? CheckInPressure.Line(state.Admission, gate, pressures, now)
            : Line(state.Admission, gate, item, now))];

    /// <summary>Open or on hold.</summary>
    public static ImmutableArray<CheckInLine> Against(SessionState state, AdmissionGate gate, IReadOnlyList<PressureSeen> pressures, DateTimeOffset now) =>
        [.. Lines(state, gate, pressures, now).Where(line => line.Status is not (CheckInStatus.Pass or CheckInStatus.Overridden))];

    /// <summary>Goes on after "Not done: ".</summary>
    public static string Words(CheckInLine line) => line.Why is { } why ? $"{CheckInWords.Of(line.Item)} ({why})" : CheckInWords.Of(line.Item);

    static CheckInLine Line(AdmissionState admission, AdmissionGate gate, CheckInItem item, DateTimeOffset now)
    {
        if (admission.Answers.GetValueOrDefault(item) is not { } given)
        {
            return new CheckInLine(item, CheckInStatus.Open, null);
        }

        var line = Judged(given.Answer, gate, now) with { Answer = given };
        return line.Status == CheckInStatus.Hold && IsOverridable(item) && admission.Overrides.GetValueOrDefault(item) is { } let
            ? line with { Status = CheckInStatus.Overridden, Override = let }
            : line;
    }

    static CheckInLine Judged(CheckInAnswer answer, AdmissionGate gate, DateTimeOffset now) => answer.Item switch
    {
        CheckInItem.Consent when answer.Finding == CheckInFinding.Confirmed => Consent(answer, gate, now),
        CheckInItem.Fasting when answer.Finding == CheckInFinding.Taken => Fasting(answer, gate, now),
        CheckInItem.Benzodiazepine when answer.Finding == CheckInFinding.Taken => Since(answer.Item, "taken", answer.TakenAt, gate.BenzodiazepineFree, now),
        CheckInItem.Stimulant when answer.Finding == CheckInFinding.Taken => Since(answer.Item, "taken", answer.TakenAt, gate.StimulantFree, now),
        CheckInItem.Contraindications when answer.Finding == CheckInFinding.Positive =>
            new(answer.Item, CheckInStatus.Hold, string.Join("; ", answer.Present.Select(CheckInWords.Of))),
        _ => new(answer.Item, IsGood(answer.Item, answer.Finding) ? CheckInStatus.Pass : CheckInStatus.Hold, Said(answer)),
    };

    static bool IsGood(CheckInItem item, CheckInFinding finding) => finding switch
    {
        CheckInFinding.Confirmed or CheckInFinding.NotRelevant or CheckInFinding.NoneTaken => true,
        CheckInFinding.Negative => item is CheckInItem.Pregnancy or CheckInItem.Substances or CheckInItem.Contraindications or CheckInItem.Suicidality,
        _ => false,
    };

    static string Said(CheckInAnswer answer) => answer.Finding switch
    {
        CheckInFinding.Confirmed when answer.Item == CheckInItem.Identity => string.Join(", ", answer.Identifiers.Select(CheckInWords.Of)),
        CheckInFinding.Confirmed => "named",
        CheckInFinding.NotConfirmed => answer.Item switch
        {
            CheckInItem.Identity => "does not match",
            CheckInItem.Consent => "not signed",
            CheckInItem.Escort => "nobody named",
            _ => "not known",
        },
        CheckInFinding.NotRelevant => "not relevant",
        CheckInFinding.Negative => answer.Item == CheckInItem.Contraindications ? "none" : "negative",
        CheckInFinding.Positive => "positive",
        CheckInFinding.NoneTaken => "none taken",
        _ => "not done",
    };

    static CheckInLine Consent(CheckInAnswer answer, AdmissionGate gate, DateTimeOffset now)
    {
        if (gate.ConsentVersion is { } current && answer.ConsentVersion != current)
        {
            return new(answer.Item, CheckInStatus.Hold, $"version {answer.ConsentVersion} is signed, {current} is in use");
        }

        // A day by the clinic's calendar may end after the one of UTC.
        var last = gate.ConsentValidDays is { } days ? answer.SignedOn?.AddDays(days) : null;
        return last < DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1)
            ? new(answer.Item, CheckInStatus.Hold, $"signed {answer.SignedOn:yyyy-MM-dd}, valid until {last:yyyy-MM-dd}")
            : new(answer.Item, CheckInStatus.Pass, $"version {answer.ConsentVersion}, signed {answer.SignedOn:yyyy-MM-dd}");
    }

    /// <summary>The one that lasts longer.</summary>
    static CheckInLine Fasting(CheckInAnswer answer, AdmissionGate gate, DateTimeOffset now)
    {
        var (solids, fluids) = (Since(answer.Item, "meal", answer.SolidsAt, gate.SolidsFasting, now), Since(answer.Item, "clear fluid", answer.FluidsAt, gate.FluidsFasting, now));
        return (solids.MetFrom, fluids.MetFrom) switch
        {
            (null, null) => new(answer.Item, CheckInStatus.Pass, string.Join(", ", new[] { solids.Why, fluids.Why }.OfType<string>())),
            var (meal, fluid) when fluid is null || meal >= fluid => solids,
            _ => fluids,
        };
    }

    /// <summary>An interval that is not asked passes; a time that is not said, although one is asked, is on hold.</summary>
    static CheckInLine Since(CheckInItem item, string what, DateTimeOffset? at, TimeSpan? atLeast, DateTimeOffset now)
    {
        if (atLeast is not { } least)
        {
            return new(item, CheckInStatus.Pass, at is null ? null : $"{what} {CheckInWords.Hours(now - at.Value)} ago");
        }

        if (at is not { } then)
        {
            return new(item, CheckInStatus.Hold, $"{what}: time not known") { MetFrom = now + least };
        }

        var since = now - then;
        return since < least
            ? new(item, CheckInStatus.Hold, $"{what} {CheckInWords.Hours(since)} ago, {CheckInWords.Hours(least)} are asked for") { MetFrom = then + least }
            : new(item, CheckInStatus.Pass, $"{what} {CheckInWords.Hours(since)} ago");
    }
}
