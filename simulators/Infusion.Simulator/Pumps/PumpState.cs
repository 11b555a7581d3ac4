namespace Infusion.Simulator.Pumps;

public enum PumpState
{
    Ready,
    Infusing,
    Paused,
    Occluded,
    Faulted,
    KeepVeinOpen,
    Complete,
}
