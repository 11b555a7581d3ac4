using Infusion.Core.Telemetry;

namespace Infusion.Core.Safety;

/// <summary>The metrics a rule looked at while it judged.</summary>
sealed class LookedAt
{
    ulong _metrics;

    public void Add(Metric metric) => _metrics |= 1ul << (int)metric;

    public bool Has(Metric metric) => (_metrics & (1ul << (int)metric)) != 0;
}
