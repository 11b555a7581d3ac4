using System.Collections.Immutable;
using Infusion.Core.Quantities;

namespace Infusion.Core.Ordering;

/// <summary>What the drug is thinned with. The numbers are stored: never renumber, never reuse.</summary>
public enum Diluent : byte { Unknown = 0, None = 1, SodiumChloride = 2, Glucose = 3 }

/// <param name="Vial">Opened in the same session.</param>
public sealed record DrawnFromVial(Guid Vial, Volume Drawn);

/// <param name="At">On the label.</param>
public sealed record DosePreparation(DateTimeOffset At, ImmutableArray<DrawnFromVial> Vials, Diluent Diluent, Volume Total, string By);

/// <summary>What a second person computed. <paramref name="Rate"/> is null where the order is one dose.</summary>
public sealed record ComputedByHand(DateTimeOffset At, Mass Dose, Volume Volume, Rate? Rate, string By);
