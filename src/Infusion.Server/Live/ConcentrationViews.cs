using Infusion.Core.Pharmacokinetics;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Live;

/// <summary>The estimate as screens get it. Pure.</summary>
static class ConcentrationViews
{
    static readonly EstimateNotes[] Notes = [EstimateNotes.ConcentrationDiffers, EstimateNotes.SilenceFilled, EstimateNotes.EarlierUnknown];

    /// <returns>Null: the pump's counter was never heard, so there is no estimate.</returns>
    public static ConcentrationView? Build(ConcentrationEstimate estimate) =>
        estimate is { AsOf: { } asOf, HeardAt: { } heard }
            ? new ConcentrationView(asOf, heard + DeviceLive.PumpStaleAfter, Band(estimate.Plasma), Band(estimate.EffectSite), NotesOf(estimate.Notes))
            : null;

    public static BandView Band(in ConcentrationBand band) =>
        new(Rounded(band.LowNgPerMl), band.LowModel, Rounded(band.HighNgPerMl), band.HighModel);

    /// <summary>More digits would say more than a model knows.</summary>
    public static double Rounded(double ngPerMl) => Math.Round(ngPerMl, 1);

    static string[] NotesOf(EstimateNotes notes) =>
        [.. Notes.Where(note => notes.HasFlag(note)).Select(note => note switch
        {
            EstimateNotes.ConcentrationDiffers => "concentration_differs",
            EstimateNotes.SilenceFilled => "silence_filled",
            _ => "earlier_unknown",
        })];
}
