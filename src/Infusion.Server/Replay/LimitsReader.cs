using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Replay;
using Infusion.Core.Safety;
using Infusion.Core.Telemetry;
using Infusion.Server.Storage;

namespace Infusion.Server.Replay;

/// <summary>
/// Limits to try, as JSON: a whole set as it is stored (it has "vitals"), or "changes" and "rules" to those in force.
/// Whatever is wrong is said at once, each with its path.
/// </summary>
sealed class LimitsReader(List<RequestFault> faults)
{
    static readonly JsonSerializerOptions Strict = new(QuantityConverters.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
    static readonly string[] OfPatch = ["changes", "rules"];
    static readonly string[] OfChange = ["metric", "side", "priority", "value", "delaySeconds", "hysteresis", "off"];
    static readonly string[] OfRule = ["rule", "on", "priority", "delaySeconds"];

    readonly FaultyJson _json = new(faults);

    public LimitsChange? Read(JsonElement json, string path)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            faults.Add(new(path, "is an object with vitals, or with changes and rules."));
            return null;
        }

        return json.TryGetProperty("vitals", out _) ? ReadWhole(json, path) : ReadPatch(json, path);
    }

    /// <summary>A change that says only what is other needs a limit to change.</summary>
    public void Match(LimitsChange change, ClinicConfiguration clinic, string path)
    {
        var inForce = clinic.Protocols.Select(protocol => protocol.Safety).Append(change.Whole ?? clinic.Limits).ToList();
        for (var index = 0; index < change.Limits.Length; index++)
        {
            var limit = change.Limits[index];
            if (!limit.IsWhole && !inForce.Any(limits => limits.Vitals.Any(limit.IsOf)))
            {
                faults.Add(new($"{path}.changes[{index}]", "no protocol has such a limit; one that is to stand by itself needs value, delaySeconds and hysteresis."));
            }
        }
    }

    LimitsChange? ReadWhole(JsonElement json, string path)
    {
        try
        {
            var whole = json.Deserialize<SafetyLimits>(Strict)!;
            faults.AddRange(LimitsFault.Of(whole).Select(fault => new RequestFault($"{path}.{fault.Path}", fault.Message)));
            return new LimitsChange([], [], whole);
        }
        catch (JsonException wrong)
        {
            faults.Add(new(path + wrong.Path?.TrimStart('$'), "is not what stands there in a stored set of limits."));
            return null;
        }
    }

    LimitsChange ReadPatch(JsonElement json, string path)
    {
        _json.RefuseOthers(json, OfPatch, path);
        var limits = _json.Items(json, "changes", path).Select(item => ReadLimit(item.Json, item.Path)).OfType<LimitChange>().ToImmutableArray();
        var rules = _json.Items(json, "rules", path).Select(item => ReadRule(item.Json, item.Path)).OfType<RuleChange>().ToImmutableArray();
        foreach (var twice in limits.GroupBy(limit => (limit.Metric, limit.Side, limit.Priority)).Where(group => group.Count() > 1))
        {
            faults.Add(new($"{path}.changes", $"name the {FaultyJson.Word(twice.Key.Priority)} limit of {FaultyJson.Word(twice.Key.Metric)} on the {FaultyJson.Word(twice.Key.Side)} side twice."));
        }

        return new LimitsChange(limits, rules);
    }

    LimitChange? ReadLimit(JsonElement json, string path)
    {
        if (!_json.RefuseOthers(json, OfChange, path))
        {
            return null;
        }

        var before = faults.Count;
        var change = new LimitChange(
            _json.Enum<Metric>(json, "metric", path) ?? _json.Missing<Metric>("metric", path),
            _json.Enum<LimitSide>(json, "side", path) ?? _json.Missing<LimitSide>("side", path),
            _json.Enum<AlarmPriority>(json, "priority", path) ?? _json.Missing<AlarmPriority>("priority", path),
            _json.Number(json, "value", path),
            _json.Seconds(json, path),
            _json.Number(json, "hysteresis", path),
            _json.Bool(json, "off", path) ?? false);
        if (faults.Count == before)
        {
            faults.AddRange(LimitsFault.Of(change, path).Select(fault => new RequestFault(
                fault.Path == $"{path}.delay" ? $"{path}.delaySeconds" : fault.Path, fault.Message)));
        }

        return change;
    }

    RuleChange? ReadRule(JsonElement json, string path)
    {
        if (!_json.RefuseOthers(json, OfRule, path))
        {
            return null;
        }

        if (FaultyJson.Value(json, "rule") is not { ValueKind: JsonValueKind.String } rule)
        {
            faults.Add(new($"{path}.rule", "is the code of a rule."));
            return null;
        }

        var change = new RuleChange(rule.GetString()!, new RuleTuning(
            _json.Bool(json, "on", path) ?? true, _json.Enum<AlarmPriority>(json, "priority", path), _json.Seconds(json, path)));
        faults.AddRange(LimitsFault.Of(change, path).Select(fault => new RequestFault(fault.Path, fault.Message)));
        return change;
    }
}
