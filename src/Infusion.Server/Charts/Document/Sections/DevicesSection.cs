using Infusion.Core.Alarms;
using Infusion.Core.Charting;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using static Infusion.Server.Charts.Document.ChartWords;

namespace Infusion.Server.Charts.Document.Sections;

/// <summary>Which devices were attached from when to when and whose clock counts; the limits in force.</summary>
static class DevicesSection
{
    public static ChartSection Build(ChartFacts facts)
    {
        var protocol = facts.Protocol;
        return Section("devices", "Devices and limits in force",
            [
                Fact("limits-version", "Limits", protocol is null ? null : $"{protocol.Id} version {protocol.Version}"),
                Fact("rules-version", "Rules", $"{SafetyRules.All.Count} rules; the version of each stands with its alarms"),
            ],
            [
                new ChartTable("devices", "Attached",
                    [Column("device", "Device", 3), Column("kind", "Kind", 2), Column("from", "From", 3), Column("to", "To", 3), Column("readings", "Readings", 2), Column("clock", "Their times", 6)],
                    [.. facts.Attachments.OrderBy(each => each.Association.From).Select(each => Device(facts, each))],
                    "No device was attached: what is charted was charted by hand."),
                new ChartTable("limits", "Limits, by the priority of their alarm", [Column("vital", "Vital", 4), Column("low", "Low", 4), Column("medium", "Medium", 4), Column("high", "High", 4)],
                    protocol is null ? [] : [.. protocol.Safety.Vitals.GroupBy(limit => (limit.Metric, limit.Side)).Select(Limits)],
                    "The version of the protocol is not there any more."),
                new ChartTable("adjusted", "Set for this session by a physician",
                    [Column("time", "Time", 3), Column("limit", "Limit", 4), Column("from", "From", 2), Column("to", "To", 2), Column("reason", "Reason", 5), Column("by", "By", 4)],
                    [.. facts.Events.OfType<LimitAdjusted>().OrderBy(each => each.At).Select(each => new ChartRow(
                        [
                            facts.Time.Clock(each.At), $"{MetricTable.Of(each.Metric).Label} {CareWords.Spaced(each.Side)}, {CareWords.Spaced(each.Priority)}",
                            Cell(each.From), Cell(each.To), facts.Note(each.Reason), facts.Person(each.By),
                        ], each.At))],
                    "None."),
            ]);
    }

    static ChartRow Device(ChartFacts facts, AttachmentHeard heard)
    {
        var (association, readings, own) = (heard.Association, heard.Readings, heard.WithOwnTime);
        var clock = readings == 0 ? "nothing was received"
            : $"{(own == readings ? "by the device's clock, corrected" : own == 0 ? "by receipt" : $"{own} by the device's clock, corrected; {readings - own} by receipt")}{(heard.Late == 0 ? "" : $"; {heard.Late} came late")}";
        return new ChartRow(
            [
                association.Device, CareWords.Spaced(association.Kind), facts.Time.Clock(association.From),
                association.To is { } to ? facts.Time.Clock(to) : "still", new ChartCell($"{readings}") { Number = readings }, clock,
            ],
            association.From);
    }

    static ChartRow Limits(IGrouping<(Metric Metric, LimitSide Side), VitalLimit> limits)
    {
        return new ChartRow(
            [
                $"{MetricTable.Of(limits.Key.Metric).Label} {(limits.Key.Side == LimitSide.Low ? "below" : "above")}",
                Of(AlarmPriority.Low), Of(AlarmPriority.Medium), Of(AlarmPriority.High),
            ],
            null);

        string Of(AlarmPriority priority) => limits.FirstOrDefault(limit => limit.Priority == priority) is { } limit ? Limit(limit) : "–";
    }

    static string Limit(VitalLimit limit)
    {
        var unit = MetricTable.Of(limit.Metric).UnitText;
        var value = limit.Value is { } absolute ? $"{Number(absolute)} {unit}" : null;
        var relative = limit.BaselineChange is { } change ? $"{Number(change * 100)} % from the baseline" : null;
        return string.Join(" or ", new[] { value, relative }.OfType<string>());
    }
}
