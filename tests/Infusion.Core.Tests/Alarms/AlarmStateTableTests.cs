using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;

namespace Infusion.Core.Tests.Alarms;

/// <summary>Each row of the table in docs/alarms.md, tried on the fold.</summary>
public class AlarmStateTableTests
{
    static readonly DateTimeOffset Raised = Ward.DefaultStart;
    static readonly DateTimeOffset Later = Raised.AddSeconds(30);
    static readonly Guid Id = new("00000000-0000-0000-0000-00000000a1a1");

    public static TheoryData<string, string, string, string, string> Rows() => [.. Table()];

    [Theory]
    [MemberData(nameof(Rows))]
    public void AnEventMakesOfAnAlarmWhatTheTableSays(string state, string happened, string latches, string becomes, string callsAnew)
    {
        foreach (var isLatching in latches switch { "yes" => new[] { true }, "no" => [false], _ => [true, false] })
        {
            var next = AlarmFold.Next(In(state, isLatching), Event(happened, isLatching));

            StateOf(next).ShouldBe(becomes);
            (next?.CallingSince == Later).ShouldBe(callsAnew == "yes");
            next?.IsLatching.ShouldBe(isLatching);
        }
    }

    [Fact]
    public void TheTableNamesEveryEventOfAnAlarm_InEveryStateInWhichItCanCome()
    {
        var named = Table().Select(row => row.Data.Item2.Split(' ')[0]).Distinct();

        named.ShouldBe(
            SessionEventNames.All.Where(each => each.Key.IsSubclassOf(typeof(AlarmEvent))).Select(each => each.Value), ignoreOrder: true);
        Table().Select(row => (row.Data.Item1, row.Data.Item2, row.Data.Item3)).ShouldBeUnique();
    }

    [Fact]
    public void AnEventAboutAnAlarmThatIsGoneMakesNone()
    {
        foreach (var row in Table().Where(row => row.Data.Item1 != "none"))
        {
            AlarmFold.Next(null, Event(row.Data.Item2, true)).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("active", true)]
    [InlineData("acknowledged", false)]
    [InlineData("latched", true)]
    public void OnlyWhatIsNotAcknowledgedCalls_UnlessItCannotBeSilenced(string state, bool calls)
    {
        var alarm = In(state, true)!;

        alarm.Calls.ShouldBe(calls);
        (alarm with { CausedBy = Guid.Empty }).Calls.ShouldBeFalse();
        (alarm with { MayBeSilenced = false }).Calls.ShouldBeTrue();
        (alarm with { MayBeSilenced = false, AcknowledgedBy = "nurse-1" }).Calls.ShouldBe(state != "latched");
    }

    static Alarm? In(string state, bool isLatching)
    {
        var alarm = AlarmFold.Next(null, Event("alarm_raised", isLatching))! with { CallingSince = Raised };
        return state switch
        {
            "none" => null,
            "active" => alarm,
            "acknowledged" => alarm with { AcknowledgedBy = "nurse-1" },
            "latched" => alarm with { Presence = AlarmPresence.Latched },
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "no such state in the table"),
        };
    }

    static string StateOf(Alarm? alarm) => alarm switch
    {
        null => "none",
        { Presence: AlarmPresence.Latched } => "latched",
        { IsAcknowledged: true } => "acknowledged",
        _ => "active",
    };

    static SessionEvent Event(string name, bool isLatching) => name switch
    {
        "alarm_raised" => new AlarmRaised(Later, Id, "spo2-low", Metric.SpO2, null, AlarmPriority.Medium, Raised, 89m, 92m, isLatching),
        "alarm_condition_cleared" => new AlarmConditionCleared(Later, Id),
        "alarm_acknowledged" => new AlarmAcknowledged(Later, Id, "nurse-2"),
        "alarm_audio_paused" => new AlarmAudioPaused(Later, Id, Later.AddSeconds(60), "nurse-1"),
        "alarm_priority_changed up" => new AlarmPriorityChanged(Later, Id, AlarmPriority.Medium, AlarmPriority.High, 85m, 90m, isLatching),
        "alarm_priority_changed down" => new AlarmPriorityChanged(Later, Id, AlarmPriority.Medium, AlarmPriority.Low, 93m, 94m, isLatching),
        "alarm_returned" => new AlarmReturned(Later, Id, AlarmPriority.Medium, Later, 88m, 92m, null, null, null),
        "alarm_stands_alone" => new AlarmStandsAlone(Later, Id, Guid.Empty, null),
        "alarm_onset_corrected" => new AlarmOnsetCorrected(Later, Id, Raised, Raised.AddSeconds(-5)),
        "alarm_assigned" => new AlarmAssigned(Later, Id, 1, ["nurse-1"], Later.AddSeconds(60)),
        "alarm_accepted" => new AlarmAccepted(Later, Id, "nurse-1"),
        "alarm_refused" => new AlarmRefused(Later, Id, 1, "nurse-1"),
        "alarm_not_answered" => new AlarmNotAnswered(Later, Id, 1, null),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such event in the table"),
    };

    static List<TheoryDataRow<string, string, string, string, string>> Table() =>
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "alarms.md"))
            .SkipWhile(line => !line.StartsWith("| State |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cell => new TheoryDataRow<string, string, string, string, string>(cell[1], cell[2], cell[3], cell[4], cell[5]))];
}
