using Infusion.Benchmarks.Load;

namespace Infusion.Benchmarks.Target;

/// <summary>One screen for each clinic.</summary>
sealed class Screens : IAsyncDisposable
{
    readonly IReadOnlyList<Screen> _screens;

    Screens(IReadOnlyList<Screen> screens) => _screens = screens;

    public int CutOffs => _screens.Sum(screen => screen.CutOffs);

    /// <param name="readerOf">What a clinic's screen looks for; null: nothing.</param>
    public static async Task<Screens> OpenAsync(ServerUnderTest server, Func<string, DeltaReader?> readerOf)
    {
        var opened = new List<Screen>();
        foreach (var clinic in server.Ward.ClinicIds)
        {
            opened.Add(await Screen.OpenAsync(server.NurseOf(clinic), clinic, readerOf(clinic)));
        }

        return new Screens(opened);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_screens.Select(screen => screen.DisposeAsync().AsTask()));
}
