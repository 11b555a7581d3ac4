using System.Collections.Immutable;
using System.Globalization;

namespace Infusion.Core.DrugLibrary;

/// <summary>Gathers every fault of a protocol, so that its author meets them all at once.</summary>
sealed class FaultList
{
    readonly ImmutableArray<ProtocolFault>.Builder _found = ImmutableArray.CreateBuilder<ProtocolFault>();

    public void Add(string path, string message) => _found.Add(new ProtocolFault(path, message));

    public void Missing(string path) => Add(path, "is missing");

    /// <returns>Whether it holds, so that what builds on it is asked only then.</returns>
    public bool Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            Add(path, message);
        }

        return holds;
    }

    /// <summary>Inclusive on both sides.</summary>
    public bool Between(TimeSpan value, TimeSpan least, TimeSpan most, string path) =>
        Require(value >= least && value <= most, path, $"must lie between {Words(least)} and {Words(most)}");

    /// <summary>Text that a person reads: there, not too long, and storable.</summary>
    public bool Text(string? text, int longest, string path)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Missing(path);
            return false;
        }

        return Require(text.Length <= longest, path, $"has more than {Number(longest)} characters")
            & Require(IsPlain(text), path, "holds a control character or half of one");
    }

    public ImmutableArray<ProtocolFault> Found => _found.ToImmutable();

    public static string Number(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    public static string Words(TimeSpan span) => span.Ticks % TimeSpan.TicksPerMinute == 0
        ? $"{Number((decimal)span.Ticks / TimeSpan.TicksPerMinute)} min"
        : $"{Number((decimal)span.Ticks / TimeSpan.TicksPerSecond)} s";

    static bool IsPlain(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var isPair = index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
            if (char.IsControl(text[index]) || (char.IsSurrogate(text[index]) && !isPair))
            {
                return false;
            }

            index += isPair ? 1 : 0;
        }

        return true;
    }
}
