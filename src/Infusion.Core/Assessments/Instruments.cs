using System.Collections.Immutable;
using Infusion.Core.Assessments.Scales;

namespace Infusion.Core.Assessments;

/// <summary>Every instrument there is.</summary>
public static class Instruments
{
    public static ImmutableArray<InstrumentInfo> All { get; } =
        [Phq9.Info, Gad7.Info, QidsSr16.Info, Pcl5.Info, Ybocs.Info, PainNrs.Info, Bpi.Info, Cssrs.Info];

    /// <returns>Null: there is no such instrument.</returns>
    public static InstrumentInfo? Find(Instrument instrument) => All.FirstOrDefault(each => each.Instrument == instrument);
}
