using System.Text;

namespace Infusion.Core.Patients;

/// <summary>Whether two names may be one person's, written twice: accents, case, order and a slip of the keyboard do not count.</summary>
public static class SimilarNames
{
    /// <summary>Edits that are a slip: one in a short name, two in one of this many letters or more.</summary>
    const int LongName = 8;

    /// <summary>A table of our own: what the runtime decomposes depends on what is installed beside it.</summary>
    const string Accented = "àáâãäåāăąæçćčďđèéêëēėęěğìíîïīįıłñńňòóôõöøōőœŕřśšşșťțùúûüūůűųýÿžźż";
    const string Plain = "aaaaaaaaaacccddeeeeeeeegiiiiiiilnnnooooooooorrssssttuuuuuuuuyyzzz";

    public static bool Are((string Family, string Given) left, (string Family, string Given) right)
    {
        var ((family, given), (otherFamily, otherGiven)) =
            ((Normalise(left.Family), Normalise(left.Given)), (Normalise(right.Family), Normalise(right.Given)));
        return (IsClose(family, otherFamily) && IsCloseGiven(given, otherGiven))
            || (IsClose(family, otherGiven) && IsClose(given, otherFamily));
    }

    /// <summary>Lower case letters and digits, without accents: "Müller-O'Neil" is "mulleroneil".</summary>
    public static string Normalise(string name)
    {
        var kept = new StringBuilder(name.Length);
        foreach (var letter in name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant))
        {
            var accented = Accented.IndexOf(letter, StringComparison.Ordinal);
            kept.Append(accented < 0 ? letter : Plain[accented]);
        }

        return kept.Replace("ß", "ss").ToString();
    }

    /// <summary>A second given name or an initial is mostly what is missing: "Ana" and "Ana Maria" may be one person.</summary>
    static bool IsCloseGiven(string left, string right) =>
        IsClose(left, right)
        || (left.Length > 0 && right.Length > 0
            && (left.StartsWith(right, StringComparison.Ordinal) || right.StartsWith(left, StringComparison.Ordinal)));

    static bool IsClose(string left, string right)
    {
        var longer = Math.Max(left.Length, right.Length);
        var allowed = longer >= LongName ? 2 : longer >= 4 ? 1 : 0;
        return Math.Abs(left.Length - right.Length) <= allowed && Edits(left, right) <= allowed;
    }

    /// <summary>Letters put in, left out, changed or swapped with their neighbour.</summary>
    static int Edits(string left, string right)
    {
        var costs = new int[left.Length + 1, right.Length + 1];
        for (var row = 0; row <= left.Length; row++)
        {
            costs[row, 0] = row;
        }

        for (var column = 0; column <= right.Length; column++)
        {
            costs[0, column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            for (var column = 1; column <= right.Length; column++)
            {
                var change = left[row - 1] == right[column - 1] ? 0 : 1;
                var cost = Math.Min(
                    Math.Min(costs[row - 1, column] + 1, costs[row, column - 1] + 1), costs[row - 1, column - 1] + change);
                var isSwap = row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
                costs[row, column] = isSwap ? Math.Min(cost, costs[row - 2, column - 2] + 1) : cost;
            }
        }

        return costs[left.Length, right.Length];
    }
}
