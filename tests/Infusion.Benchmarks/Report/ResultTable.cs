namespace Infusion.Benchmarks.Report;

/// <summary>What the terminal shows at the end.</summary>
sealed class ResultTable
{
    readonly List<string[]> _rows = [["What", "Target", "Measured", ""]];

    /// <param name="isMet">Null: no target of its own.</param>
    public void Add(string what, string target, string measured, bool? isMet) =>
        _rows.Add([what, target, measured, isMet switch { true => "pass", false => "MISS", null => "" }]);

    public void Print()
    {
        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToList();
        Console.WriteLine();
        foreach (var row in _rows)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
