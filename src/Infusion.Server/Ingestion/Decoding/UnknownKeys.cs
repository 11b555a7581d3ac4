namespace Infusion.Server.Ingestion.Decoding;

/// <summary>What a message said that the protocol has no word for. A device may send thousands; a page shows the first hundred.</summary>
sealed class UnknownKeys
{
    const int MaxListed = 100;
    List<string>? _names;

    public IReadOnlyList<string> Names => (IReadOnlyList<string>?)_names ?? [];

    public void Add(string name)
    {
        var shown = SafeText.Printable(name, 100);
        _names ??= [];
        if (_names.Count < MaxListed && !_names.Contains(shown))
        {
            _names.Add(shown);
        }
    }
}
