using System.Collections.Immutable;
using Infusion.Core.Charting;
using Infusion.Core.Pharmacokinetics;
using Infusion.Core.Sessions;

namespace Infusion.Server.Charts.Document.Drawing;

/// <summary>Rate and cumulative dose; the estimated concentration as a band.</summary>
static class DeliveryDrawing
{
    /// <returns>The lower edge.</returns>
    public static double Draw(GraphCanvas canvas, ChartFacts facts, double top)
    {
        var points = facts.Delivery.Points;
        var order = facts.State.Order;
        var highestRate = Math.Max(1, (double)points.Select(point => point.RateMlPerHour ?? 0m).Append(order.Rate.MillilitresPerHour).Max() * 1.15);
        var rates = new GraphPanel(canvas, "Rate\nmL/h", top, 56, 0, highestRate, GraphPanel.Step(highestRate, 4));
        var highestDose = (double)Math.Max(order.Dose.Milligrams, Given(facts) ?? 0m) * 1.15;
        rates.RightScale(highestDose, GraphPanel.Step(highestDose, 4), "mg");
        canvas.Line("ordered-dose", GraphPen.Dotted, new(canvas.Left, rates.RightY((double)order.Dose.Milligrams, highestDose)), new(canvas.Right, rates.RightY((double)order.Dose.Milligrams, highestDose)));
        canvas.Text(canvas.Right - 2, rates.RightY((double)order.Dose.Milligrams, highestDose) - 1.5, "ordered dose", 5.5, GraphAnchor.End);
        canvas.Course("rate", GraphPen.Heavy, Steps(canvas, rates, points));
        canvas.Course("given", GraphPen.Dashed, points.SelectMany(point => Broken(point.IsAfterSilence, point.Delivered is { } volume
            ? new GraphPoint(canvas.X(point.At), rates.RightY((double)(volume * order.Concentration).Milligrams, highestDose))
            : null)));
        foreach (var given in facts.Events.OfType<DoseGiven>())
        {
            canvas.Line("given", GraphPen.Heavy, new(canvas.X(given.At), rates.Bottom), new(canvas.X(given.At), rates.RightY((double)given.Dose.Milligrams, highestDose)));
        }

        return Estimate(canvas, facts.Concentration, rates.Bottom + 6);
    }

    static double Estimate(GraphCanvas canvas, ImmutableArray<CoursePoint> course, double top)
    {
        var highest = Math.Max(50, course.Select(point => Math.Max(point.Plasma.HighNgPerMl, point.EffectSite.HighNgPerMl)).DefaultIfEmpty().Max() * 1.1);
        var panel = new GraphPanel(canvas, "Estimate\nng/mL", top, 56, 0, highest, GraphPanel.Step(highest, 4));
        foreach (var run in Runs(course))
        {
            canvas.Shape("plasma-band", GraphPen.Hair, GraphFill.Light,
                [.. run.Select(point => At(point, point.Plasma.HighNgPerMl)), .. run.AsEnumerable().Reverse().Select(point => At(point, point.Plasma.LowNgPerMl))]);
            canvas.Course("effect-site", GraphPen.Dashed, run.Select(point => (GraphPoint?)At(point, point.EffectSite.HighNgPerMl)));
            canvas.Course("effect-site", GraphPen.Dashed, run.Select(point => (GraphPoint?)At(point, point.EffectSite.LowNgPerMl)));
        }

        canvas.Text(canvas.Right + 3, panel.Top + 7, "estimated,", 5.5);
        canvas.Text(canvas.Right + 3, panel.Top + 13.5, "not measured", 5.5);
        return panel.Bottom;

        GraphPoint At(in CoursePoint point, double value) => new(canvas.X(point.At), panel.Y(value));
    }

    static IEnumerable<List<CoursePoint>> Runs(IEnumerable<CoursePoint> points)
    {
        var run = new List<CoursePoint>();
        foreach (var point in points)
        {
            if (point.IsAfterSilence && run.Count > 0)
            {
                yield return run;
                run = [];
            }

            run.Add(point);
        }

        if (run.Count > 1)
        {
            yield return run;
        }
    }

    static IEnumerable<GraphPoint?> Steps(GraphCanvas canvas, GraphPanel panel, IEnumerable<DeliveryPoint> points)
    {
        double? before = null;
        foreach (var point in points)
        {
            if (point.RateMlPerHour is not { } rate || point.IsAfterSilence)
            {
                yield return null;
                before = null;
            }

            if (point.RateMlPerHour is { } known)
            {
                if (before is { } y)
                {
                    yield return new GraphPoint(canvas.X(point.At), y);
                }

                before = panel.Y(known);
                yield return new GraphPoint(canvas.X(point.At), before.Value);
            }
        }
    }

    static IEnumerable<GraphPoint?> Broken(bool isBroken, GraphPoint? point) => isBroken ? [null, point] : [point];

    static decimal? Given(ChartFacts facts) => Sections.OrderSection.GivenMilligrams(facts);
}
