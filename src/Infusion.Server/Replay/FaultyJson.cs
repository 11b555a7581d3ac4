using System.Text.Json;

namespace Infusion.Server.Replay;

/// <summary>Reads members of JSON of which anything may be wrong, and goes on: each fault is kept with its path.</summary>
sealed class FaultyJson(List<RequestFault> faults)
{
    public IEnumerable<(JsonElement Json, string Path)> Items(JsonElement json, string name, string path)
    {
        if (Value(json, name) is not { } list)
        {
            return [];
        }

        if (list.ValueKind is JsonValueKind.Array)
        {
            return list.EnumerateArray().Select((item, index) => (item, $"{path}.{name}[{index}]"));
        }

        faults.Add(new($"{path}.{name}", "is a list."));
        return [];
    }

    public bool RefuseOthers(JsonElement json, string[] known, string path)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            faults.Add(new(path, "is an object."));
            return false;
        }

        faults.AddRange(json.EnumerateObject().Where(member => !known.Contains(member.Name))
            .Select(member => new RequestFault($"{path}.{member.Name}", $"is not known here; there are {string.Join(", ", known)}.")));
        return true;
    }

    public T? Enum<T>(JsonElement json, string name, string path)
        where T : struct, Enum
    {
        if (Value(json, name) is not { } word)
        {
            return null;
        }

        var known = System.Enum.GetValues<T>().Where(each => Convert.ToInt32(each, null) != 0).ToList();
        foreach (var each in known)
        {
            if (word.ValueKind is JsonValueKind.String && word.GetString() == Word(each))
            {
                return each;
            }
        }

        faults.Add(new($"{path}.{name}", $"is one of {string.Join(", ", known.Select(Word))}."));
        return default(T);
    }

    public T Missing<T>(string name, string path)
    {
        faults.Add(new($"{path}.{name}", "is missing."));
        return default!;
    }

    public decimal? Number(JsonElement json, string name, string path)
    {
        if (Value(json, name) is not { } number)
        {
            return null;
        }

        if (number.ValueKind is JsonValueKind.Number && number.TryGetDecimal(out var value))
        {
            return value;
        }

        faults.Add(new($"{path}.{name}", "is a number."));
        return null;
    }

    public TimeSpan? Seconds(JsonElement json, string path)
    {
        if (Number(json, "delaySeconds", path) is not { } seconds)
        {
            return null;
        }

        if (seconds is >= 0m and <= 3_600m)
        {
            return TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        }

        faults.Add(new($"{path}.delaySeconds", "is from 0 to 3600 s."));
        return null;
    }

    public bool? Bool(JsonElement json, string name, string path)
    {
        if (Value(json, name) is not { } said)
        {
            return null;
        }

        if (said.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return said.GetBoolean();
        }

        faults.Add(new($"{path}.{name}", "is true or false."));
        return null;
    }

    /// <returns>Null: it is absent, or null.</returns>
    public static JsonElement? Value(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
