namespace Infusion.Simulator.Terminal;

/// <summary>Where anything that happens on its own is told to the person at the terminal, one sentence at a time.</summary>
public interface INotices
{
    void Say(string sentence);
}
