using System.Text;

namespace Infusion.Server.Tests.Ingestion.Abuse;

/// <summary>Payloads that are nearly right, and some that are nothing at all. One seed always gives one sequence.</summary>
sealed class PayloadMix(int seed)
{
    static readonly string[] Good =
    [
        """{"boot":"b","seq":1,"at":"2026-11-23T15:04:05.120Z","values":{"MDC_PULS_OXIM_SAT_O2":97,"MDC_RESP_RATE":14},"times":{"MDC_RESP_RATE":"2026-11-23T15:02:11Z"},"quality":{"MDC_PULS_OXIM_SAT_O2":"questionable"}}""",
        """{"boot":"77","seq":9,"values":{"MDC_FLOW_FLUID_PUMP":75,"MDC_VOL_FLUID_DELIV_TOTAL":12.4},"states":{"MDC_PUMP_MODE":"pump-mode-continuous","MDC_DRUG_NAME_LABEL":"ketamine"},"alerts":[{"code":"MDC_EVT","priority":"high","text":"Occlusion"}],"late":true}""",
        """{"state":"online","boot":"77","kind":"pump","manufacturer":"M","model":"X 1","serial":"0042","battery":0.84}""",
    ];

    static readonly string[] Values =
    [
        "NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1e-400", "null", "true", "[]", "{}", "\"\"", "\"97\"", "-0", "01", "1.", ".5", "+1", "0x1F",
        "99999999999999999999999999999999999", "9223372036854775808", "-1", "18446744073709551616", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
        "\"\\x\"", "\"\t\"", "'b'", "undefined", "[[[[[[[[[[1]]]]]]]]]]", "1e", "--1", "1,2", "\"\uFEFF\"", "\"\u202E\"",
    ];

    readonly Random _random = new(seed);

    public byte[] Next()
    {
        var good = Good[_random.Next(Good.Length)];
        var bytes = Encoding.UTF8.GetBytes(good);
        return _random.Next(14) switch
        {
            0 => bytes[.._random.Next(bytes.Length)],
            1 => Flipped(bytes, _random.Next(1, 6)),
            2 => Encoding.UTF8.GetBytes(WithAnotherValue(good)),
            3 => Encoding.UTF8.GetBytes(Nested(_random.Next(1, 3000))),
            4 => Encoding.UTF8.GetBytes(WithDoubledField(good)),
            5 => [0xEF, 0xBB, 0xBF, .. bytes],
            6 => OfSize((64 * 1024) + _random.Next(-1, 2)),
            7 => [],
            8 => Noise(_random.Next(1, 300)),
            9 => [.. bytes, .. bytes],
            10 => Spliced(bytes, [0x00]),
            11 => Spliced(bytes, [0xED, 0xA0, 0x80]),
            12 => Encoding.UTF8.GetBytes(WithHugeText(_random.Next(1, 20_000))),
            _ => Encoding.UTF8.GetBytes(Values[_random.Next(Values.Length)]),
        };
    }

    string WithAnotherValue(string good)
    {
        var colons = Enumerable.Range(0, good.Length).Where(at => good[at] == ':').ToList();
        var colon = colons[_random.Next(colons.Count)];
        var end = good.IndexOfAny([',', '}', ']'], colon);
        return string.Concat(good.AsSpan(0, colon + 1), Values[_random.Next(Values.Length)], good.AsSpan(end));
    }

    static string WithDoubledField(string good)
    {
        var field = good[1..good.IndexOf(',', StringComparison.Ordinal)];
        return $"{good[..^1]},{field}}}";
    }

    static string Nested(int depth) =>
        $$$"""{"boot":"b","seq":1,"x":{{{new string('[', depth)}}}1{{{new string(']', depth)}}}}""";

    static string WithHugeText(int length) =>
        $$$"""{"boot":"{{{new string('b', length)}}}","seq":1{{{new string('0', length)}}},"values":{"MDC_{{{new string('X', length)}}}":1}}""";

    static byte[] OfSize(int length)
    {
        var payload = new byte[length];
        Array.Fill(payload, (byte)' ');
        "{\"boot\":\"b\",\"seq\":1}"u8.CopyTo(payload);
        return payload;
    }

    byte[] Flipped(byte[] bytes, int times)
    {
        while (times-- > 0)
        {
            bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
        }

        return bytes;
    }

    byte[] Spliced(byte[] bytes, byte[] what)
    {
        var at = _random.Next(bytes.Length);
        return [.. bytes[..at], .. what, .. bytes[at..]];
    }

    byte[] Noise(int length)
    {
        var noise = new byte[length];
        _random.NextBytes(noise);
        return noise;
    }
}
