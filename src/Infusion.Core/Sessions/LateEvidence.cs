using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>A late value of a vital, at its chart time.</summary>
public readonly record struct LateValue(DateTimeOffset At, decimal? Value, Quality Quality);

/// <summary>
/// The newest late values of each vital by chart time, in that order, whatever the order they came in:
/// they tell since when a condition has held that live readings show.
/// </summary>
sealed class LateEvidence
{
    /// <summary>Ten minutes at one a second.</summary>
    const int Kept = 600;

    readonly List<LateValue>?[] _values = new List<LateValue>?[16];

    public IReadOnlyList<LateValue> Of(Metric metric) =>
        (int)metric < _values.Length && _values[(int)metric] is { } values ? values : [];

    public void Add(Metric metric, in LateValue value)
    {
        if ((int)metric >= _values.Length)
        {
            return;
        }

        var values = _values[(int)metric] ??= [];
        var index = values.Count;
        while (index > 0 && Compare(values[index - 1], value) > 0)
        {
            index--;
        }

        values.Insert(index, value);
        if (values.Count > Kept)
        {
            values.RemoveAt(0);
        }
    }

    /// <summary>A whole order, so that what is kept does not depend on what came first.</summary>
    static int Compare(in LateValue left, in LateValue right)
    {
        var byTime = left.At.CompareTo(right.At);
        var byValue = byTime != 0 ? byTime : Nullable.Compare(left.Value, right.Value);
        return byValue != 0 ? byValue : left.Quality.CompareTo(right.Quality);
    }
}
