using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>
/// What a pump says while it runs as ordered, worked out once for an order, its protocol and what was given before.
/// Derived, never stored.
/// </summary>
sealed class AsOrdered
{
    readonly InfusionOrder _order;
    readonly (InfusionOrder, DoseHistory?, InfusionProtocol?) _from;
    readonly decimal _volumeMl;
    readonly bool _isRateInBound;
    readonly decimal? _leftMg;
    readonly string? _drug;

    public AsOrdered(InfusionOrder order, DoseHistory? history, InfusionProtocol? protocol)
    {
        (_order, _from, _drug) = (order, (order, history, protocol), protocol?.Drug);
        _volumeMl = order.Volume.Millilitres;
        // With a margin: a division of equal numbers may end in another last digit.
        _isRateInBound = protocol?.Guardrails.RateMgPerKgPerHour.HardHigh is not { } bound || order.MilligramsPerKilogramPerHour * 1.0001m < bound;
        _leftMg = Lesser(
            protocol?.Guardrails.PerDayMg - history?.GivenLast24Hours.Milligrams,
            protocol?.Guardrails.PerSeriesMg - history?.GivenInSeries.Milligrams);
    }

    /// <summary>Whether this was worked out from that.</summary>
    public bool IsOf(InfusionOrder order, DoseHistory? history, InfusionProtocol? protocol) => _from.Equals((order, history, protocol));

    public Facts Of(DeviceLive pump, Mass? given)
    {
        var isRate = pump.RateMlPerHour == _order.Rate.MillilitresPerHour;
        var isConcentration = pump.ConcentrationMgPerMl is not { } set || set == _order.Concentration.MilligramsPerMillilitre;
        return (isRate ? Facts.RateAsOrdered : Facts.None)
            | (isConcentration ? Facts.ConcentrationAsOrdered : Facts.None)
            | (isRate && isConcentration && _isRateInBound ? Facts.DoseRateAsOrdered : Facts.None)
            | (pump.ToBeInfusedMl is not { } volume || volume == _volumeMl ? Facts.VolumeAsOrdered : Facts.None)
            | (_drug is not null && pump.Pump?.Drug == _drug ? Facts.DrugAsOrdered : Facts.None)
            | (given is not { } dose || _leftMg is not { } left || dose.Milligrams < left ? Facts.BelowCaps : Facts.None);
    }

    static decimal? Lesser(decimal? left, decimal? right) => left < right || right is null ? left : right;
}
