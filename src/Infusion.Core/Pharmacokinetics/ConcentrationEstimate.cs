using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Pharmacokinetics;

/// <summary>What an estimate had to suppose. A screen that shows the estimate says it too.</summary>
[Flags]
public enum EstimateNotes : byte
{
    None = 0,

    /// <summary>
    /// The pump states another concentration than the order. The order's is used: it is what the preparation was ordered and
    /// checked by, and the pump's is a setting typed in or taken from its library. A rule of its own tells that they differ.
    /// </summary>
    ConcentrationDiffers = 1,

    /// <summary>The pump was silent while it gave; what it gave is spread evenly over the silence.</summary>
    SilenceFilled = 2,

    /// <summary>The pump was already running when its counter was first heard here: what came before is not in the estimate.</summary>
    EarlierUnknown = 4,
}

/// <summary>
/// The plasma and effect-site concentration of one session, estimated by every model from what its pump delivered: the
/// differences of its own volume counter times the ordered concentration, evenly from one word of the counter to the next.
/// So pauses count as such, and boluses and what flows after completion are in. Stands still while the counter is not heard.
/// </summary>
public sealed class ConcentrationEstimate(BodyWeight weight)
{
    /// <summary>How far a forecast looks while a pump runs on beyond the ordered dose.</summary>
    public static readonly TimeSpan RunsOnFor = TimeSpan.FromHours(1);

    /// <summary>Steps are exact at any length: shorter ones only tell more closely when within them the drug came.</summary>
    static readonly TimeSpan StepAfter = TimeSpan.FromSeconds(5);

    const decimal FlowTolerance = 0.02m;
    const double HighestTold = 1e9d;

    readonly ModelledBody _body = new(weight);
    string? _device;
    bool _isHeard;
    Volume _counted;
    decimal? _flow;
    decimal? _flowAtStep;
    decimal? _rate;
    bool _otherConcentration;

    /// <summary>Chart time that the estimate stands for; null: no counter was ever heard.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    /// <summary>Chart time of the counter's last word.</summary>
    public DateTimeOffset? HeardAt { get; private set; }

    public EstimateNotes Notes { get; private set; }

    /// <summary>What the pump runs at by its last word on it, mL/h, boluses aside; null: it has not said.</summary>
    public decimal? RateMlPerHour => _rate;

    /// <summary>
    /// ng/mL, the highest over the models: the plasma's peak if the pump goes on as it runs until the ordered dose is in
    /// (when it is in already: for <see cref="RunsOnFor"/>). Null: no step was taken yet.
    /// </summary>
    public decimal? PlasmaPeakIfItGoesOn { get; private set; }

    /// <summary>Meaningful only with <see cref="AsOf"/>.</summary>
    public ConcentrationBand Plasma => _body.Plasma;

    /// <summary>Meaningful only with <see cref="AsOf"/>.</summary>
    public ConcentrationBand EffectSite => _body.EffectSite;

    /// <summary>False: frozen. The counter is silent, or was never heard.</summary>
    public bool IsValid(DateTimeOffset now) => HeardAt is { } heard && now - heard < DeviceLive.PumpStaleAfter;

    /// <summary>What forecasts begin from.</summary>
    public ModelledBody Body() => _body.Copy();

    /// <summary>Milligrams of the order that are not in yet; below zero when more is in.</summary>
    public decimal LeftMilligrams(InfusionOrder order) => order.Dose.Milligrams - (_counted * order.Concentration).Milligrams;

    /// <summary>Takes in a live pump reading that the session's account already holds and <paramref name="device"/> does not.</summary>
    internal void Take(DeviceLive device, DateTimeOffset attachedAt, Reading reading, DateTimeOffset chartTime, Volume? delivered, InfusionOrder order)
    {
        if (_device != device.Device)
        {
            (_device, _isHeard, _flow, _rate, _otherConcentration) = (device.Device, false, null, null, false);
        }

        if (!Listen(device, reading, order))
        {
            return;
        }

        // What the counter said is in the account, so there is a volume.
        var total = delivered!.Value;
        Notes |= !_isHeard && _rate > 0m ? EstimateNotes.EarlierUnknown : EstimateNotes.None;
        (_isHeard, HeardAt) = (true, chartTime);
        AsOf ??= total > default(Volume) ? attachedAt : chartTime;
        var passed = chartTime - AsOf.Value;
        if (passed >= StepAfter || (passed > TimeSpan.Zero && IsOtherFlow()))
        {
            Step(chartTime, passed, total, order);
        }
    }

    /// <returns>Whether the counter spoke.</returns>
    bool Listen(DeviceLive device, Reading reading, InfusionOrder order)
    {
        var counted = false;
        decimal? current = null;
        decimal? programmed = null;
        foreach (ref readonly var sample in reading.Samples.AsSpan())
        {
            switch (sample.Metric)
            {
                case Metric.VolumeDeliveredTotal:
                    counted |= sample.Value is not null;
                    break;
                case Metric.PumpRateCurrent:
                    current = sample.Value;
                    break;
                case Metric.PumpRateProgrammed:
                    programmed = sample.Value;
                    break;
                case Metric.DrugConcentration when sample.Value is { } stated:
                    _otherConcentration = stated != order.Concentration.MilligramsPerMillilitre;
                    break;
                default:
                    break;
            }
        }

        var said = device.Said(reading);
        current ??= device.CurrentRateMlPerHour is null ? programmed : null;
        _flow = said?.Status == PumpStatus.NotInfusing ? 0m : current ?? _flow;
        _rate = said?.Mode == PumpMode.Bolus ? _rate : _flow;
        return counted;
    }

    bool IsOtherFlow() =>
        _flow is { } flow && (_flowAtStep is not { } before || Math.Abs(flow - before) > before * FlowTolerance);

    void Step(DateTimeOffset at, TimeSpan passed, Volume total, InfusionOrder order)
    {
        var given = (total.Since(_counted) * order.Concentration).Milligrams;
        _body.Step((double)given, passed.TotalMinutes);
        (AsOf, _counted, _flowAtStep) = (at, total, _flow);
        if (given > 0m)
        {
            Notes |= _otherConcentration ? EstimateNotes.ConcentrationDiffers : EstimateNotes.None;
            Notes |= passed >= DeviceLive.PumpStaleAfter ? EstimateNotes.SilenceFilled : EstimateNotes.None;
        }

        PlasmaPeakIfItGoesOn = Peak(order);
    }

    decimal Peak(InfusionOrder order)
    {
        var rate = (double)((_rate ?? 0m) * order.Concentration.MilligramsPerMillilitre) / 60d;
        var minutes = rate > 0d ? DeliveryPlan.MinutesAt(rate, (double)LeftMilligrams(order), RunsOnFor) : 0d;
        return Math.Round((decimal)Math.Min(ConcentrationForecast.PeakPlasmaNgPerMl(_body, rate, minutes), HighestTold), 1);
    }
}
