using Infusion.Server.Live;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Clinics;

/// <summary>What a clinic keeps for screens that missed some: bounded by number and by size, and never with a hole.</summary>
public class KeptDeltasTests
{
    const int Epoch = 7;

    [Fact]
    public void ManySmallDeltasAreKeptByNumber()
    {
        var feed = Filled(LiveFeed.Kept + 10, "A1");

        feed.Since(Epoch, 10, 0, 0)!.Deltas.Count.ShouldBe(LiveFeed.Kept);
        feed.Since(Epoch, 9, 0, 0).ShouldBeNull();
    }

    [Fact]
    public void LargeDeltasAreKeptBySize()
    {
        var large = new string('A', LiveFeed.KeptBytes / 8);
        var feed = Filled(20, large);

        // Each is a little larger than its longest text, so one fewer has room.
        feed.Since(Epoch, 13, 0, 0)!.Deltas.Select(delta => delta.N).ShouldBe([14, 15, 16, 17, 18, 19, 20]);
        feed.Since(Epoch, 12, 0, 0).ShouldBeNull();
    }

    [Fact]
    public void OneThatIsLargerThanAllThatIsKeptIsSentAllTheSame()
    {
        var feed = Filled(1, new string('A', LiveFeed.KeptBytes + 1));

        feed.TakeUnsent(0, 0)!.Deltas.ShouldHaveSingleItem();
        feed.Since(Epoch, 0, 0, 0).ShouldBeNull();
        feed.Since(Epoch, 1, 0, 0)!.Deltas.ShouldBeEmpty();
    }

    [Fact]
    public void AfterAHoleWhoeverHadFollowedTakesASnapshotAndWhatWasUnsentStillGoes()
    {
        var feed = Filled(3, "A1");

        feed.Break();
        feed.Since(Epoch, 3, 0, 0).ShouldBeNull();
        feed.TakeUnsent(0, 0)!.Deltas.Select(delta => delta.N).ShouldBe([1, 2, 3]);

        feed.Add(n => new VitalsDelta(n, "A1"));
        feed.Since(Epoch, 3, 0, 0).ShouldBeNull();
        feed.Since(Epoch, feed.N - 1, 0, 0)!.Deltas.Select(delta => delta.N).ShouldBe([5]);
    }

    static LiveFeed Filled(int count, string chair)
    {
        var feed = new LiveFeed("here", Epoch);
        for (var index = 0; index < count; index++)
        {
            feed.Add(n => new VitalsDelta(n, chair));
        }

        return feed;
    }
}
