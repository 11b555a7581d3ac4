using System.Collections.Frozen;
using System.Security.Claims;

namespace Infusion.Server.Identity;

/// <param name="Words">As in "Only a physician may change an order."</param>
sealed record Right(Act Act, string Words, IReadOnlyList<string> Roles);

/// <summary>Which role may do what: here and nowhere else. Whoever has two roles may do what either may.</summary>
static class Rights
{
    static readonly string[] AtTheChair = [Roles.Nurse, Roles.ChargeNurse, Roles.Physician];
    static readonly string[] AtTheClinic = [.. AtTheChair, Roles.Manager];
    static readonly string[] PhysicianAlone = [Roles.Physician];
    static readonly string[] ManagerAlone = [Roles.Manager];

    public static readonly IReadOnlyList<Right> All =
    [
        new(Act.ReadOwnAccount, "see their own account", Roles.All),
        new(Act.ChangeOwnAccount, "change their own password, keys and sign-ins", Roles.All),
        new(Act.LockScreen, "lock their screen and come back to it", Roles.All),
        new(Act.ReadColleagues, "see who works here", Roles.All),
        new(Act.WatchBoard, "watch the live board", AtTheClinic),
        new(Act.ReadChart, "read charts", AtTheClinic),
        new(Act.ReadDevices, "see the devices", [.. AtTheClinic, Roles.Integrator]),
        new(Act.ReadPatients, "find and read patients", AtTheClinic),
        new(Act.RegisterPatients, "enter, import and change patients", AtTheClinic),
        new(Act.PlanSession, "order an infusion and plan its session", AtTheChair),
        new(Act.Chart, "chart", AtTheChair),
        new(Act.CallEmergency, "call an emergency", AtTheClinic),
        new(Act.AnswerAlarms, "answer alarms", AtTheChair),
        new(Act.AttachDevices, "say which device is whose", AtTheChair),
        new(Act.CorrectAssociation, "correct whose a device was", AtTheChair),
        new(Act.ChangeOrder, "change an order", PhysicianAlone),
        new(Act.VerifyOrder, "check an order or prepare a dose", AtTheChair),
        new(Act.Witness, "stand as witness or second person", AtTheChair),
        new(Act.OverrideCheckIn, "let go what holds at the check-in", PhysicianAlone),
        new(Act.DischargeInSpite, "discharge in spite of what is missing", PhysicianAlone),
        new(Act.AdjustLimits, "adjust a limit", PhysicianAlone),
        new(Act.HoldChair, "take and hand over a chair", AtTheClinic),
        new(Act.TakeOverChair, "take a chair from somebody who has not offered it", [Roles.ChargeNurse, Roles.Manager]),
        new(Act.AssignDuty, "say who is called to alarms", [Roles.ChargeNurse, Roles.Manager]),
        new(Act.ManagePeople, "invite people, say what they may do, and when screens lock", ManagerAlone),
        new(Act.ReadSetup, "see what the clinic lacks before its first infusion", AtTheClinic),
        new(Act.DescribeClinic, "name the clinic and its time zone", ManagerAlone),
        new(Act.SetUpChairs, "set up rooms and chairs", ManagerAlone),
        new(Act.ManageDisplays, "hang up and revoke wall displays", ManagerAlone),
        new(Act.AcceptDevices, "accept a device", ManagerAlone),
        new(Act.ManageDevices, "edit, refuse and retire a device", [Roles.Manager, Roles.Integrator]),
        new(Act.ManageDeviceCredentials, "make, replace and revoke devices' credentials", [Roles.Manager, Roles.Integrator]),
        new(Act.ReadProtocols, "read protocols", AtTheClinic),
        new(Act.DraftProtocol, "write a protocol", [Roles.Physician, Roles.Manager]),
        new(Act.ApproveProtocol, "approve a protocol", PhysicianAlone),
        new(Act.SignChart, "sign a chart and add to it", AtTheChair),
        new(Act.LockChart, "lock a chart or waive what it lacks", PhysicianAlone),
        new(Act.ExportChart, "take a sealed chart out of the house", AtTheClinic),
        new(Act.ReadChartKeys, "read the keys that charts are sealed with", Roles.All),
        new(Act.ManageChartKeys, "make and revoke keys", ManagerAlone),
        new(Act.ReadTrace, "read what devices sent", [.. AtTheClinic, Roles.Integrator]),
        new(Act.ResubmitMessages, "send a refused message again", [Roles.Manager, Roles.Integrator]),
        new(Act.ReadReports, "read reports", [Roles.Physician, Roles.Manager]),
        new(Act.ReadShiftReport, "read the report of a shift", AtTheClinic),
        new(Act.ReplaySessions, "replay sessions", [Roles.Physician, Roles.Manager]),
        new(Act.ReadAudit, "read who did what", [Roles.Auditor]),
        new(Act.ExportAudit, "take who did what out of the house", [Roles.Auditor]),
        new(Act.ReadClients, "see the EHR clients and test their keys", [Roles.Manager, Roles.Integrator]),
        new(Act.ManageClients, "register and change EHR clients", ManagerAlone),
        new(Act.RevokeClients, "revoke an EHR client", [Roles.Manager, Roles.Integrator]),
        new(Act.ReadPlans, "read the calendar and plans", [.. AtTheClinic, Roles.Therapist]),
        new(Act.ListPlans, "list the clinic's plans", AtTheClinic),
        new(Act.LeadPlan, "open, revise, review or close a plan", PhysicianAlone),
        new(Act.GiveAppointments, "give appointments and make offers", AtTheClinic),
        new(Act.PlanTherapy, "plan talk therapy", [.. AtTheClinic, Roles.Therapist]),
        new(Act.RecordTherapy, "record talk therapy", [Roles.Therapist]),
        new(Act.ReadHandOff, "read the hand-off to talk therapy", [.. AtTheChair, Roles.Therapist]),
        new(Act.SetPathwayRules, "set the rules of plans", [Roles.Physician, Roles.Manager]),
        new(Act.ReadOutcomes, "read scores and safety tasks", AtTheClinic),
        new(Act.RecordOutcomes, "record scores and hand out the tablet", AtTheClinic),
        new(Act.AnswerSafetyTask, "answer a safety task", PhysicianAlone),
        new(Act.ReadWords, "read the clinic's words", [.. AtTheClinic, Roles.Therapist]),
        new(Act.SetWords, "write the clinic's words", ManagerAlone),
    ];

    static readonly FrozenDictionary<Act, Right> ByAct = All.ToFrozenDictionary(right => right.Act);

    public static IReadOnlyList<string> RolesFor(Act act) => ByAct[act].Roles;

    public static bool May(this ClaimsPrincipal principal, Act act)
    {
        foreach (var role in ByAct[act].Roles)
        {
            if (principal.IsInRole(role))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>For whoever belongs to the clinic: this table is public.</summary>
    public static string Sentence(Act act)
    {
        var right = ByAct[act];
        var roles = right.Roles.Select(role => $"{(role[0] is 'a' or 'i' ? "an" : "a")} {role.Replace('_', ' ')}").ToList();
        var who = roles.Count == 1 ? roles[0] : $"{string.Join(", ", roles[..^1])} or {roles[^1]}";
        return $"Only {who} may {right.Words}.";
    }
}
