using Infusion.Core.Alarms;
using Infusion.Core.Charting;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Charts.Document.Drawing;

/// <summary>Heart rate and pressures, SpO2, breathing.</summary>
static class VitalsDrawing
{
    /// <summary>Signs nearer than this cannot be told apart.</summary>
    const double LeastBetweenSigns = 4.2;

    /// <returns>The lower edge.</returns>
    public static double Draw(GraphCanvas canvas, ChartFacts facts, double top)
    {
        var pulse = facts.Minutes.Has(Metric.HeartRate) ? Metric.HeartRate : Metric.PulseRate;
        var pressures = facts.Pressures.SelectMany(each => new[] { each.Systolic, each.Diastolic }).OfType<decimal>();
        var (low, high) = Range(Values(facts, pulse, Metric.NibpSystolic, Metric.NibpDiastolic).Concat(pressures), 40, 160, 20);
        var circulation = new GraphPanel(canvas, "HR, NIBP\n/min\nmmHg", top, 150, low, high, high - low > 160 ? 40 : 20);
        Series(canvas, facts, circulation, pulse, "heart-rate", GraphMarks.Dot);
        Pressures(canvas, facts, circulation);

        var (lowest, _) = Range(Values(facts, Metric.SpO2), 85, 100, 5);
        var saturation = new GraphPanel(canvas, "SpO2\n%", circulation.Bottom + 6, 52, lowest, 100, 100 - lowest > 20 ? 10 : 5);
        Limit(canvas, facts, saturation);
        Series(canvas, facts, saturation, Metric.SpO2, "spo2", GraphMarks.Square);

        var (_, highest) = Range(Values(facts, Metric.RespiratoryRate, Metric.EtCO2), 0, 40, 10);
        var breathing = new GraphPanel(canvas, "RR /min\nEtCO2\nmmHg", saturation.Bottom + 6, 50, 0, highest, highest > 60 ? 20 : 10);
        Series(canvas, facts, breathing, Metric.EtCO2, "etco2", GraphMarks.Triangle);
        Series(canvas, facts, breathing, Metric.RespiratoryRate, "respiratory-rate", (each, series, x, y) => each.Ring(series, x, y));
        return breathing.Bottom;
    }

    static void Series(GraphCanvas canvas, ChartFacts facts, GraphPanel panel, Metric metric, string series, Action<GraphCanvas, string, double, double> mark)
    {
        canvas.Course($"{series}-line", GraphPen.Thin, Enumerable.Range(0, facts.Minutes.Minutes).Select(index =>
            facts.Minutes.At(metric, facts.Minutes.MinuteAt(index)) is { } value ? new GraphPoint(canvas.X(value.At), panel.Y(value.Value)) : (GraphPoint?)null));
        var last = double.NegativeInfinity;
        for (var index = 0; index < facts.Minutes.Minutes; index++)
        {
            var minute = facts.Minutes.MinuteAt(index);
            if (facts.Minutes.At(metric, minute) is not { } value)
            {
                continue;
            }

            var (x, y) = (canvas.X(value.At), panel.Y(value.Value));
            if (x - last >= LeastBetweenSigns)
            {
                mark(canvas, series, x, y);
                last = x;
            }

            if (facts.VerdictOn(metric, value.Device, minute, minute.AddMinutes(1)) == VitalVerdict.Artefact)
            {
                canvas.Cross("artefact", x, y);
            }
        }

        foreach (var (at, value) in ByHand(facts, metric))
        {
            mark(canvas, series, canvas.X(at), panel.Y(value));
            canvas.ByHand(canvas.X(at), panel.Y(value));
        }
    }

    static void Pressures(GraphCanvas canvas, ChartFacts facts, GraphPanel panel)
    {
        foreach (var each in facts.Pressures)
        {
            Pressure(canvas, panel, canvas.X(each.At), each.Systolic, each.Diastolic, each.Mean);
            var minute = each.At.AddTicks(-(each.At.UtcTicks % TimeSpan.TicksPerMinute));
            if (each.Systolic is { } systolic && facts.VerdictOn(Metric.NibpSystolic, each.Device, minute, minute.AddMinutes(1)) == VitalVerdict.Artefact)
            {
                canvas.Cross("artefact", canvas.X(each.At), panel.Y(systolic));
            }
        }

        foreach (var (metric, isSystolic) in new[] { (Metric.NibpSystolic, true), (Metric.NibpDiastolic, false) })
        {
            foreach (var (at, value) in ByHand(facts, metric))
            {
                Pressure(canvas, panel, canvas.X(at), isSystolic ? value : null, isSystolic ? null : value, null);
                canvas.ByHand(canvas.X(at), panel.Y(value) + (isSystolic ? -2 : 2));
            }
        }
    }

    static void Pressure(GraphCanvas canvas, GraphPanel panel, double x, decimal? systolic, decimal? diastolic, decimal? mean)
    {
        if (systolic is { } upper && diastolic is { } lower)
        {
            canvas.Line("nibp-span", GraphPen.Dotted, new(x, panel.Y(upper)), new(x, panel.Y(lower)));
        }

        if (systolic is { } s)
        {
            canvas.Down("systolic", x, panel.Y(s));
        }

        if (diastolic is { } d)
        {
            canvas.Up("diastolic", x, panel.Y(d));
        }

        if (mean is { } m)
        {
            canvas.Dash("mean", x, panel.Y(m));
        }
    }

    static void Limit(GraphCanvas canvas, ChartFacts facts, GraphPanel panel)
    {
        var limit = facts.Protocol?.Safety.Vitals.FirstOrDefault(each =>
            each is { Metric: Metric.SpO2, Side: LimitSide.Low, Priority: AlarmPriority.High });
        if (limit?.Value is { } value)
        {
            canvas.Line("limit", GraphPen.Dashed, new(canvas.Left, panel.Y(value)), new(canvas.Right, panel.Y(value)));
            canvas.Text(canvas.Right + 3, panel.Y(value) + 2.2, $"limit {ChartWords.Number(value)}", 6);
        }
    }

    static IEnumerable<decimal> Values(ChartFacts facts, params Metric[] metrics) =>
        metrics.SelectMany(metric => Enumerable.Range(0, facts.Minutes.Minutes)
            .Select(index => facts.Minutes.At(metric, facts.Minutes.MinuteAt(index))?.Value).OfType<decimal>()
            .Concat(ByHand(facts, metric).Select(each => each.Value)));

    static IEnumerable<(DateTimeOffset At, decimal Value)> ByHand(ChartFacts facts, Metric metric) =>
        facts.ByHand.SelectMany(charted => charted.Values.Where(value => value.Metric == metric).Select(value => (charted.At, value.Value)));

    /// <summary>At least from low to high, and as far as the values go.</summary>
    static (double Low, double High) Range(IEnumerable<decimal> values, double low, double high, double step)
    {
        foreach (var value in values)
        {
            low = Math.Min(low, Math.Floor((double)value / step) * step);
            high = Math.Max(high, Math.Ceiling((double)value / step) * step);
        }

        return (low, high);
    }
}
