using System.Diagnostics;
using System.Globalization;
using System.Text;
using Infusion.Benchmarks.Load;
using Infusion.Benchmarks.Report;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion;
using Infusion.Server.Ingestion.Decoding;

namespace Infusion.Benchmarks;

/// <param name="Rules">Rules in force, each with its metrics.</param>
/// <param name="AllocatedBytes">By those readings, and the ticks before them, of the second half of the session in which nothing happened.</param>
sealed record B3Result(int Readings, int Rules, double DecodeNs, double ObserveNs, double ReplayMs, long AllocatedBytes, int Events)
{
    public double Ratio => ObserveNs / DecodeNs;
}

/// <summary>
/// The engine alone, on one core: four hours of a monitor and a pump, one message a second each, with every rule of the staged
/// limits on and all timers, against decoding the same messages from their JSON.
/// </summary>
static class B3Observe
{
    const int Seconds = 4 * 60 * 60;

    /// <summary>Until the code is compiled as it runs in a server that has been up for a minute.</summary>
    const int WarmUps = 15;
    const int Rounds = 15;
    const decimal RateMlPerHour = 50m;

    static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    static readonly Guid SessionId = new("00000000-0000-0000-0000-000000000b03");

    public static B3Result Run()
    {
        var messages = Messages().ToList();
        var readings = new Reading[messages.Count];
        var (decode, observe) = (new List<double>(), new List<double>());
        var (events, rules) = (0, 0);
        for (var round = -WarmUps; round < Rounds; round++)
        {
            if (round == 0)
            {
                decode.Clear();
                observe.Clear();
            }

            var started = Stopwatch.GetTimestamp();
            for (var index = 0; index < messages.Count; index++)
            {
                var (device, json, at) = messages[index];
                readings[index] = ((Incoming.Telemetry)TelemetryDecoder.Decode(json, device, at)!).Reading;
            }

            decode.Add(Stopwatch.GetElapsedTime(started).TotalNanoseconds / messages.Count);
            var (state, sink) = Infusing();
            rules = state.Sessions[SessionId].Rules.All.Length;
            started = Stopwatch.GetTimestamp();
            events = Take(state, readings, sink);
            observe.Add(Stopwatch.GetElapsedTime(started).TotalNanoseconds / messages.Count);
        }

        var (decodeNs, observeNs) = (Median(decode), Median(observe));
        return new B3Result(messages.Count, rules, decodeNs, observeNs, observeNs * messages.Count / 1e6, Allocated(readings), events);
    }

    public static void AddTo(ResultTable table, B3Result result)
    {
        table.Add("B3 decode the JSON, ns a reading", "", $"{result.DecodeNs:N0}", null);
        table.Add($"B3 observe, {result.Rules} rules, ns a reading", "", $"{result.ObserveNs:N0}", null);
        table.Add("B3 observe / decode", "<= 1", $"{result.Ratio:0.00}", result.Ratio <= 1);
        table.Add($"B3 replay of {result.Readings:N0} readings, ms", "<= 30", $"{result.ReplayMs:0.0}", result.ReplayMs <= 30);
        table.Add("B3 bytes allocated in two hours where nothing happens", "0", $"{result.AllocatedBytes:N0}", result.AllocatedBytes == 0);
    }

    /// <summary>Charted vitals are taken out after each reading, as the writer does, and not counted as something that happened.</summary>
    static int Take(ClinicState state, ReadOnlySpan<Reading> readings, FindingSink sink)
    {
        var events = 0;
        foreach (var reading in readings)
        {
            ClinicEngine.Advance(state, reading.ReceivedAt, sink);
            ClinicEngine.Observe(state, reading, reading.ReceivedAt, sink);
            events += sink.Events.Count;
            sink.Clear();
        }

        return events;
    }

    static long Allocated(ReadOnlySpan<Reading> readings)
    {
        var (state, sink) = Infusing();
        Take(state, readings[..(readings.Length / 2)], sink);
        var allocated = 0L;
        foreach (var reading in readings[(readings.Length / 2)..])
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            ClinicEngine.Advance(state, reading.ReceivedAt, sink);
            ClinicEngine.Observe(state, reading, reading.ReceivedAt, sink);
            allocated += sink.Events.Count == 0 ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
            sink.Clear();
        }

