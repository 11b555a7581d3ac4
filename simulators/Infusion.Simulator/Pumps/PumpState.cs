namespace Infusion.Simulator.Pumps;

public enum PumpState
{
    Ready,
    Infusing,
    Paused,
    Occluded,
    KeepVeinOpen,
    Complete,
}
