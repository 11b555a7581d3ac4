using System.Diagnostics;

namespace Infusion.Benchmarks.Load;

/// <summary>An infusion pump that delivers at its ordered rate: seven values and three states a message.</summary>
sealed class PumpDevice : Device
{
    public const decimal RateMlPerHour = 25;
    public const decimal ToBeInfusedMl = 100;

    const string TotalPattern = "10.0000";
    const string SegmentPattern = "10.0001";
    const string RemainingPattern = "90.0000";

    static readonly long StartedAt = Stopwatch.GetTimestamp();

    readonly int _totalOffset;
    readonly int _segmentOffset;
    readonly int _remainingOffset;

    public PumpDevice(string clinic, string chair, string id)
        : base(clinic, chair, id, Json)
    {
        _totalOffset = OffsetOf(Json, TotalPattern);
        _segmentOffset = OffsetOf(Json, SegmentPattern);
        _remainingOffset = OffsetOf(Json, RemainingPattern);
    }

    static string Json { get; } = Head
        + $$$"""
        "values":{"MDC_FLOW_FLUID_PUMP":25,"MDC_FLOW_FLUID_PUMP_CURRENT":25,"MDC_VOL_FLUID_DELIV_TOTAL":{{{TotalPattern}}},"MDC_VOL_FLUID_DELIV_SEGMENT":{{{SegmentPattern}}},"MDC_VOL_FLUID_TBI":100,"MDC_VOL_FLUID_TBI_REMAIN":{{{RemainingPattern}}},"MDC_CONC_DRUG":1},"states":{"MDC_PUMP_INFUSING_STATUS":"pump-status-infusing","MDC_PUMP_MODE":"pump-mode-continuous","MDC_DRUG_NAME_LABEL":"ketamine"}}
        """;

    protected override void PatchValues(Span<byte> packet, in Due due)
    {
        var deliveredMl = 10 + (decimal)Stopwatch.GetElapsedTime(StartedAt).TotalHours * RateMlPerHour;
        PatchNumber(packet, _totalOffset, (long)(deliveredMl * 10_000));
        PatchNumber(packet, _segmentOffset, (long)(deliveredMl * 10_000));
        PatchNumber(packet, _remainingOffset, (long)((ToBeInfusedMl - deliveredMl) * 10_000));
    }
}
