using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Telemetry;

static class ClockWords
{
    public static ClockReading Live(this DeviceClock clock, DateTimeOffset? at, DateTimeOffset receivedAt, long seq = 1, string boot = "boot-1") =>
        clock.Live(Message(at, receivedAt, seq, boot));

    public static ClockReading Late(this DeviceClock clock, DateTimeOffset? at, DateTimeOffset receivedAt, long seq = 1, string boot = "boot-1") =>
        clock.Late(Message(at, receivedAt, seq, boot));

    static Reading Message(DateTimeOffset? at, DateTimeOffset receivedAt, long seq, string boot) =>
        new("mon-1", boot, seq, at, receivedAt, false, [], null, []);
}
