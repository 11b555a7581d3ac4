using Infusion.Core.Admission;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Ordering;
using Infusion.Core.Quantities;

namespace Infusion.Core.Sessions;

public static partial class Session
{
    /// <summary>What the label of 100 mg/mL says: not into a vein undiluted.</summary>
    const decimal StrongestUndiluted = 50m;

    const decimal LargestPreparation = 1_000m;

    /// <summary>Fraction by which what is prepared may differ from the order: the reading of a syringe.</summary>
    const decimal PreparedWithin = 0.02m;

    static Decision Change(SessionState state, InfusionProtocol? protocol, ChangeOrder command, DoseHistory? before, DateTimeOffset now)
    {
        if (protocol is null || protocol.Id != command.Order.Protocol || protocol.Version != command.Order.ProtocolVersion)
        {
            return Reject(
                "order-protocol",
                $"This session runs under {state.Order.Protocol} version {state.Order.ProtocolVersion}, and its limits with it; an order from another protocol needs a session of its own.");
        }

        if (RefuseOtherOrder(state.Admission, command.InsteadOf) is { } meanwhile)
        {
            return meanwhile;
        }

        if (command.Order.Route != state.Order.Route)
        {
            return Reject("order-route", $"This session is planned as {CareWords.Of(state.Order.Route)}; another route needs a session of its own.");
        }

        var findings = OrderCheck.Findings(command.Order, protocol, before, now);
        return OrderVerdict.Refuse(findings, command.Overrides, command.By)
            ?? Accept([
                new OrderChanged(now, command.Order, command.Reason, command.By),
                .. OrderVerdict.Overridden(findings, command.Overrides, command.By, now),
            ]);
    }

    static Decision Check(SessionState state, AdmissionGate? gate, CheckOrder command, DateTimeOffset now)
    {
        var admission = state.Admission;
        if (gate?.DoubleCheckWithinPercent is not { } within)
        {
            return Reject("check-not-asked", "The protocol of this session does not ask for a second person's check.");
        }

        if ((DoubleCheck.Refuse(admission, command.By) ?? RefuseOtherOrder(admission, command.OrderedAt)) is { } refused)
        {
            return refused;
        }

        if ((command.Rate is null) == (state.Order.Route is DoseRoute.IvInfusion))
        {
            return Reject("check-rate", state.IsSingleDose ? "The order is one dose and has no rate; enter dose and volume." : "Enter the rate too.");
        }

        var computed = new ComputedByHand(now, command.Dose, command.Volume, command.Rate, command.By);
        return DoubleCheck.Agrees(computed, state.Order, within)
            ? Accept(new OrderChecked(now, command.Dose, command.Volume, command.Rate, command.By))
            : Accept(new OrderCheckDisagreed(
                now, command.Dose, command.Volume, command.Rate, state.Order.Dose, state.Order.Volume, state.Order.Rate, command.By));
    }

    /// <summary>The order that stands is not the one that was meant; null: it is.</summary>
    static Decision.Rejected? RefuseOtherOrder(AdmissionState admission, DateTimeOffset? meant) => meant is { } at && at != admission.OrderedAt
        ? new Decision.Rejected("order-changed", $"{admission.OrderedBy} changed the order meanwhile; read it again, then repeat what you entered where it still holds.")
        : null;

