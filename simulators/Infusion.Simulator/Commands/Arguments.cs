using System.CommandLine.Parsing;
using System.Globalization;
using Infusion.Simulator.Protocol;

namespace Infusion.Simulator.Commands;

/// <summary>How the text of an option becomes a value, with an error that names the option.</summary>
public static class Arguments
{
    public static Uri? WebAddress(ArgumentResult argument)
    {
        if (Uri.TryCreate(Text(argument), UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        argument.AddError($"{Name(argument)} must be an address such as http://localhost:5080, not \"{Text(argument)}\".");
        return null;
    }

    /// <summary>A number of seconds, or a number with ms, s or m.</summary>
    public static TimeSpan Duration(ArgumentResult argument)
    {
        var text = Text(argument);
        var digits = text.TrimEnd('m', 's');
        TimeSpan? unit = text[digits.Length..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" or "" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            _ => null,
        };
        if (unit is { } known
            && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number > 0)
        {
            return known * number;
        }

        argument.AddError($"{Name(argument)} must be a time such as 5s, 500ms or 1m, not \"{text}\".");
        return default;
    }

    public static DateTimeOffset? Instant(ArgumentResult argument)
    {
        if (DateTimeOffset.TryParse(
            Text(argument), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return instant;
        }

        argument.AddError($"{Name(argument)} must be an instant such as 2026-11-23T15:00:00Z, not \"{Text(argument)}\".");
        return null;
    }

    public static void RequireId(string option, string id)
    {
        if (!DeviceIdentity.IsId(id))
        {
            throw new UsageException($"{option} must be 1 to 64 of a-z, 0-9 and -, not \"{id}\".");
        }
    }

    static string Text(ArgumentResult argument) => argument.Tokens[0].Value;

    static string Name(ArgumentResult argument) => (argument.Parent as OptionResult)?.IdentifierToken?.Value ?? argument.Argument.Name;
}
