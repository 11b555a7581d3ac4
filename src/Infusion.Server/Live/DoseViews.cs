using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Live;

/// <summary>Programme and delivery of a session beside its order, as a screen shows them. Pure.</summary>
static class DoseViews
{
    /// <summary>Shown with two at most.</summary>
    const int Decimals = 4;

    static readonly DoseDifference[] Each = [.. Enum.GetValues<DoseDifference>().Where(flag => flag != DoseDifference.None)];

    public static ReconciliationView Build(ClinicState clinic, SessionLive live)
    {
        var order = live.State.Order;
        var pump = live.State.Attached(DeviceKind.Pump) is { } attached ? clinic.Devices.GetValueOrDefault(attached.Device) : null;
        var now = pump?.LastLiveAt > clinic.TickedThrough ? pump.LastLiveAt.Value : clinic.TickedThrough;
        var account = Reconciliation.Of(live, pump, clinic.Configuration.Protocol(order.Protocol, order.ProtocolVersion), now);
        return new ReconciliationView(
            decimal.Round(order.MilligramsPerKilogramPerHour, Decimals),
            Column(account.Programmed),
            Column(account.Delivered),
            Round(account.ExpectedByNow?.Milligrams),
            Round(account.AheadMg),
            account.Differences == DoseDifference.None ? [] : [.. Each.Where(flag => account.Differences.HasFlag(flag))],
            account.Segments,
            account.Boluses,
            decimal.Round(account.BolusVolume.Millilitres, Decimals),
            decimal.Round(account.KeepVeinOpen.Millilitres, Decimals),
            decimal.Round((decimal)account.Paused.Ticks / TimeSpan.TicksPerMinute, Decimals));
    }

    static DoseColumnView Column(DoseColumn column) => new(
        column.Drug,
        Round(column.Dose?.Milligrams),
        Round(column.Volume?.Millilitres),
        Round(column.Concentration?.MilligramsPerMillilitre),
        Round(column.Rate?.MillilitresPerHour),
        Round(column.MilligramsPerKilogramPerHour),
        Round(column.Minutes));

    static decimal? Round(decimal? number) => number is { } known ? decimal.Round(known, Decimals) : null;
}
