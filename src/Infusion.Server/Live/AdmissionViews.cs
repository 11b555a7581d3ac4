using Infusion.Core.Admission;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Ordering;
using Infusion.Core.Sessions;

namespace Infusion.Server.Live;

/// <summary>One item of the check-in as it stands.</summary>
/// <param name="Findings">Which answers there are; empty: it is measured.</param>
/// <param name="MetFrom">When what holds will be over if nothing changes, or from when a recheck counts.</param>
/// <param name="Override">Null: not overridden.</param>
public sealed record CheckInLineView(
    CheckInItem Item, string Words, CheckInStatus Status, string? Why, DateTimeOffset? MetFrom, bool MayBeOverridden,
    IReadOnlyList<CheckInFinding> Findings, CheckInAnswer? Answer, DateTimeOffset? At, string? By, GivenOverride? Override);

/// <summary>Who checked or prepared, and when.</summary>
public sealed record DoneView(string By, DateTimeOffset At);

/// <param name="DrawnMl">Of this vial.</param>
public sealed record DrawnView(Guid Vial, decimal DrawnMl);

public sealed record PreparedView(string By, DateTimeOffset At, Diluent Diluent, decimal TotalMl, IReadOnlyList<DrawnView> Vials);

/// <summary>What stands before the start, as it is now.</summary>
/// <param name="Gaps">What a start would be refused for; each goes on after "Not done: ".</param>
/// <param name="Check">Null: not asked, or not done.</param>
/// <param name="Disagreed">Who came to other numbers than the order.</param>
public sealed record CheckInView(
    Guid Session, string Chair, Guid Patient, SessionPhase Phase, string Protocol, AdmissionGate Gate, IReadOnlyList<CheckInLineView> Items,
    PressureSeen? Pressure, IReadOnlyList<string> Gaps, string Drug, decimal ConcentrationMgPerMl, string? OrderedBy, DateTimeOffset? OrderedAt,
    DoneView? Check, IReadOnlyList<DoneView> Disagreed, PreparedView? Prepared)
{
    /// <summary>Names and reasons by their ids; one that was erased is not among them.</summary>
    public IReadOnlyDictionary<Guid, string> Notes { get; init; } = new Dictionary<Guid, string>();
}

/// <summary>Three numbers of one order. The rate is null where the order is one dose.</summary>
public sealed record ComputedView(decimal DoseMg, decimal VolumeMl, decimal? RateMlPerHour);

/// <summary>What a second person computed, and what is ordered.</summary>
public sealed record ComparedView(bool Agrees, DateTimeOffset At, ComputedView Mine, ComputedView Ordered);

/// <summary>
/// What a second person computes from. It holds no number that they are to find: these come only in <paramref name="Compared"/>,
/// when they have given theirs.
/// </summary>
/// <param name="DoseMgPerKg">As ordered; null: the dose is ordered in mg, <paramref name="DoseMg"/>.</param>
/// <param name="DoseMg">Where it is what was ordered, not computed.</param>
/// <param name="IsInfusion">Then there is a rate too.</param>
/// <param name="WhyNot">Why this person cannot check it; null: they can.</param>
public sealed record OrderSheetView(
    Guid Session, string Chair, Guid Patient, string Protocol, string Drug, decimal WeightKg, WeightBasis WeightBasis, decimal? ActualWeightKg,
    decimal? HeightCm, Core.Quantities.Sex Sex, WeightMethod WeightMethod, DateOnly? WeighedOn, decimal? DoseMgPerKg, decimal? DoseMg,
    decimal ConcentrationMgPerMl, decimal DurationMinutes, bool IsInfusion, decimal WithinPercent, string? OrderedBy, DateTimeOffset? OrderedAt,
    DoneView? Check, string? WhyNot, ComparedView? Compared);

/// <summary>Pure.</summary>
static class AdmissionViews
{
    public static CheckInView Build(SessionLive live, InfusionProtocol protocol, AdmissionGate gate, DateTimeOffset now)
    {
        var (state, admission) = (live.State, live.State.Admission);
        return new CheckInView(
            state.Id, state.Chair, state.Patient, state.Phase, protocol.Name, gate,
            [.. CheckInGate.Lines(state, gate, live.PressuresBeforeStart, now).Select(Line)],
            live.PressuresBeforeStart.Count == 0 ? null : live.PressuresBeforeStart[^1],
            StartGate.Gaps(live, gate, now), state.Order.Drug, state.Order.Concentration.MilligramsPerMillilitre, admission.OrderedBy, admission.OrderedAt,
            Done(admission.Check), [.. admission.Disagreed.Select(each => new DoneView(each.By, each.At))],
            admission.Prepared is { } prepared
                ? new PreparedView(
                    prepared.By, prepared.At, prepared.Diluent, prepared.Total.Millilitres,
                    [.. prepared.Vials.Select(each => new DrawnView(each.Vial, each.Drawn.Millilitres))])
                : null);
    }

    public static OrderSheetView Sheet(SessionLive live, InfusionProtocol protocol, decimal within, string by)
    {
        var (state, order, admission) = (live.State, live.State.Order, live.State.Admission);
        var record = order.WeightRecord;
        var mine = Mine(admission, by);
        return new OrderSheetView(
            state.Id, state.Chair, state.Patient, protocol.Name, order.Drug, order.Weight.Kilograms, order.WeightBasis, record?.Actual?.Kilograms,
            record?.Height?.Centimetres, record?.Sex ?? Core.Quantities.Sex.Unknown, record?.Method ?? WeightMethod.Unknown, record?.On,
            order.OrderedMilligramsPerKilogram, order.OrderedMilligramsPerKilogram is null ? order.Dose.Milligrams : null,
            order.Concentration.MilligramsPerMillilitre, (decimal)order.Duration.Ticks / TimeSpan.TicksPerMinute, !state.IsSingleDose, within,
            admission.OrderedBy, admission.OrderedAt, Done(admission.Check), DoubleCheck.Refuse(admission, by)?.Reason,
            mine is null ? null : Compared(mine, order, within, state.IsSingleDose));
    }

    static ComputedByHand? Mine(AdmissionState admission, string by) =>
        admission.Disagreed.Append(admission.Check).LastOrDefault(each => string.Equals(each?.By, by, StringComparison.OrdinalIgnoreCase));

    static ComparedView Compared(ComputedByHand mine, InfusionOrder order, decimal within, bool isSingleDose) => new(
        DoubleCheck.Agrees(mine, order, within), mine.At,
        new(mine.Dose.Milligrams, mine.Volume.Millilitres, mine.Rate?.MillilitresPerHour),
        new(order.Dose.Milligrams, Math.Round(order.Volume.Millilitres, 4), isSingleDose ? null : order.Rate.MillilitresPerHour));

    static DoneView? Done(ComputedByHand? check) => check is null ? null : new(check.By, check.At);

    static CheckInLineView Line(CheckInLine line) => new(
        line.Item, CheckInWords.Of(line.Item), line.Status, line.Why, line.MetFrom, line.MayBeOverridden, CheckInAnswers.Of(line.Item),
        line.Answer?.Answer, line.Answer?.At, line.Answer?.By, line.Override);
}
