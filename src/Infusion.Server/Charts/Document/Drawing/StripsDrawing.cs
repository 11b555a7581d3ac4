using System.Globalization;
using Infusion.Core.Alarms;
using Infusion.Core.Reports;
using Infusion.Core.Sessions;

namespace Infusion.Server.Charts.Document.Drawing;

/// <summary>Numbers of events, bars of alarms, phases.</summary>
static class StripsDrawing
{
    const int Rows = 4;
    const double RowHeight = 7.5;

    /// <returns>The lower edge.</returns>
    public static double Draw(GraphCanvas canvas, ChartFacts facts, double top)
    {
        var alarms = Events(canvas, facts, top);
        var phases = Alarms(canvas, facts, alarms + 4);
        return Phases(canvas, facts, phases + 4) + 2;
    }

    static double Events(GraphCanvas canvas, ChartFacts facts, double top)
    {
        canvas.Text(2, top + 7, "Events", 6, GraphAnchor.Start, isBold: true);
        canvas.Text(2, top + 14.5, "No.", 6);
        var free = new double[Rows];
        Array.Fill(free, double.NegativeInfinity);
        foreach (var (number, charted) in Sections.EventsSection.Numbered(facts).Where(each => ChartGraphBuilder.IsMarked(facts, each.Event.Event)))
        {
            if (charted.Event.At < facts.From || charted.Event.At > facts.To)
            {
                continue;
            }

            var x = canvas.X(charted.Event.At);
            var text = number.ToString(CultureInfo.InvariantCulture);
            var half = 2.1 * text.Length;
            var row = Array.FindIndex(free, edge => edge < x - half);
            canvas.Line("event", GraphPen.Ink, new(x, top), new(x, top + 3));
            if (row >= 0)
            {
                canvas.Text(x, top + 9.5 + (row * RowHeight), text, 6, GraphAnchor.Middle);
                free[row] = x + half + 1.5;
            }
        }

        return top + 4 + (Rows * RowHeight);
    }

    static double Alarms(GraphCanvas canvas, ChartFacts facts, double top)
    {
        const double lane = 5.5;
        canvas.Text(2, top + 5, "Alarms", 6, GraphAnchor.Start, isBold: true);
        foreach (var (priority, row, fill) in new[] { (AlarmPriority.High, 0, GraphFill.Ink), (AlarmPriority.Medium, 1, GraphFill.Grey), (AlarmPriority.Low, 2, GraphFill.Paper) })
        {
            var y = top + (row * lane);
            canvas.Text(canvas.Left - 3, y + 4.8, priority.ToString().ToLowerInvariant(), 5, GraphAnchor.End);
            canvas.Line("grid", GraphPen.Hair, new(canvas.Left, y + 5), new(canvas.Right, y + 5));
            foreach (var span in SessionAlarms.Of(facts.Session, facts.Events).Alarms.Where(each => each.Gravest == priority && each.RaisedAt <= facts.To && !(each.EndedAt < facts.From)))
            {
                var x = canvas.X(span.RaisedAt);
                canvas.Box($"alarm-{priority.ToString().ToLowerInvariant()}", GraphPen.Thin, fill, x, y + 1, Math.Max(canvas.X(span.EndedAt ?? facts.To), x + 1.5), y + 5);
            }
        }

        return top + (3 * lane);
    }

    static double Phases(GraphCanvas canvas, ChartFacts facts, double top)
    {
        canvas.Text(2, top + 7, "Phase", 6, GraphAnchor.Start, isBold: true);
        var turns = facts.Events.Select(each => (each.At, Name: each switch
        {
            PatientCheckedIn => "checked in",
            InfusionStarted or InfusionResumed or DoseGiven => "infusing",
            InfusionPaused => "paused",
            InfusionStopped => "recovery",
            PatientDischarged => "",
            _ => null,
        })).Where(turn => turn.Name is not null).OrderBy(turn => turn.At).ToList();
        for (var index = 0; index < turns.Count; index++)
        {
            var (from, to) = (canvas.X(turns[index].At), canvas.X(index + 1 < turns.Count ? turns[index + 1].At : facts.To));
            if (turns[index].Name is { Length: > 0 } name && to > from)
            {
                canvas.Box("phase", GraphPen.Thin, name == "infusing" ? GraphFill.Light : GraphFill.Paper, from, top, to, top + 10);
                if (to - from > name.Length * 3.4)
                {
                    canvas.Text((from + to) / 2, top + 7.2, name, 6, GraphAnchor.Middle);
                }
            }
        }

        return top + 10;
    }
}
