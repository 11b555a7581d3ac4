using Infusion.Simulator.Delivery;

namespace Infusion.Simulator.Terminal;

/// <summary>One line of the terminal: what a chair plays and how its messages fare.</summary>
public sealed record ChairStatus(
    int Number,
    string Scenario,
    string Phase,
    string HeartRate,
    string SpO2,
    string Pressure,
    decimal RateMlPerH,
    decimal GivenMl,
    bool MonitorConnected,
    bool PumpConnected,
    DeliveryCounts Counts);
