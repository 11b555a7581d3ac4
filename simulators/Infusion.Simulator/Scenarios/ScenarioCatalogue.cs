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

    public static readonly IReadOnlyList<Scenario> All =
        [Uneventful, Hypertension, Desaturation, Occlusion, MonitorLost, Waiting, ProbeOff, Paused];

    /// <summary>What the demo's chairs play, one each, and again from the first when there are more chairs.</summary>
    public static readonly IReadOnlyList<Scenario> Demo =
        [Uneventful, Hypertension, Desaturation, Occlusion, MonitorLost, Waiting];

    public static string Names => string.Join(", ", All.Select(scenario => scenario.Name));

    public static Scenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
