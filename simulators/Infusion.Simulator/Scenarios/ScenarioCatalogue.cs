using Infusion.Simulator.Protocol;

namespace Infusion.Simulator.Scenarios;

public static class ScenarioCatalogue
{
    public static readonly Scenario Uneventful = new("uneventful", "an infusion as it should be");

    public static readonly Scenario Hypertension = new("hypertension", "pressure above 180 systolic, confirmed by repeated cuffs")
    {
        EpisodeStart = TimeSpan.FromSeconds(150),
        EpisodeLength = TimeSpan.FromMinutes(6),
        Episode = new Conditions { RaisedPressure = new BloodPressure(196, 108) },
    };

    public static readonly Scenario Desaturation = new("desaturation", "breathing slows, SpO2 falls to about 85 % and recovers")
    {
        EpisodeStart = TimeSpan.FromMinutes(2),
        EpisodeLength = TimeSpan.FromSeconds(135),
        Episode = new Conditions { RespirationPerMin = 4 },
    };

    public static readonly Scenario Occlusion = new("occlusion", "the line blocks for 90 s, the pump alarms and stops, then goes on")
    {
        EpisodeStart = TimeSpan.FromMinutes(3),
        EpisodeLength = TimeSpan.FromSeconds(90),
        Episode = new Conditions { LineOccluded = true },
    };

    public static readonly Scenario MonitorLost = new("monitor-lost", "the monitor is off the network for 3 min, then sends what it kept")
    {
        EpisodeStart = TimeSpan.FromMinutes(3),
        EpisodeLength = TimeSpan.FromMinutes(3),
        Episode = new Conditions { MonitorLost = true },
    };

    public static readonly Scenario Waiting = new("waiting", "on the monitor, the pump not started")
    {
        Infuses = false,
    };

    public static readonly Scenario ProbeOff = new("probe-off", "the finger probe comes off for 45 s")
    {
        EpisodeStart = TimeSpan.FromMinutes(2),
        EpisodeLength = TimeSpan.FromSeconds(45),
        Episode = new Conditions { ProbeOff = true },
    };

    public static readonly Scenario Paused = new("paused", "a nurse pauses the pump for 2 min")
    {
        EpisodeStart = TimeSpan.FromMinutes(4),
        EpisodeLength = TimeSpan.FromMinutes(2),
        Episode = new Conditions { PumpPaused = true },
    };

    public static readonly Scenario AirInLine = new("air-in-line", "the pump finds air in its line for 60 s and stops")
    {
        EpisodeStart = TimeSpan.FromMinutes(3),
        EpisodeLength = TimeSpan.FromSeconds(60),
        Episode = new Conditions { PumpFault = new DeviceAlert(Mdc.AirInLine, "high", "Air in line") },
    };

    public static readonly Scenario DoorOpen = new("door-open", "the pump's door is opened for 30 s")
    {
        EpisodeStart = TimeSpan.FromMinutes(3),
        EpisodeLength = TimeSpan.FromSeconds(30),
        Episode = new Conditions { PumpFault = new DeviceAlert(Mdc.DoorOpen, "medium", "Door open") },
    };

    public static readonly Scenario BatteryLow = new("battery-low", "the pump's battery is at 8 % for 2 min, by its status and its alarm")
    {
        EpisodeStart = TimeSpan.FromMinutes(2),
        EpisodeLength = TimeSpan.FromMinutes(2),
        Episode = new Conditions { PumpBattery = 0.08, PumpWarning = new DeviceAlert(Mdc.BatteryLow, "low", "Battery low") },
    };

    public static readonly Scenario PumpRestart = new("pump-restart", "the pump is switched off and on, and goes on under a new boot")
    {
        EpisodeStart = TimeSpan.FromMinutes(3),
        EpisodeLength = TimeSpan.FromSeconds(10),
        Episode = new Conditions { PumpRestarted = true, PumpPaused = true },
    };

    public static readonly IReadOnlyList<Scenario> All =
    [
        Uneventful, Hypertension, Desaturation, Occlusion, MonitorLost, Waiting, ProbeOff, Paused, AirInLine, DoorOpen, BatteryLow, PumpRestart,
    ];

    /// <summary>What the demo's chairs play, one each, and again from the first when there are more chairs.</summary>
    public static readonly IReadOnlyList<Scenario> Demo =
        [Uneventful, Hypertension, Desaturation, Occlusion, MonitorLost, Waiting];

    public static string Names => string.Join(", ", All.Select(scenario => scenario.Name));

    public static Scenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
