using Infusion.Simulator.Protocol;

namespace Infusion.Simulator.Scripts;

/// <summary>One line of a script: at a second, once or again and again.</summary>
/// <param name="Every">Seconds between repetitions; null: once.</param>
/// <param name="Until">The second before which the repetitions end.</param>
/// <param name="Monitor">Values by the names of <see cref="ScriptKeys"/>; 0 is the monitor's own "no value".</param>
/// <param name="Late">The monitor marks the message as history.</param>
/// <param name="Clock">Seconds by which the monitor's clock is ahead.</param>
/// <param name="Measured">The second at which the monitor measured, where that differs.</param>
/// <param name="Command">What a person does then.</param>
/// <param name="Acknowledge">The rule whose alarm a person acknowledges then.</param>
/// <param name="PauseAudio">The rule whose alarm a person silences for two minutes then.</param>
public sealed record ScriptStep(
    decimal At,
    decimal? Every = null,
    decimal? Until = null,
    IReadOnlyDictionary<string, decimal>? Monitor = null,
    bool Late = false,
    decimal Clock = 0m,
    decimal? Measured = null,
    IReadOnlyDictionary<string, decimal>? Pump = null,
    PumpWords? PumpSays = null,
    IReadOnlyList<DeviceAlert>? Alerts = null,
    string? Command = null,
    string? Acknowledge = null,
    string? PauseAudio = null)
{
    public IEnumerable<ScriptAct> Acts()
    {
        var repetition = 0;
        for (var at = At; repetition == 0 || at < Until; at += Every!.Value)
        {
            yield return new ScriptAct(at, this, MonitorReading(), PumpReading(repetition));
            repetition++;
            if (Every is null)
            {
                yield break;
            }
        }
    }

    DeviceReading? MonitorReading() => Monitor is null ? null : Reading(Monitor, 0m, Pump is null ? Alerts : null);

    DeviceReading? PumpReading(int repetition)
    {
        if (Pump is null)
        {
            return null;
        }

        var says = PumpSays ?? new PumpWords();
        var reading = Reading(Pump, says.Rising * repetition, Alerts);
        reading.States[Mdc.InfusingStatus] = says.Status == "Infusing" ? Mdc.Infusing : Mdc.NotInfusing;
        reading.States[Mdc.PumpMode] = ScriptKeys.Modes[says.Mode];
        reading.States[Mdc.DrugName] = says.Drug;
        return reading;
    }

    static DeviceReading Reading(IReadOnlyDictionary<string, decimal> values, decimal given, IReadOnlyList<DeviceAlert>? alerts)
    {
        var reading = new DeviceReading();
        foreach (var (name, value) in values)
        {
            var key = ScriptKeys.All[name];
            reading.Values[key] = key == Mdc.DeliveredTotalMl ? value + given : value;
        }

        foreach (var alert in alerts ?? [])
        {
            reading.Alerts.Add(alert);
        }

        return reading;
    }
}

/// <param name="Rising">mL added to the volume counter at each repetition.</param>
public sealed record PumpWords(string Status = "Infusing", string Mode = "Continuous", decimal Rising = 0m, string Drug = "ketamine");

/// <summary>One thing that happens: a message of a device, or what a person does.</summary>
public sealed record ScriptAct(decimal At, ScriptStep Step, DeviceReading? Monitor, DeviceReading? Pump);
