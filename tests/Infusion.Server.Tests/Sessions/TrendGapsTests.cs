using System.Collections.Immutable;
using Infusion.Core.Alarms;
using Infusion.Core.Charting;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Sessions;

public sealed class TrendGapsTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_missing_number_is_a_gap_with_how_many_and_a_resent_message_closes_it()
    {
        var readings = Seconds(0, 30).Where(stored => stored.Reading.Seq is not (10 or 11 or 20)).ToList();
        Gaps(readings).ShouldBe([Gap(9, 12, 2), Gap(19, 21, 1)]);

        readings.Add(Stored(11, 11));
        Gaps(readings).ShouldBe([Gap(9, 11, 1), Gap(19, 21, 1)]);
        readings.AddRange([Stored(10, 10), Stored(20, 20)]);
        Gaps(readings).ShouldBeEmpty();
    }

    [Fact]
    public void Silence_is_a_gap_without_a_number_and_a_hole_in_it_is_told_once()
    {
        Gaps([.. Seconds(0, 10), Stored(26, 10)]).ShouldBe([Gap(9, 26, null)]);
        Gaps([.. Seconds(0, 10), Stored(24, 10)]).ShouldBeEmpty();
        Gaps([.. Seconds(0, 10), Stored(60, 40)]).ShouldBe([Gap(9, 60, 30)]);
    }

    [Fact]
    public void Silence_before_the_first_word_and_after_the_last_is_a_gap_of_the_attachment()
    {
        var attached = new Association("mon-1", DeviceKind.Monitor, At(0), null);
        Gaps(attached, Seconds(20, 10)).ShouldBe([Gap(0, 20, null), Gap(29, 60, null)]);
        Gaps(attached with { To = At(40) }, Seconds(10, 20)).ShouldBeEmpty();
        Gaps(attached, []).ShouldBe([Gap(0, 60, null)]);
        Gaps(attached, [.. Seconds(20, 10), .. Seconds(50, 10, firstSeq: 31)]).ShouldBe([Gap(0, 20, null), Gap(29, 50, 1)], ignoreOrder: true);

        IEnumerable<TelemetryGap> Gaps(Association association, IEnumerable<StoredReading> readings) => TrendGaps.Of(
            ChartFold.Of(State(association), readings.Select(stored => (stored.Reading, stored.At))).Attachments.Single(), At(60));
    }

    [Fact]
    public void Another_boot_begins_anew_and_a_feed_without_numbers_has_silence_only()
    {
        Gaps([.. Seconds(0, 10), .. Seconds(10, 10, "boot-2", firstSeq: 500)]).ShouldBeEmpty();
        Gaps([Stored(0, 0, "unnumbered:vs"), Stored(1, 1_000, "unnumbered:vs"), Stored(30, 9_000, "unnumbered:vs")]).ShouldBe([Gap(1, 30, null)]);
    }

    [Fact]
    public void What_went_to_another_session_in_between_is_not_missing_and_a_gap_ends_with_the_attachment()
    {
        var twice = State(new Association("mon-1", DeviceKind.Monitor, At(0), At(10)), new Association("mon-1", DeviceKind.Monitor, At(20), null));
        Gaps(Seconds(0, 30), twice).ShouldBeEmpty();
        Gaps([.. Seconds(0, 5), .. Seconds(27, 5, firstSeq: 27)], twice).ShouldBe([Gap(4, 10, 22), Gap(20, 27, 22)]);
        Gaps([.. Seconds(11, 2, firstSeq: 11), .. Seconds(16, 2, firstSeq: 16)], twice).ShouldBeEmpty();
    }

    [Fact]
    public void A_cuff_measurement_repeated_is_one_point_with_and_without_a_time_of_its_own()
    {
        StoredReading Cuff(int second, decimal systolic, int? own) => Stored(second, second) with
        {
            Reading = Stored(second, second).Reading with
            {
                Samples = [new Sample(Metric.NibpSystolic, systolic, Quality.Valid, own is { } measured ? At(measured) : null)],
            },
        };
        var readings = Enumerable.Range(0, 100).Select(second => Cuff(second, second < 50 ? 131 : 140, second < 50 ? second : 50))
            .Concat(Enumerable.Range(100, 20).Select(second => Cuff(second, 120, null))).ToList();

        TrendBuilder.Build(State(), readings, Start, At(120)).Nibp
            .Select(point => (point.At, point.Systolic)).ShouldBe([(Ms(0), 131m), (Ms(50), 140m), (Ms(100), 120m)]);
    }

    static IReadOnlyList<TelemetryGap> Gaps(IReadOnlyList<StoredReading> readings, SessionState? state = null) =>
        TrendBuilder.Build(state ?? State(), readings, Start, At(120)).Gaps;

    static IReadOnlyList<StoredReading> Seconds(int from, int count, string boot = "boot-1", int? firstSeq = null) =>
        [.. Enumerable.Range(0, count).Select(each => Stored(from + each, (firstSeq ?? from) + each, boot))];

    static StoredReading Stored(int second, long seq, string boot = "boot-1") => new(
        new Reading("mon-1", boot, seq, At(second), At(second), false, [new Sample(Metric.SpO2, 97, Quality.Valid)], null, []), At(second), second);

    static SessionState State(params ReadOnlySpan<Association> associations) => new(
        Guid.Empty, SessionPhase.Infusing, Start, "A1", Guid.Empty, ClinicServer.Order, Start,
        associations.IsEmpty ? [new Association("mon-1", DeviceKind.Monitor, Start, null)] : [.. associations],
        ImmutableDictionary<Guid, Alarm>.Empty, null, default);

    static TelemetryGap Gap(int from, int to, long? missing) => new(Ms(from), Ms(to), "mon-1", missing);

    static DateTimeOffset At(int second) => Start.AddSeconds(second);

    static long Ms(int second) => At(second).ToUnixTimeMilliseconds();
}
