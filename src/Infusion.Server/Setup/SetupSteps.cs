using Infusion.Core.Telemetry;
using Infusion.Server.Identity;

namespace Infusion.Server.Setup;

/// <summary>How far a clinic is set up, from what it has.</summary>
static class SetupSteps
{
    public static SetupView Of(SetupFacts facts)
    {
        SetupStep[] steps = [Clinic(facts), People(facts), Protocol(facts), Chairs(facts), Devices(facts), FirstSession(facts)];
        return new(
            facts.People.Any(person => person.MaySignIn && person.Roles.Intersect(Rights.RolesFor(Act.PlanSession)).Any())
                && facts.Clinic.Protocols.Length > 0 && facts.Clinic.Chairs.Length > 0,
            steps.All(step => step.Standing is SetupStanding.Done),
            !facts.Planned && !facts.HasPlans,
            steps);
    }

    static SetupStep Clinic(SetupFacts facts) => Step(facts, SetupPart.Clinic, SetupStanding.Done, Act.DescribeClinic, []);

    static SetupStep People(SetupFacts facts)
    {
        string[] needed = [Roles.Physician, Roles.Nurse, Roles.ChargeNurse];
        string? physician = Lack(facts, "physician", "A physician approves protocols and changes orders.", Roles.Physician);
        string? nurse = Lack(facts, "nurse", "A nurse charts at the chairs and answers alarms.", Roles.Nurse, Roles.ChargeNurse);
        return Step(
            facts, SetupPart.People,
            physician is null && nurse is null ? SetupStanding.Done
                : facts.People.Any(person => person.Roles.Intersect(needed).Any()) ? SetupStanding.Begun
                : SetupStanding.Missing,
            Act.ManagePeople, physician, nurse);
    }

    /// <returns>Null: somebody with one of the roles may sign in.</returns>
    static string? Lack(SetupFacts facts, string who, string what, params string[] roles)
    {
        var such = facts.People.Where(person => person.Roles.Intersect(roles).Any()).ToList();
        return such.Exists(person => person.MaySignIn) ? null
            : such.Count > 0 ? $"{Names(such)} {(such.Count == 1 ? "is" : "are")} invited and {(such.Count == 1 ? "has" : "have")} not come yet. {what}"
            : $"No {who} may sign in. {what}";
    }

    static SetupStep Protocol(SetupFacts facts)
    {
        var protocols = facts.Clinic.Protocols;
        if (protocols.IsEmpty)
        {
            return Step(facts, SetupPart.Protocol, SetupStanding.Missing, Act.DraftProtocol, ["There is no protocol: nothing can be ordered, and no limit would be watched."]);
        }

        return protocols.Any(protocol => protocol.Approval is not null)
            ? Step(facts, SetupPart.Protocol, SetupStanding.Done, Act.ApproveProtocol, [])
            : Step(
                facts, SetupPart.Protocol, SetupStanding.Begun, Act.ApproveProtocol,
                ["No physician has approved a version. Until then chairs run under sample limits, and say so. Who wrote a version does not approve it."]);
    }

    static SetupStep Chairs(SetupFacts facts) => facts.Clinic.Chairs.IsEmpty
        ? Step(facts, SetupPart.Chairs, SetupStanding.Missing, Act.SetUpChairs, ["There is no chair: nobody can be seated."])
        : Step(facts, SetupPart.Chairs, SetupStanding.Done, Act.SetUpChairs, []);

    static SetupStep Devices(SetupFacts facts)
    {
        var waiting = facts.Waiting switch
        {
            0 => null,
            1 => "One device waits to be accepted.",
            _ => $"{facts.Waiting} devices wait to be accepted.",
        };
        if (facts.Devices.Count == 0)
        {
            return Step(
                facts, SetupPart.Devices, facts.Waiting > 0 ? SetupStanding.Begun : SetupStanding.Missing, Act.AcceptDevices,
                "No device is registered: numbers would be written down by hand.", waiting);
        }

        if (facts.Clinic.Chairs.Any(chair => Talks(facts, chair.Code, DeviceKind.Monitor) && Talks(facts, chair.Code, DeviceKind.Pump)))
        {
            return Step(facts, SetupPart.Devices, SetupStanding.Done, Act.AcceptDevices, []);
        }

        var silent = facts.Devices.Where(device => !device.Talks).Select(device => device.Device).ToList();
        return Step(
            facts, SetupPart.Devices, SetupStanding.Begun, Act.AcceptDevices,
            AtAChair(facts, DeviceKind.Monitor), AtAChair(facts, DeviceKind.Pump), silent.Count == 0 ? null : $"Not heard now: {string.Join(", ", silent)}.",
            silent.Count == 0 ? "No chair has a monitor and a pump that both talk." : null, waiting);
    }

    static bool Talks(SetupFacts facts, string chair, DeviceKind kind) => facts.Devices.Any(device => device.Talks && device.Chair == chair && device.Kind == kind);

    static string? AtAChair(SetupFacts facts, DeviceKind kind) => facts.Devices.Any(device => device.Kind == kind && device.Chair is not null)
        ? null
        : $"No {(kind is DeviceKind.Pump ? "pump" : "monitor")} stands at a chair.";

    static SetupStep FirstSession(SetupFacts facts) => facts.Started
        ? Step(facts, SetupPart.FirstSession, SetupStanding.Done, Act.PlanSession, [])
        : facts.Planned
            ? Step(facts, SetupPart.FirstSession, SetupStanding.Begun, Act.Chart, ["A session is planned; no infusion has begun yet."])
            : Step(facts, SetupPart.FirstSession, SetupStanding.Missing, Act.PlanSession, ["Nobody has been ordered an infusion yet: no chair is live."]);

    static SetupStep Step(SetupFacts facts, SetupPart part, SetupStanding standing, Act act, params IEnumerable<string?> lacks)
    {
        var roles = Rights.RolesFor(act);
        return new(
            part, standing, [.. lacks.OfType<string>()], roles,
            [.. facts.People.Where(person => person.MaySignIn && person.Roles.Intersect(roles).Any()).Select(person => person.DisplayName)]);
    }

    static string Names(List<SetupPerson> people) => people.Count == 1
        ? people[0].DisplayName
        : $"{string.Join(", ", people.SkipLast(1).Select(person => person.DisplayName))} and {people[^1].DisplayName}";
}
