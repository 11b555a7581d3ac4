namespace Infusion.Simulator.Delivery;

/// <summary>How a device's messages fared. A message that is sent again counts as sent again.</summary>
public sealed record DeliveryCounts(
    long Sent = 0, long Acknowledged = 0, long Refused = 0, long Dropped = 0, int InFlight = 0, int Waiting = 0)
{
    public static DeliveryCounts operator +(DeliveryCounts a, DeliveryCounts b) => new(
        a.Sent + b.Sent,
        a.Acknowledged + b.Acknowledged,
        a.Refused + b.Refused,
        a.Dropped + b.Dropped,
        a.InFlight + b.InFlight,
        a.Waiting + b.Waiting);
}
