using FsCheck.Xunit;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Tests.Telemetry;

public class SequenceTests
{
    [Property]
    public void InAnyOrder_ItKnowsWhatWasHere(byte[] numbers)
    {
        var ranges = new SequenceRanges();
        var met = new SortedSet<long>();
        foreach (var number in numbers.Select(each => (long)(each % 40)))
        {
            var highest = met.Count == 0 ? (long?)null : met.Max;
            var isHole = highest is { } top && number > top + 1;
            ranges.Add(number).ShouldBe(new SequenceVerdict(
                met.Add(number), highest is { } high && number <= high, isHole ? highest + 1 : null, isHole ? number - 1 : null));
            ranges.Highest.ShouldBe(met.Max);
        }

        ranges.Ranges.SelectMany(range => Enumerable.Range((int)range.First, (int)(range.Last - range.First + 1))).Select(each => (long)each).ShouldBe(met);
        ranges.Ranges.Zip(ranges.Ranges.Skip(1)).ShouldAllBe(pair => pair.First.Last + 1 < pair.Second.First);
    }

    [Fact]
    public void HolesWithoutEndDropTheOldest()
    {
        var ranges = new SequenceRanges();
        for (var seq = 0; seq <= SequenceRanges.RangesKept * 2; seq += 2)
        {
            ranges.Add(seq);
        }

        ranges.Ranges.Count.ShouldBe(SequenceRanges.RangesKept);
        ranges.Add(0).IsNew.ShouldBeTrue();
        ranges.Add(2).IsNew.ShouldBeFalse();
    }

    [Fact]
    public void TheLargestNumberDoesNotOverflow()
    {
        var ranges = new SequenceRanges();
        ranges.Add(long.MaxValue).IsNew.ShouldBeTrue();

        ranges.Add(long.MaxValue).IsNew.ShouldBeFalse();
        ranges.Highest.ShouldBe(long.MaxValue);
    }

    [Fact]
    public void EachBootCountsForItself_AndOldBootsAreForgotten()
    {
        var memory = new SequenceMemory();
        memory.LatestBoot.ShouldBeNull();
        for (var boot = 0; boot <= SequenceMemory.BootsKept; boot++)
        {
            memory.Add($"boot-{boot}", 1).IsNew.ShouldBeTrue();
        }

        memory.Of("boot-0").ShouldBeNull();
        memory.Of("boot-1")!.Highest.ShouldBe(1);
        memory.Add("boot-1", 1).IsNew.ShouldBeFalse();
        memory.LatestBoot.ShouldBe($"boot-{SequenceMemory.BootsKept}");
    }
}