        return allocated;
    }

    static (ClinicState State, FindingSink Sink) Infusing()
    {
        var (state, sink) = (new ClinicState(Clinic(), new Guid("00000000-0000-0000-0000-0000000000c1")) { TickedThrough = Start }, new FindingSink());
        Do(new PlanSession(Guid.NewGuid(), SessionId, "nurse", "A1", Guid.NewGuid(), Order()) { History = DoseHistory.Nothing });
        Do(new CheckIn(Guid.NewGuid(), SessionId, "nurse"));
        Do(new AttachDevice(Guid.NewGuid(), SessionId, "nurse", "monitor-1", DeviceKind.Monitor));
        Do(new AttachDevice(Guid.NewGuid(), SessionId, "nurse", "pump-1", DeviceKind.Pump));
        Do(new MarkReady(Guid.NewGuid(), SessionId, "nurse"));
        Do(new StartInfusion(Guid.NewGuid(), SessionId, "nurse"));
        sink.Clear();
        return (state, sink);

        void Do(SessionCommand command)
        {
            if (ClinicEngine.Decide(state, command, Start, sink) is Decision.Rejected rejected)
            {
                throw new RunFailedException($"the bench's session was refused: {rejected.Reason}");
            }
        }
    }

    static ClinicConfiguration Clinic() => new(
        "bench", "Bench", "UTC", [new Chair("A1", "Room 1")],
        [new RegisteredDevice("monitor-1", DeviceKind.Monitor, "A1"), new RegisteredDevice("pump-1", DeviceKind.Pump, "A1")],
        SampleLimits.Staged)
    {
        Protocols = [SampleProtocols.Pain with { Admission = null, Discharge = null, Vials = null }],
    };

    static InfusionOrder Order() => new(
        SampleProtocols.Pain.Id, SampleProtocols.Pain.Version, "ketamine", Mass.FromMilligrams(200m), BodyWeight.FromKilograms(80m),
        WeightBasis.Actual, Concentration.FromMilligramsPerMillilitre(1m), Rate.FromMillilitresPerHour(RateMlPerHour), TimeSpan.FromHours(4))
    {
        WeightRecord = new WeightRecord(WeightMethod.Measured, DateOnly.FromDateTime(Start.UtcDateTime)),
    };

    static IEnumerable<(string Device, byte[] Json, DateTimeOffset At)> Messages()
    {
        for (var second = 1; second <= Seconds; second++)
        {
            var at = Start.AddSeconds(second);
            yield return ("monitor-1", Encoding.UTF8.GetBytes(Monitor(second, at)), at);
            yield return ("pump-1", Encoding.UTF8.GetBytes(Pump(second, at)), at);
        }
    }

    /// <summary>Calm, and never twice the same: heart and breath wander a little, a cuff comes every five minutes.</summary>
    static string Monitor(int second, DateTimeOffset at)
    {
        var cuff = Start.AddSeconds(1 + ((second - 1) / 300 * 300));
        return string.Create(CultureInfo.InvariantCulture,
            $$$"""{"boot":"m","seq":{{{second}}},"at":"{{{at:yyyy-MM-ddTHH:mm:ss.fffZ}}}","values":{"MDC_ECG_HEART_RATE":{{{70 + (second % 7)}}},"MDC_PULS_OXIM_SAT_O2":{{{97 + (second % 2)}}},"MDC_PULS_OXIM_PULS_RATE":{{{70 + (second % 7)}}},"MDC_RESP_RATE":{{{13 + (second % 3)}}},"MDC_AWAY_CO2_ET":38,"MDC_PRESS_BLD_NONINV_SYS":{{{126 + (second / 300 % 5)}}},"MDC_PRESS_BLD_NONINV_DIA":78,"MDC_PRESS_BLD_NONINV_MEAN":94},"times":{"MDC_PRESS_BLD_NONINV_SYS":"{{{cuff:yyyy-MM-ddTHH:mm:ssZ}}}","MDC_PRESS_BLD_NONINV_DIA":"{{{cuff:yyyy-MM-ddTHH:mm:ssZ}}}","MDC_PRESS_BLD_NONINV_MEAN":"{{{cuff:yyyy-MM-ddTHH:mm:ssZ}}}"}}""");
    }

    static string Pump(int second, DateTimeOffset at)
    {
        var given = Math.Round(RateMlPerHour * second / 3600m, 3);
        return string.Create(CultureInfo.InvariantCulture,
            $$$"""{"boot":"p","seq":{{{second}}},"at":"{{{at:yyyy-MM-ddTHH:mm:ss.fffZ}}}","values":{"MDC_FLOW_FLUID_PUMP":50,"MDC_FLOW_FLUID_PUMP_CURRENT":50,"MDC_VOL_FLUID_DELIV_TOTAL":{{{given}}},"MDC_VOL_FLUID_DELIV_SEGMENT":{{{given}}},"MDC_VOL_FLUID_TBI":200,"MDC_VOL_FLUID_TBI_REMAIN":{{{200m - given}}},"MDC_CONC_DRUG":1},"states":{"MDC_PUMP_INFUSING_STATUS":"pump-status-infusing","MDC_PUMP_MODE":"pump-mode-continuous","MDC_DRUG_NAME_LABEL":"ketamine"}}""");
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