    static Decision Prepare(SessionLive live, PrepareDose command, DateTimeOffset now)
    {
        var state = live.State;
        var at = command.LabelledAt ?? now;
        if (at > now || at < (state.Admission.OrderedAt ?? now))
        {
            return Reject("prepared-time", "The time on the label lies between the order and now; what was prepared before the order was for another one.");
        }

        if (DoubleCheck.IsOne(command.By, state.Admission.Check?.By))
        {
            return Reject("prepare-same-person", $"{command.By} checked this order; somebody else prepares it, so that two people have looked.");
        }

        if (command.Diluent is Diluent.Unknown || !Enum.IsDefined(command.Diluent))
        {
            return Reject("prepared-diluent", "Say what the drug is diluted with, or that it is not.");
        }

        if (command.Vials.IsDefaultOrEmpty || command.Vials.Select(each => each.Vial).Distinct().Count() != command.Vials.Length)
        {
            return Reject("prepared-vials", "Choose each vial that was drawn from, once; open it first, with its lot and expiry.");
        }

        if (command.Total.Millilitres is <= 0 or > LargestPreparation)
        {
            return Reject("prepared-volume", $"Enter the volume that is in the syringe or bag: above 0 and up to {LargestPreparation:0} mL.");
        }

        var (drug, drawn) = (0m, 0m);
        foreach (var each in command.Vials)
        {
            if (RefuseDrawn(state, each, command.Diluent, at, out var milligrams) is { } refused)
            {
                return refused;
            }

            (drug, drawn) = (drug + milligrams, drawn + each.Drawn.Millilitres);
        }

        return RefuseMixture(state.Order, command, drug, drawn) ?? Accept(new DosePrepared(at, command.Vials, command.Diluent, command.Total, command.By));
    }

    static Decision? RefuseDrawn(SessionState state, DrawnFromVial each, Diluent diluent, DateTimeOffset at, out decimal milligrams)
    {
        milligrams = 0m;
        if (state.After.Find(each.Vial) is not { } vial)
        {
            return Reject("vial-unknown", "This vial is not opened in this session; open it first, with its lot and expiry.");
        }

        if (vial.Expiry < DateOnly.FromDateTime(at.UtcDateTime))
        {
            return Reject("vial-expired", $"The vial of lot {vial.Lot} expired on {vial.Expiry:yyyy-MM-dd}; take one that has not expired.");
        }

        if (!string.Equals(vial.Drug.Trim(), state.Order.Drug.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return Reject("prepared-drug", $"The vial says {vial.Drug}, the order {state.Order.Drug}; take a vial whose label says the same.");
        }

        if (diluent == Diluent.None && vial.Strength.MilligramsPerMillilitre > StrongestUndiluted)
        {
            return Reject(
                "prepared-undiluted",
                $"{Milligrams(vial.Strength.MilligramsPerMillilitre)} mg/mL is not given undiluted; dilute it to the ordered {Milligrams(state.Order.Concentration.MilligramsPerMillilitre)} mg/mL.");
        }

        milligrams = (each.Drawn * vial.Strength).Milligrams;
        return milligrams <= 0 || milligrams > vial.LeftMilligrams
            ? Reject(
                "prepared-drawn",
                $"{Milligrams(each.Drawn.Millilitres)} mL cannot be drawn of the vial of lot {vial.Lot}: "
                + $"{Milligrams(vial.LeftMilligrams / vial.Strength.MilligramsPerMillilitre)} mL are left. Enter what was drawn, or a second vial.")
            : null;
    }

    static Decision? RefuseMixture(InfusionOrder order, PrepareDose command, decimal drug, decimal drawn)
    {
        var total = command.Total.Millilitres;
        if (drawn > total || (command.Diluent == Diluent.None && drawn != total))
        {
            return Reject(
                "prepared-volume",
                $"{Milligrams(drawn)} mL were drawn and {Milligrams(total)} mL are in the syringe or bag; enter all of it, "
                + (command.Diluent == Diluent.None ? "which is what was drawn, or name the diluent." : "drug and diluent."));
        }

        var ordered = order.Concentration.MilligramsPerMillilitre;
        if (Math.Abs((drug / total) - ordered) > ordered * PreparedWithin)
        {
            return Reject(
                "prepared-concentration",
                $"{Milligrams(drug)} mg in {Milligrams(total)} mL are {Milligrams(drug / total)} mg/mL; the order says {Milligrams(ordered)} mg/mL. Prepare it as ordered, or have the order changed.");
        }

        return drug < order.Dose.Milligrams * (1 - PreparedWithin)
            ? Reject("prepared-dose", $"{Milligrams(drug)} mg are prepared; the order says {Milligrams(order.Dose.Milligrams)} mg. Draw all of it, from a second vial where one is not enough.")
            : null;
    }
}
