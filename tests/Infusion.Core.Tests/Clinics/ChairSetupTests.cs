using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;

namespace Infusion.Core.Tests.Clinics;

public class ChairSetupTests
{
    [Fact]
    public void AChairThatIsAdded_CanBeTaken_AndOneThatIsRetiredIsNobodys()
    {
        var ward = new Ward().Planned();
        ward.Accept(new AddChair(ward.NextId(), Ward.ClinicStream, "boss", "B1", " Room B "));
        ward.State.Configuration.Chairs[^1].ShouldBe(new Chair("B1", "Room B"));
        ward.Accept(new TakeChair(ward.NextId(), Ward.ClinicStream, "nurse-a", "B1", FromAnother: false));

        ward.Accept(new RetireChair(ward.NextId(), Ward.ClinicStream, "boss", "B1"));

        ward.State.Configuration.Chairs.ShouldNotContain(chair => chair.Code == "B1");
        ward.State.ChairDuty.Of("B1").ShouldBeNull();
        ward.Refused(new TakeChair(ward.NextId(), Ward.ClinicStream, "nurse-a", "B1", FromAnother: false)).ShouldBe("chair-unknown");
        ward.All<ChairRetired>().Single().By.ShouldBe("boss");
    }

    [Fact]
    public void WhoHasAChairKeepsIt_WithItsOwnDutyList_UnderItsNewName()
    {
        var ward = new Ward().Planned();
        ward.Accept(new AddChair(ward.NextId(), Ward.ClinicStream, "boss", "B1", "Room B"));
        ward.Accept(new TakeChair(ward.NextId(), Ward.ClinicStream, "nurse-a", "B1", FromAnother: false));
        ward.Accept(new SetDuty(ward.NextId(), Ward.ClinicStream, "boss", "B1", [new DutyStep(["nurse-b"], TimeSpan.FromSeconds(30))]));

        ward.Accept(new RenameChair(ward.NextId(), Ward.ClinicStream, "boss", "B1", "C1", "Room C"));

        ward.State.Configuration.Chairs.ShouldContain(new Chair("C1", "Room C"));
        (ward.State.ChairDuty.Of("C1")?.Person, ward.State.ChairDuty.Of("B1")).ShouldBe(("nurse-a", null));
        ward.State.Duty.OfChairs.Keys.ShouldBe(["C1"]);
    }

    [Fact]
    public void DevicesGoWithTheirChair()
    {
        var ward = new Ward();
        var (chair, devices) = (ward.State.Configuration.Chairs[0], ward.State.Configuration.Devices);
        var atHome = devices.Where(device => device.HomeChair == chair.Code).Select(device => device.Device).ToList();
        atHome.ShouldNotBeEmpty();

        ward.Accept(new RenameChair(ward.NextId(), Ward.ClinicStream, "boss", chair.Code, "Z9", chair.Room));
        atHome.ShouldAllBe(device => ward.State.Devices[device].HomeChair == "Z9");
        ward.State.Configuration.Devices.Select(device => device.Device).ShouldBe(devices.Select(device => device.Device));

        ward.Accept(new RetireChair(ward.NextId(), Ward.ClinicStream, "boss", "Z9"));
        atHome.ShouldAllBe(device => ward.State.Devices[device].HomeChair == null);
    }

    [Fact]
    public void ARoomIsRenamed_WithAllItsChairs_AlsoWhileSomebodySitsThere()
    {
        var ward = new Ward().Planned();
        var room = ward.State.Configuration.Chairs.Single(chair => chair.Code == "a1").Room;

        ward.Accept(new RenameRoom(ward.NextId(), Ward.ClinicStream, "boss", room, "Garden"));

        ward.State.Configuration.Chairs.Single(chair => chair.Code == "a1").Room.ShouldBe("Garden");
        ward.State.Configuration.Chairs.ShouldAllBe(chair => chair.Room != room);
    }

    public static TheoryData<ChairSetupCommand, string> Wrong => new()
    {
        { new RetireChair(Guid.NewGuid(), Ward.ClinicStream, "boss", "a1"), "chair-occupied" },
        { new RenameChair(Guid.NewGuid(), Ward.ClinicStream, "boss", "a1", "B1", "Room"), "chair-occupied" },
        { new RetireChair(Guid.NewGuid(), Ward.ClinicStream, "boss", "z9"), "chair-unknown" },
        { new RenameChair(Guid.NewGuid(), Ward.ClinicStream, "boss", "z9", "B1", "Room"), "chair-unknown" },
        { new AddChair(Guid.NewGuid(), Ward.ClinicStream, "boss", "a1", "Room"), "chair-taken" },
        { new AddChair(Guid.NewGuid(), Ward.ClinicStream, "boss", "", "Room"), "chair-name" },
        { new AddChair(Guid.NewGuid(), Ward.ClinicStream, "boss", "Chair", "Room"), "chair-name" },
        { new AddChair(Guid.NewGuid(), Ward.ClinicStream, "boss", "A 1", "Room"), "chair-name" },
        { new AddChair(Guid.NewGuid(), Ward.ClinicStream, "boss", "B1", " "), "room-name" },
        { new RenameRoom(Guid.NewGuid(), Ward.ClinicStream, "boss", "nowhere", "Room"), "room-unknown" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WhatCannotBe_IsRefused_AndNothingChanges(ChairSetupCommand command, string code)
    {
        var ward = new Ward().Planned();
        var before = ward.State.Configuration;

        ward.Refused(command).ShouldBe(code);

        ward.State.Configuration.ShouldBe(before);
    }

    [Fact]
    public void ANameThatIsTakenByAnotherChair_IsRefused()
    {
        var ward = new Ward().Planned();
        ward.Accept(new AddChair(ward.NextId(), Ward.ClinicStream, "boss", "B1", "Room B"));

        ward.Refused(new RenameChair(ward.NextId(), Ward.ClinicStream, "boss", "B1", "a1", "Room B")).ShouldBe("chair-taken");
    }
}
