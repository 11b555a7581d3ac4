using Infusion.Core.Sessions;
using Infusion.Server.Charts.Document.Drawing;

namespace Infusion.Server.Charts.Document;

/// <summary>Lays out the picture of a session: pressures and rates, SpO2, breathing, delivery, estimate, events, alarms, phases.</summary>
static class ChartGraphBuilder
{
    public const double Width = 535;
    const double Left = 52;
    const double Right = 490;

    public static ChartGraph Build(ChartFacts facts)
    {
        var canvas = new GraphCanvas(facts.From, facts.To, Left, Right);
        var top = 16d;
        var vitals = VitalsDrawing.Draw(canvas, facts, top);
        var delivery = DeliveryDrawing.Draw(canvas, facts, vitals + 6);
        var height = StripsDrawing.Draw(canvas, facts, delivery + 6);
        Axis(canvas, facts, top, delivery);
        Gaps(canvas, facts, top, vitals, delivery);
        return new ChartGraph(Width, height, GraphWords.Of(facts), canvas.Paths, canvas.Texts, GraphWords.Legend());
    }

    /// <summary>Whether the event's number stands on the graph. Alarms have bars of their own, scores stand in the grid.</summary>
    public static bool IsMarked(ChartFacts facts, SessionEvent happened) => facts.Withdrawn.WithdrawalOf(happened) is null && IsMarked(happened);

    static bool IsMarked(SessionEvent happened) => happened is PatientCheckedIn or InfusionStarted or InfusionPaused or InfusionResumed or InfusionStopped
        or PatientDischarged or RateChanged or BolusDelivered or ContainerChanged or DeliveryStarted or DeliveryStopped or DoseGiven or RescueGiven
        or AdverseEventCharted or EmergencyCalled or LimitAdjusted or NoteWritten;

    static void Axis(GraphCanvas canvas, ChartFacts facts, double top, double bottom)
    {
        var step = new[] { 5, 10, 15, 30, 60, 120, 240 }.First(minutes => (facts.To - facts.From).TotalMinutes / minutes <= 13 || minutes == 240);
        var local = facts.Time.Local(facts.From);
        var begin = facts.From.AddMinutes(-((local.Hour * 60) + local.Minute) % step).AddSeconds(-local.Second);
        for (var at = begin; at <= facts.To; at = at.AddMinutes(step))
        {
            if (at >= facts.From)
            {
                canvas.Line("grid", GraphPen.Hair, new(canvas.X(at), top), new(canvas.X(at), bottom));
                canvas.Text(canvas.X(at), top - 5, facts.Time.Minute(at), 6.5, GraphAnchor.Middle);
            }
        }
    }

    static void Gaps(GraphCanvas canvas, ChartFacts facts, double top, double vitals, double delivery)
    {
        foreach (var gap in facts.Gaps)
        {
            var (from, to) = (DateTimeOffset.FromUnixTimeMilliseconds(gap.From), DateTimeOffset.FromUnixTimeMilliseconds(gap.To));
            var isPump = facts.KindOf(gap.Device) == Core.Telemetry.DeviceKind.Pump;
            Hatch("gap", from, to, isPump ? vitals + 6 : top, isPump ? delivery : vitals);
        }

        foreach (var gone in facts.Interruptions)
        {
            Hatch("gap", gone.From, gone.To, top, delivery);
        }

        void Hatch(string series, DateTimeOffset from, DateTimeOffset to, double y1, double y2)
        {
            if (to > facts.From && from < facts.To)
            {
                canvas.Hatch(series, canvas.X(from), y1, Math.Max(canvas.X(to), canvas.X(from) + 1), y2);
            }
        }
    }
}
