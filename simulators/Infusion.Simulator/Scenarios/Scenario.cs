namespace Infusion.Simulator.Scenarios;

/// <summary>What happens in one chair, relative to its beginning. The episode comes again every ten minutes.</summary>
public sealed record Scenario(string Name, string Summary)
{
    public static readonly TimeSpan EpisodeInterval = TimeSpan.FromMinutes(10);

    /// <summary>A minute of resting vitals comes before the infusion.</summary>
    public static readonly TimeSpan PumpStartsAt = TimeSpan.FromMinutes(1);

    public bool Infuses { get; init; } = true;

    public TimeSpan EpisodeStart { get; init; }

    public TimeSpan EpisodeLength { get; init; }

    public Conditions Episode { get; init; } = Conditions.Usual;

    public Conditions At(TimeSpan elapsed)
    {
        var sinceEpisode = new TimeSpan((elapsed - EpisodeStart).Ticks % EpisodeInterval.Ticks);
        return elapsed >= EpisodeStart && sinceEpisode < EpisodeLength ? Episode : Conditions.Usual;
    }
}
