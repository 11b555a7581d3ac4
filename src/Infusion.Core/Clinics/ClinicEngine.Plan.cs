using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;

namespace Infusion.Core.Clinics;

public static partial class ClinicEngine
{
    /// <summary>A plan needs a free chair, a protocol of this clinic, and an order within its bounds or overridden by two people.</summary>
    static Decision DecidePlan(ClinicState state, PlanSession command, DateTimeOffset now)
    {
        var plan = command with { History = Before(state, command.Patient, command.History) };
        var protocol = state.Configuration.Protocol(plan.Order.Protocol, plan.Order.ProtocolVersion);
        var isKnown = state.Sessions.TryGetValue(plan.Session, out var live);
        if (!state.Configuration.Chairs.Any(chair => chair.Code == plan.Chair))
        {
            return Session.Reject("chair-unknown", $"There is no chair {plan.Chair} in this clinic.");
        }

        if (protocol is null)
        {
            return Session.Reject(
                "protocol-unknown", $"There is no protocol {plan.Order.Protocol} version {plan.Order.ProtocolVersion} in this clinic.");
        }

        if (isKnown)
        {
            return Session.Decide(live!.State, plan, now);
        }

        if (state.SessionAt(plan.Chair) is not null)
        {
            return Session.Reject("chair-occupied", $"Chair {plan.Chair} has an open session; close it first.");
        }

        return protocol.Admission is not null && !plan.IsByPhysician
            ? Session.Reject("order-by-physician", $"Under {protocol.Name} a physician gives the order, signed in as themselves; ask one to order.")
            : Ordered(plan, protocol, now);
    }

    static Decision Ordered(PlanSession plan, InfusionProtocol protocol, DateTimeOffset now)
    {
        var findings = OrderCheck.Findings(plan.Order, protocol, plan.History, now);
        if (OrderVerdict.Refuse(findings, plan.Overrides, plan.By) is { } refused)
        {
            return refused;
        }

        var planned = (Decision.Accepted)Session.Decide(null, plan, now);
        return Session.Accept([.. planned.Events, .. OrderVerdict.Overridden(findings, plan.Overrides, plan.By, now)]);
    }

    /// <summary>What the store knows of closed sessions, and what this clinic's other open ones are giving to the same person.</summary>
    static DoseHistory? Before(ClinicState state, Guid patient, DoseHistory? stored, Guid? except = null)
    {
        var history = stored;
        foreach (var (session, live) in state.Sessions)
        {
            if (live.State.Patient == patient && session != except)
            {
                history = history?.With(live.Given ?? (live.State.StartedAt is null ? default : live.State.Order.Dose));
            }
        }

        return history;
    }

    static DoseHistory? Before(ClinicState state, SessionLive live, AdmissionCommand command) =>
        command is ChangeOrder change ? Before(state, live.State.Patient, change.History, change.Session) : null;
}
