using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Core.Tests.Clinics;
using static Infusion.Core.Tests.Alarms.Desaturation;

namespace Infusion.Core.Tests.Alarms;

public class DutyTests
{
    public static TheoryData<string?, DutyStep[], string> Wrong => new()
    {
        { "z9", [Step(30, "nurse-1")], "chair-unknown" },
        { null, [.. Enumerable.Range(1, 9).Select(each => Step(30, $"nurse-{each}"))], "duty-chain" },
        { null, [Step(30)], "duty-chain" },
        { null, [Step(30, [.. Enumerable.Range(1, 17).Select(each => $"nurse-{each}")])], "duty-chain" },
        { null, [Step(30, " ")], "duty-chain" },
        { null, [Step(30, new string('n', 257))], "duty-chain" },
        { null, [Step(30, "nurse-1", "nurse-1")], "duty-chain" },
        { null, [Step(30, "nurse-1"), Step(9, "nurse-2")], "duty-chain" },
        { null, [Step(0, "nurse-1")], "duty-chain" },
        { null, [Step(601, "nurse-1")], "duty-chain" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void AListThatCannotBeCalledByIsRefused(string? chair, DutyStep[] chain, string code)
    {
        var ward = new Ward();
        ward.Refused(new SetDuty(ward.NextId(), Ward.ClinicStream, "manager", chair, [.. chain])).ShouldBe(code);
        ward.State.Duty.OfClinic.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(600)]
    public void AListStandsInTheClinicsStream_AndAfterARestart(int seconds)
    {
        var ward = new Ward().OnDuty(Step(seconds, "nurse-1", "nurse-2"), Step(30, "charge"));
        ward.Accept(new SetDuty(ward.NextId(), Ward.ClinicStream, "charge", "b2", [Step(20, "nurse-2")]));

        ward.Restart();

        ward.Events.Select(each => each.Stream).Distinct().ShouldBe([Ward.ClinicStream]);
        ward.State.Duty.Of("a1").Select(step => step.People.Length).ShouldBe([2, 1]);
        ward.State.Duty.Of(null)[0].AnswerWithin.ShouldBe(TimeSpan.FromSeconds(seconds));
        ward.State.Duty.Of("b2").ShouldHaveSingleItem().People.ShouldBe(["nurse-2"]);
    }

    [Fact]
    public void ASessionHasNoDutyList() =>
        new Ward().Planned().Refused(new SetDuty(Guid.NewGuid(), Ward.FirstSession, "manager", null, [])).ShouldBe("command-unknown");
}
