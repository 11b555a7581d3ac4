using System.Globalization;

namespace Infusion.Simulator.Replay;

/// <summary>The recording cannot be read; the message names the file, the line and the column.</summary>
public sealed class VitalsCsvException(string message) : Exception(message);

/// <summary>
/// Reads recorded vitals, a row a minute. The whole file is read before anything is sent: a recording that breaks off
/// in the middle would look like a monitor that fell silent. Arterial pressures are in the file but not replayed; the
/// protocol carries the cuff's.
/// </summary>
public static class VitalsCsv
{
    static readonly string[] Columns =
        ["minute", "hr_bpm", "pulse_bpm", "resp_per_min", "spo2_pct", "nbp_sys_mmhg", "nbp_dia_mmhg", "nbp_mean_mmhg"];

    public static IReadOnlyList<VitalsRow> Read(string file, IEnumerable<string> lines)
    {
        var rows = new List<VitalsRow>();
        string[]? header = null;
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (header is null)
            {
                header = Header(file, line);
            }
            else if (line.Length > 0)
            {
                rows.Add(Row(new Line(file, number, header, line.Split(',')), rows.LastOrDefault()?.Minute));
            }
        }

        return rows.Count > 0 ? rows : throw new VitalsCsvException($"{file}: there are no rows in this file.");
    }

    static string[] Header(string file, string line)
    {
        var header = line.TrimStart('\uFEFF').Split(',');
        return Columns.Except(header).FirstOrDefault() is { } missing
            ? throw new VitalsCsvException($"{file}, line 1: the column {missing} is missing.")
            : header;
    }

    static VitalsRow Row(Line line, int? previousMinute)
    {
        var minute = line.Number("minute") ?? throw line.Wrong("minute", "is blank");
        if (minute != decimal.Truncate(minute) || minute < 0 || minute > int.MaxValue)
        {
            throw line.Wrong("minute", "is not a whole number of minutes");
        }

        if (minute <= previousMinute)
        {
            throw line.Wrong("minute", $"does not come after minute {previousMinute}");
        }

        return new VitalsRow(
            (int)minute, line.Number("hr_bpm"), line.Number("pulse_bpm"), line.Number("resp_per_min"), line.Number("spo2_pct"), Pressure(line));
    }

    static RecordedPressure? Pressure(Line line)
    {
        var systolic = line.Number("nbp_sys_mmhg");
        var diastolic = line.Number("nbp_dia_mmhg");
        var mean = line.Number("nbp_mean_mmhg");
        return (systolic, diastolic, mean) switch
        {
            (null, null, null) => null,
            ({ } sys, { } dia, { } map) => new RecordedPressure(sys, dia, map),
            _ => throw line.Wrong(
                systolic is null ? "nbp_sys_mmhg" : diastolic is null ? "nbp_dia_mmhg" : "nbp_mean_mmhg",
                $"is blank while another nbp_ column is not: a cuff measures all three"),
        };
    }

    sealed class Line
    {
        readonly string _file;
        readonly int _number;
        readonly string[] _header;
        readonly string[] _cells;

        public Line(string file, int number, string[] header, string[] cells)
        {
            (_file, _number, _header, _cells) = (file, number, header, cells);
            if (cells.Length != header.Length)
            {
                throw new VitalsCsvException(
                    $"{file}, line {number}, column {header[Math.Min(cells.Length, header.Length - 1)]}: the row has {cells.Length} columns, the header {header.Length}.");
            }
        }

        public decimal? Number(string column)
        {
            var cell = Cell(column);
            if (cell.Length == 0)
            {
                return null;
            }

            return decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Wrong(column, "is not a number");
        }

        public VitalsCsvException Wrong(string column, string what) =>
            new($"{_file}, line {_number}, column {column}: \"{Cell(column)}\" {what}.");

        string Cell(string column) => _cells[Array.IndexOf(_header, column)].Trim();
    }
}
