using Infusion.Core.Admission;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Server.Live;
using Orleans.Concurrency;

namespace Infusion.Server.Clinics;

/// <summary>What stands before a start: also by pressures of devices, which only the writer knows at once.</summary>
sealed partial class ClinicGrain
{
    public Task<Immutable<CheckInView?>> CheckInAsync(Guid session) => Task.FromResult(new Immutable<CheckInView?>(
        Asked(session) is var (live, protocol, gate) ? AdmissionViews.Build(live, protocol, gate, clock.Now) : null));

    public Task<Immutable<OrderSheetView?>> OrderSheetAsync(Guid session, string by) => Task.FromResult(new Immutable<OrderSheetView?>(
        Asked(session) is var (live, protocol, gate) && gate.DoubleCheckWithinPercent is { } within
            ? AdmissionViews.Sheet(live, protocol, within, by)
            : null));

    (SessionLive Live, InfusionProtocol Protocol, AdmissionGate Gate)? Asked(Guid session) =>
        _memory.State.Sessions.TryGetValue(session, out var live)
        && _memory.State.Configuration.Protocol(live.State.Order.Protocol, live.State.Order.ProtocolVersion) is { Admission: { } gate } protocol
            ? (live, protocol, gate)
            : null;
}
