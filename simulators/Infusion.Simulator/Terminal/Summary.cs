using System.Globalization;
using Infusion.Simulator.Delivery;

namespace Infusion.Simulator.Terminal;

public static class Summary
{
    public static string Text(DeliveryCounts counts)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Sent} sent, {counts.Acknowledged} acknowledged, {counts.InFlight + counts.Waiting} waiting, {counts.Refused} refused");
        return counts.Dropped == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}, {counts.Dropped} LOST");
    }
}
