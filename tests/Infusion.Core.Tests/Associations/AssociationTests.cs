using Infusion.Core.Associations;
using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Core.Tests.Clinics;
using static Infusion.Core.Tests.Associations.TwoChairs;

namespace Infusion.Core.Tests.Associations;

/// <summary>Moving a device now, claims of two chairs on one, and corrections that cannot be.</summary>
public class AssociationTests
{
    static readonly DateTimeOffset T0 = Ward.DefaultStart;

    [Fact]
    public void GivenADeviceElsewhere_WhenMoved_ThenItChartsHereFromNowOn()
    {
        var ward = new TwoChairs().Attach(A, "mon-1", DeviceKind.Monitor).Run(60, devices: ["mon-1"]);
        ward.Refused(new AttachDevice(ward.NextId(), B, "nurse-1", "mon-1", DeviceKind.Monitor)).ShouldBe("device-elsewhere");

        ward.Accept(new MoveDevice(ward.NextId(), B, "nurse-2", "mon-1", A)).Run(60, devices: ["mon-1"]);

        ward.All<DeviceReleased>(A).Single().By.ShouldBe("nurse-2");
        ward.State.Devices["mon-1"].Session.ShouldBe(B);
        ward.Live(A)[Metric.SpO2].ShouldBeNull();
        ward.Charted.Where(each => each.At > T0.AddSeconds(61)).Select(each => each.Session).Distinct().ShouldBe([B]);
        ward.Accept(new MoveDevice(ward.NextId(), A, "nurse-2", "mon-1", B)).State.Devices["mon-1"].Session.ShouldBe(A);
    }

    [Fact]
    public void GivenSomebodyMovedItMeanwhile_ThenNothingIsMoved()
    {
        var ward = new TwoChairs().Attach(A, "mon-1", DeviceKind.Monitor);

        ward.Refused(new MoveDevice(ward.NextId(), B, "nurse-1", "mon-1", null)).ShouldBe("device-moved");
        ward.Refused(new MoveDevice(ward.NextId(), B, "nurse-1", "mon-2", A)).ShouldBe("device-moved");
        ward.Refused(new MoveDevice(ward.NextId(), B, "nurse-1", "mon-9", null)).ShouldBe("device-unregistered");
        ward.Attach(B, "mon-2", DeviceKind.Monitor).Refused(new MoveDevice(ward.NextId(), B, "nurse-1", "mon-1", A)).ShouldBe("device-kind-taken");
        ward.Refused(new MoveDevice(ward.NextId(), Guid.Empty, "nurse-1", "mon-1", A)).ShouldBe("session-unknown");
    }

    [Fact]
    public void GivenTwoChairsClaimADevice_ThenItsValuesAreWithheldFromBoth_UntilAPersonDecides()
    {
        var ward = new TwoChairs().Attach(A, "pump-1", DeviceKind.Pump).Start(A).Start(B).Run(60, devices: ["pump-1"]);
        ward.Accept(new DisputeDevice(ward.NextId(), B, "nurse-2", "pump-1"));
        var given = ward.Live(A).Delivered;

        ward.Run(60, devices: ["pump-1"]);

        (ward.Live(A).Delivered, ward.Live(B).Delivered, ward.Live(A).Pump).ShouldBe((given, null, null));
        ward.Live(A).State.Correction.Disputes.ShouldBe(ward.Live(B).State.Correction.Disputes);
        ward.Refused(new DisputeDevice(ward.NextId(), A, "nurse-1", "pump-1")).ShouldBe("device-disputed");
        ward.Refused(new AttachDevice(ward.NextId(), A, "nurse-1", "pump-1", DeviceKind.Pump)).ShouldBe("device-disputed");
        ward.Refused(new MoveDevice(ward.NextId(), A, "nurse-1", "pump-1", null)).ShouldBe("device-disputed");
        ward.Refused(new SettleDevice(ward.NextId(), A, "nurse-1", "pump-1", Guid.NewGuid())).ShouldBe("device-claim");

        var settle = new SettleDevice(ward.NextId(), A, "nurse-1", "pump-1", A);
        ward.Accept(settle).Complete(settle.Id);

        // As if nobody had ever claimed it.
        ward.Live(A).Delivered!.Value.Millilitres.ShouldBe(119m * 52.5m / 3600m, 0.0001m);
        ward.Live(A).State.Associations.ShouldBe([new Association("pump-1", DeviceKind.Pump, T0, null)]);
        ward.Live(A).State.Correction.Disputes.ShouldBeEmpty();
        ward.Live(B).State.Correction.Disputes.ShouldBeEmpty();
        ward.Run(10, devices: ["pump-1"]).Live(A).Delivered!.Value.Millilitres.ShouldBe(129m * 52.5m / 3600m, 0.0001m);
        ward.Refused(new SettleDevice(ward.NextId(), A, "nurse-1", "pump-1", A)).ShouldBe("device-not-disputed");
    }

