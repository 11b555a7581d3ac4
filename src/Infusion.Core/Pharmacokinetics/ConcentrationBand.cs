namespace Infusion.Core.Pharmacokinetics;

/// <summary>The lowest and the highest estimate over the models in ng/mL, each with the model that makes it. Estimated, never measured.</summary>
public readonly record struct ConcentrationBand(double LowNgPerMl, string LowModel, double HighNgPerMl, string HighModel);
