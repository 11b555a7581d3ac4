using Infusion.Core.Clinics;
using Infusion.Core.Sessions;

namespace Infusion.Core.Alarms;

/// <summary>A chair changes hands only by acceptance, so that there is never a moment at which nobody has it.</summary>
static class ChairDutyDecider
{
    public static Decision Decide(ClinicState state, ChairDutyCommand command, DateTimeOffset now)
    {
        var chair = command.Chair;
        if (!state.Configuration.Chairs.Any(each => each.Code == chair))
        {
            return Session.Reject("chair-unknown", $"There is no chair {chair} in this clinic.");
        }

        var holder = state.ChairDuty.Of(chair);
        return command switch
        {
            TakeChair take => Take(holder, take, now),
            _ when holder is null => Session.Reject("chair-nobodys", $"Nobody has chair {chair}: take it first."),
            OfferChair offer => Offer(holder, offer, now),
            AcceptChair => holder.OfferedTo != command.By
                ? Session.Reject("chair-not-offered", $"Chair {chair} is not offered to {command.By}. {holder.Person} has it and can offer it.")
                : Session.Accept(new ChairAccepted(now, chair, command.By, holder.Person, holder.IsOfferedForBreak)),
            DeclineChair => Decline(holder, command, now),
            // The one that is left: a break is over.
            _ => End(holder, command, now),
        };
    }

    static Decision Take(ChairHolder? holder, TakeChair take, DateTimeOffset now)
    {
        if (holder?.Person == take.By)
        {
            return Session.Reject("chair-yours", $"{take.By} has chair {take.Chair} already.");
        }

        return holder is null || take.FromAnother
            ? Session.Accept(new ChairTaken(now, take.Chair, take.By, holder?.Person))
            : Session.Reject(
                "chair-has-somebody",
                $"{holder.Person} has chair {take.Chair}: let them offer it, or let who leads the shift take it from them.");
    }

    static Decision Offer(ChairHolder holder, OfferChair offer, DateTimeOffset now)
    {
        if (holder.Person != offer.By)
        {
            return Session.Reject("chair-not-yours", $"{holder.Person} has chair {offer.Chair}; only they can offer it.");
        }

        if (offer.To == offer.By)
        {
            return Session.Reject("chair-to-oneself", "A chair is offered to somebody else.");
        }

        if (offer.IsBreak && holder.Cover is { } cover)
        {
            return Session.Reject("chair-covered", $"{cover} covers chair {offer.Chair} already; end the break first.");
        }

        return string.IsNullOrWhiteSpace(offer.To)
            ? Session.Reject("chair-to-nobody", "Name who is to take the chair.")
            : Session.Accept(new ChairOffered(now, offer.Chair, offer.By, offer.To, offer.IsBreak));
    }

    static Decision Decline(ChairHolder holder, ChairDutyCommand command, DateTimeOffset now)
    {
        if (holder.OfferedTo is not { } to || (command.By != to && command.By != holder.Person))
        {
            return Session.Reject("chair-not-offered", $"Chair {command.Chair} is not offered to or by {command.By}.");
        }

        return Session.Accept(new ChairDeclined(now, command.Chair, command.By, to));
    }

    static Decision End(ChairHolder holder, ChairDutyCommand command, DateTimeOffset now)
    {
        if (holder.Cover is not { } cover)
        {
            return Session.Reject("chair-no-break", $"Nobody covers chair {command.Chair}: there is no break to end.");
        }

        return command.By == holder.Person
            ? Session.Accept(new BreakEnded(now, command.Chair, command.By, cover))
            : Session.Reject("chair-not-yours", $"Only {holder.Person}, who is on the break, ends it: until then {cover} covers.");
    }
}
