using System.Collections.Concurrent;

namespace Infusion.Server.Ingestion.Broker;

/// <summary>How many connections there may be: in all, signed in or not, and of one credential.</summary>
sealed class ConnectionQuota(int max, int maxOfCredential)
{
    public const int Max = 20_000;
    public const int MaxOfCredential = 1_000;

    readonly ConcurrentDictionary<string, int> _ofCredential = new(StringComparer.Ordinal);
    int _open;

    public ConnectionQuota()
        : this(Max, MaxOfCredential)
    {
    }

    public int Open => Volatile.Read(ref _open);

    public bool TryOpen()
    {
        if (Interlocked.Increment(ref _open) <= max)
        {
            return true;
        }

        Close();
        return false;
    }

    public void Close() => Interlocked.Decrement(ref _open);

    public bool TrySignIn(string username)
    {
        if (_ofCredential.AddOrUpdate(username, 1, (_, count) => count + 1) <= maxOfCredential)
        {
            return true;
        }

        SignOut(username);
        return false;
    }

    public void SignOut(string username) => _ofCredential.AddOrUpdate(username, 0, (_, count) => count - 1);
}
