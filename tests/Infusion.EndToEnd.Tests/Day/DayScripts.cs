using System.Text.Json;

namespace Infusion.EndToEnd.Tests.Day;

/// <summary>
/// What monitor and pump of the day's two infusions say, in seconds, as the simulator plays it: 54 mg at 1 mg/mL over 40 min.
/// Both pumps are started at <see cref="Began"/>.
/// </summary>
static class DayScripts
{
    public const decimal RateMlPerHour = 81m;
    public const int Began = 900;
    public const int Completed = Began + 2400;
    public const int Paused = Began + 600;
    public const int Resumed = Began + 840;
    public const int StoppedEarly = Began + 1200;
    public const int Until = Began + 5700;

    /// <summary>Seconds between two messages, and what flows in between.</summary>
    const int Every = 5;
    const decimal MlEachMessage = RateMlPerHour * Every / 3600m;

    /// <summary>mL that were given when it was stopped.</summary>
    public const decimal EarlyMl = RateMlPerHour * (StoppedEarly - Resumed + Paused - Began) / 3600m;

    public static string Uneventful { get; } = Script(
    [
        .. Breathing(),
        .. Cuff(second => second < Began + 300 ? (118, 76) : second < Completed ? (131, 82) : (121, 77)),
        Pump(1, Began, 0m, 0m),
        Pump(Began, Completed, RateMlPerHour, 0m),
        Pump(Completed, Until, 0m, 54m),
    ]);

    /// <summary>From five minutes after the start the pressure climbs over the limits; it falls when the pump has stopped.</summary>
    public static string Hypertensive { get; } = Script(
    [
        .. Breathing(),
        .. Cuff(second => second < Began + 300 ? (126, 80) : second < StoppedEarly + 600 ? (193 - (second % 2), 106) : (128, 81)),
        Pump(1, Began, 0m, 0m),
        Pump(Began, Paused, RateMlPerHour, 0m),
        Pump(Paused, Resumed, 0m, 13.5m),
        Pump(Resumed, StoppedEarly, RateMlPerHour, 13.5m),
        Pump(StoppedEarly, Until, 0m, EarlyMl),
    ]);

    static IEnumerable<object> Breathing()
    {
        yield return new
        {
            at = 1,
            every = Every,
            until = Until,
            monitor = new { SpO2 = 97, HeartRate = 74, PulseRate = 74, RespiratoryRate = 14, EtCO2 = 38 },
        };
    }

    /// <summary>Every four minutes, each with its own time; no two in a row alike to the mmHg.</summary>
    static IEnumerable<object> Cuff(Func<int, (int Systolic, int Diastolic)> pressure)
    {
        for (var second = 20; second < Until; second += 240)
        {
            var (systolic, diastolic) = pressure(second);
            systolic += second / 240 % 2;
            yield return new
            {
                at = second,
                measured = second,
                monitor = new { NibpSystolic = systolic, NibpDiastolic = diastolic, NibpMean = diastolic + ((systolic - diastolic) / 3) },
            };
        }
    }

    static object Pump(int from, int until, decimal rate, decimal given) => new
    {
        at = from,
        every = Every,
        until,
        pump = new
        {
            PumpRateProgrammed = RateMlPerHour,
            PumpRateCurrent = rate,
            VolumeDeliveredTotal = given,
            VolumeToBeInfused = 54,
            DrugConcentration = 1,
        },
        pumpSays = new { status = rate > 0m ? "Infusing" : "NotInfusing", rising = rate > 0m ? MlEachMessage : 0m },
    };

    static string Script(IReadOnlyList<object> steps) =>
        JsonSerializer.Serialize(new { given = "ready", limits = "staged", until = Until, steps });
}
