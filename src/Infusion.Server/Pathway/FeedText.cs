using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Infusion.Core.Pathway;

namespace Infusion.Server.Pathway;

/// <summary>Appointments as iCalendar (RFC 5545). Nobody's name is in it, nor anything that tells who it is.</summary>
static class FeedText
{
    public static string Of(
        PathwayNow clinic, IEnumerable<TreatmentPlan> plans, FeedKind kind, string of, DateTimeOffset since, DateTimeOffset now)
    {
        var calendar = new Calendar { ProductId = "-//Infusion//Calendar//EN" };
        calendar.AddProperty("X-WR-CALNAME", $"{clinic.Clinic.Name}: {(kind is FeedKind.Chair ? $"chair {of}" : "talk therapy")}");
        foreach (var booking in plans.SelectMany(Booking.Of).Where(each => (kind is FeedKind.Chair ? each.Chair : each.Therapist) == of && each.To > since)
            .OrderBy(each => each.From).ThenBy(each => each.Appointment))
        {
            calendar.Events.Add(new CalendarEvent
            {
                Uid = $"{booking.Appointment}@infusion",
                Summary = kind is FeedKind.Chair ? $"Infusion, chair {of}" : "Talk therapy",
                DtStamp = Utc(now),
                Start = Utc(booking.From),
                End = Utc(booking.To),
            });
        }

        return new CalendarSerializer().SerializeToString(calendar) ?? "";
    }

    static CalDateTime Utc(DateTimeOffset at) => new(at.UtcDateTime, CalDateTime.UtcTzId);
}
