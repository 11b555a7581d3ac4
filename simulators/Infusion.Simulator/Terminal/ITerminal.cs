namespace Infusion.Simulator.Terminal;

/// <summary>What a person sees while the chairs run.</summary>
public interface ITerminal : INotices
{
    Task ShowAsync(Func<IReadOnlyList<ChairStatus>> chairs, CancellationToken cancellation);
}
