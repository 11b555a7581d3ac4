using System.Collections.Immutable;

namespace Infusion.Server.Charts.Bundles;

/// <summary>The lines of a file, so that what was touched in it can be named.</summary>
static class FileLines
{
    /// <summary>Of readings, whose lines are many.</summary>
    const int ReadingsInABlock = 60;

    public static SealedFile Seal(string name, byte[] bytes) => new(name, bytes.Length, Manifest.Sha256(bytes), Digests(name, bytes));

    public static ImmutableArray<string> Digests(string name, byte[] bytes)
    {
        if (!name.EndsWith(".ndjson", StringComparison.Ordinal))
        {
            return [];
        }

        var block = LinesInABlock(name);
        return [.. Of(bytes).Chunk(block).Select(lines => Manifest.Sha256(lines.SelectMany(line => bytes[line]).ToArray()))];
    }

    /// <summary>Where a file differs from what was sealed: "line 7 was changed".</summary>
    public static IEnumerable<string> Differences(SealedFile known, byte[] bytes)
    {
        var found = Digests(known.Name, bytes);
        var block = LinesInABlock(known.Name);
        for (var index = 0; index < Math.Min(known.Lines.Length, found.Length); index++)
        {
            if (known.Lines[index] != found[index])
            {
                yield return $"{Place(index, block)} {(block == 1 ? "is" : "are")} not what was sealed";
            }
        }

        if (found.Length != known.Lines.Length)
        {
            yield return $"it was sealed with {known.Lines.Length} {(block == 1 ? "lines" : $"blocks of {block} lines")} and has {found.Length}";
        }
    }

    /// <summary>Each with its line feed.</summary>
    static IEnumerable<Range> Of(byte[] bytes)
    {
        for (var start = 0; start < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start);
            var next = end < 0 ? bytes.Length : end + 1;
            yield return start..next;
            start = next;
        }
    }

    static int LinesInABlock(string name) => name == ChartFiles.Readings ? ReadingsInABlock : 1;

    static string Place(int index, int block) => block == 1 ? $"line {index + 1}" : $"lines {(index * block) + 1} to {(index + 1) * block}";
}
