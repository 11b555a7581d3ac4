using Infusion.Simulator.Monitors;
using Infusion.Simulator.Patients;
using Infusion.Simulator.Protocol;
using Infusion.Simulator.Pumps;
using Infusion.Simulator.Scenarios;

namespace Infusion.Simulator.Chairs;

/// <summary>What the two devices of a chair say in one second, and whether the monitor can say it to anyone.</summary>
/// <param name="PumpBattery">0 to 1.</param>
/// <param name="PumpRestarts">The pump was switched on anew before it said this.</param>
public sealed record ChairSecond(
    DeviceReading Monitor, DeviceReading Pump, bool MonitorOnNetwork, double PumpBattery = 1, bool PumpRestarts = false);

/// <summary>
/// One chair: a patient, a monitor and a pump that play a scenario second by second. It has no clock and no network,
/// and one seed always gives one sequence.
/// </summary>
public sealed class Chair
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    readonly Patient _patient;
    readonly BedsideMonitor _monitor;
    readonly InfusionPump _pump;
    TimeSpan _elapsed;
    bool _wasRestarted;

    public Chair(int number, Scenario scenario, PumpProgramme programme, double weightKg, int seed)
    {
        Number = number;
        Scenario = scenario;
        // Three streams, so that what the monitor draws does not change the patient.
        _patient = new Patient(PatientProfile.Draw(new Noise(seed, number * 3), weightKg), new Noise(seed, (number * 3) + 1));
        _monitor = new BedsideMonitor(new Noise(seed, (number * 3) + 2));
        _pump = new InfusionPump(programme);
    }

    public int Number { get; }

    public Scenario Scenario { get; }

    public Patient Patient => _patient;

    public InfusionPump Pump => _pump;

    public string Phase { get; private set; } = "starting";

    public ChairSecond Advance(DateTimeOffset at)
    {
        var conditions = Scenario.At(_elapsed);
        OperatePump(conditions);

        var deliveredMl = _pump.Advance(Second);
        _patient.Advance(Second, (double)(deliveredMl * _pump.Programme.ConcentrationMgPerMl), conditions);
        _elapsed += Second;

        Phase = PhaseOf(conditions);
        var restarts = conditions.PumpRestarted && !_wasRestarted;
        _wasRestarted = conditions.PumpRestarted;
        return new ChairSecond(
            _monitor.Sample(_patient.Vitals, at, conditions.ProbeOff), PumpReading.Of(_pump), !conditions.MonitorLost,
            conditions.PumpBattery, restarts);
    }

    void OperatePump(Conditions conditions)
    {
        if (!Scenario.Infuses || _elapsed < Scenario.PumpStartsAt)
        {
            return;
        }

        _pump.Warning = conditions.PumpWarning;
        if (conditions.LineOccluded)
        {
            _pump.Occlude();
        }
        else if (conditions.PumpFault is { } fault)
        {
            _pump.Fail(fault);
        }
        else if (conditions.PumpPaused)
        {
            _pump.Pause();
        }
        else
        {
            _pump.Start();
        }
    }

    string PhaseOf(Conditions conditions) => conditions switch
    {
        { MonitorLost: true } => "monitor lost",
        { ProbeOff: true } => "probe off",
        { RespirationPerMin: not null } => "slow breathing",
        { RaisedPressure: not null } => "pressure rising",
        _ => _pump.State switch
        {
            PumpState.Ready => "before infusion",
            PumpState.KeepVeinOpen => "keep vein open",
            _ => _pump.State.ToString().ToLowerInvariant(),
        },
    };
}
