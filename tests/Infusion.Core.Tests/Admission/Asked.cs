using Infusion.Core.Admission;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Admission;

/// <summary>Sessions under a protocol that asks for everything before the start.</summary>
static class Asked
{
    public static readonly Guid Note = new("00000000-0000-0000-0000-0000000000ad");

    /// <summary>Everything that the sample asks.</summary>
    public static AdmissionGate Everything { get; } = SampleProtocols.Mood.Admission!;

    public static AdmissionGate Only(params CheckInItem[] items) =>
        Everything with { Items = [.. items], DoubleCheckWithinPercent = null, PreparedAtMostBefore = null };

    /// <summary>Ordered by a physician, checked in, with devices.</summary>
    public static Ward CheckedIn(AdmissionGate gate)
    {
        var ward = new Ward(admission: gate);
        return ward.Accept(ward.Plan with { By = "physician-1", IsByPhysician = true })
            .Accept(new CheckIn(ward.NextId(), Ward.FirstSession, "nurse-1")).WithDevices();
    }

    public static CheckInAnswer Good(CheckInItem item, DateTimeOffset now) => item switch
    {
        CheckInItem.Identity => new(item, CheckInFinding.Confirmed) { Identifiers = [IdentityProof.FullName, IdentityProof.BirthDate] },
        CheckInItem.Consent => new(item, CheckInFinding.Confirmed) { ConsentVersion = "2026-03", SignedOn = DateOnly.FromDateTime(now.UtcDateTime) },
        CheckInItem.Fasting => new(item, CheckInFinding.Taken) { SolidsAt = now.AddHours(-7), FluidsAt = now.AddHours(-3) },
        CheckInItem.Pregnancy => new(item, CheckInFinding.NotRelevant),
        CheckInItem.Benzodiazepine or CheckInItem.Stimulant => new(item, CheckInFinding.NoneTaken),
        CheckInItem.Escort => new(item, CheckInFinding.Confirmed) { Note = Note },
        _ => new(item, CheckInFinding.Negative),
    };

    public static AnswerCheckIn Answer(this Ward ward, CheckInAnswer answer) => new(ward.NextId(), Ward.FirstSession, "nurse-1", answer);

    public static Ward Passed(this Ward ward, CheckInItem item) => ward.Accept(ward.Answer(Good(item, ward.Now)));

    public static Ward Passed(this Ward ward, AdmissionGate gate)
    {
        foreach (var item in gate.Items.Where(item => item != CheckInItem.BloodPressure))
        {
            ward.Passed(item);
        }

        return ward.ByHand(120, 75);
    }

    public static Ward ByHand(this Ward ward, decimal systolic, decimal diastolic) => ward.Accept(new ChartVitals(
        ward.NextId(), Ward.FirstSession, "nurse-1", [new(Metric.NibpSystolic, systolic), new(Metric.NibpDiastolic, diastolic)]));

    public static OverrideCheckIn Override(this Ward ward, CheckInItem item) => new(ward.NextId(), Ward.FirstSession, "physician-1", item, Note);

    public static WithdrawCheckIn Withdraw(this Ward ward, CheckInItem item) => new(ward.NextId(), Ward.FirstSession, "nurse-1", item);

    public static MarkReady MakeReady(this Ward ward) => new(ward.NextId(), Ward.FirstSession, "nurse-1");

    public static StartInfusion Begin(this Ward ward) => new(ward.NextId(), Ward.FirstSession, "nurse-1");

    public static CheckInLine Line(this Ward ward, CheckInItem item) =>
        CheckInGate.Lines(ward.Live.State, ward.State.Configuration.Protocols[0].Admission!, ward.Live.PressuresBeforeStart, ward.Now).Single(line => line.Item == item);

    public static string Why(this Ward ward, SessionCommand command) => ward.Do(command).ShouldBeOfType<Decision.Rejected>().Reason;
}