    [Fact]
    public void GivenAClaim_WhenItBelongsToTheOther_OrToNeither_ThenSo()
    {
        var ward = new TwoChairs().Attach(A, "mon-1", DeviceKind.Monitor).Run(60, devices: ["mon-1"]);
        ward.Accept(new DisputeDevice(ward.NextId(), B, "nurse-2", "mon-1")).Run(60, devices: ["mon-1"]);
        var settle = new SettleDevice(ward.NextId(), B, "nurse-1", "mon-1", B);
        ward.Accept(settle).Complete(settle.Id);
        ward.Live(B).State.Associations.ShouldBe([new Association("mon-1", DeviceKind.Monitor, T0.AddSeconds(60), null)]);
        ward.Live(A).State.Associations.Single().To.ShouldBe(T0.AddSeconds(60));

        ward.Accept(new DisputeDevice(ward.NextId(), A, "nurse-2", "mon-1"));
        ward.Accept(new SettleDevice(ward.NextId(), A, "nurse-2", "mon-1", null)).State.Devices["mon-1"].Session.ShouldBeNull();
        ward.Refused(new DisputeDevice(ward.NextId(), A, "nurse-2", "mon-1")).ShouldBe("device-not-elsewhere");
    }

    [Fact]
    public void GivenAGatewayThatNamesAnotherChair_ThenItIsASecondClaim_UntilAPersonHasDecided()
    {
        var ward = new TwoChairs().Attach(A, "mon-1", DeviceKind.Monitor).Report("mon-1", null).Report("mon-1", "a1").Report("mon-1", "z9");
        ward.Live(A).State.Correction.Disputes.ShouldBeEmpty();

        ward.Report("mon-1", "b2");
        ward.Live(A).State.Correction.Disputes.Single().ShouldBe(new Dispute("mon-1", DeviceKind.Monitor, ward.Now, A, B, "gateway"));
        ward.State.Devices["mon-1"].Session.ShouldBeNull();
        ward.Run(1);

        var settle = new SettleDevice(ward.NextId(), A, "nurse-1", "mon-1", A);
        ward.Accept(settle).Complete(settle.Id).Report("mon-1", "b2");
        ward.State.Devices["mon-1"].Session.ShouldBe(A);

        // Nor where the other chair has a monitor of its own.
        var both = new TwoChairs().Attach(A, "mon-1", DeviceKind.Monitor).Attach(B, "mon-2", DeviceKind.Monitor).Report("mon-1", "b2");
        both.State.Devices["mon-1"].Session.ShouldBe(A);
    }

    [Fact]
    public void GivenAClaim_ThenTheSessionIsNotClosedBeforeItIsSettled()
    {
        var ward = new TwoChairs().Attach(A, "mon-1", DeviceKind.Monitor).Start(A);
        ward.Accept(new DisputeDevice(ward.NextId(), B, "nurse-2", "mon-1"));
        ward.Accept(new StopInfusion(ward.NextId(), A, "nurse-1")).Accept(new Discharge(ward.NextId(), A, "nurse-1"));

        ward.Refused(new CloseSession(ward.NextId(), A, "nurse-1")).ShouldBe("device-disputed");
    }

    [Fact]
    public void GivenACorrectionThatCannotBe_ThenItIsRefusedWithWhatWouldWork()
    {
        var ward = new TwoChairs().Run(60).Attach(A, "mon-1", DeviceKind.Monitor).Attach(B, "mon-2", DeviceKind.Monitor).Run(120, devices: ["mon-1", "mon-2"]);
        var (from, to) = (T0.AddSeconds(60), T0.AddSeconds(120));

        Refused("mon-1", to, from, A, B).ShouldBe("interval-impossible");
        Refused("mon-1", from, T0.AddHours(1), A, B).ShouldBe("interval-impossible");
        Refused("mon-1", T0.AddHours(1), null, A, B).ShouldBe("interval-impossible");
        Refused("mon-1", from, to, A, A).ShouldBe("sessions-same");
        Refused("mon-1", from, to, null, null).ShouldBe("sessions-same");
        Refused("mon-1", from, to, A, Guid.NewGuid()).ShouldBe("session-unknown");
        Refused("mon-1", from, to, Guid.NewGuid(), B).ShouldBe("session-unknown");
        Refused("mon-1", T0, to, A, B).ShouldBe("interval-outside");
        Refused("pump-1", from, to, A, B).ShouldBe("interval-outside");
        Refused("mon-1", from, to, null, B).ShouldBe("device-elsewhere");
        Refused("mon-1", from, to, A, B).ShouldBe("device-kind-taken");
        Refused("mon-7", from, to, null, B).ShouldBe("device-unregistered");
        Refused("pump-1", T0.AddSeconds(-5), to, null, B).ShouldBe("interval-before-plan");

        string Refused(string device, DateTimeOffset first, DateTimeOffset? last, Guid? loses, Guid? gets) =>
            ward.Refused(ward.Correction(device, first, last, loses, gets));
    }

    [Fact]
    public void GivenACorrectionBeyondTheEndOfASession_ThenRefused()
    {
        var ward = new TwoChairs().Start(B).Attach(A, "mon-1", DeviceKind.Monitor).Run(60, devices: ["mon-1"]);
        ward.Close(B).Run(60, devices: ["mon-1"]);
        var closed = ward.Closed(B);

        ward.Refused(ward.Correction("mon-1", T0, T0.AddSeconds(90), A, B, closed)).ShouldBe("interval-after-end");
        ward.Refused(ward.Correction("mon-1", T0, null, A, B, closed)).ShouldBe("interval-after-end");
        ward.Refused(ward.Correction("mon-1", T0, T0.AddSeconds(60), A, B)).ShouldBe("session-unknown");
        ward.Correct("mon-1", T0, T0.AddSeconds(60), A, B, closed);
        ward.Live(A).State.Associations.ShouldBe([new Association("mon-1", DeviceKind.Monitor, T0.AddSeconds(60), null)]);
    }
}
