using System.Collections.Concurrent;

namespace Infusion.Server.Identity.Accounts;

/// <summary>One browser that somebody is signed in at.</summary>
sealed class OpenSignIn(Guid id, Guid person, short idleMinutes, DateTimeOffset lastSeenAt, DateTimeOffset lastInputAt, DateTimeOffset? lockedAt)
{
    readonly Lock _lock = new();
    readonly ConcurrentDictionary<string, Action> _connections = new(StringComparer.Ordinal);
    DateTimeOffset _lastSeenAt = lastSeenAt;
    DateTimeOffset _lastInputAt = lastInputAt;
    DateTimeOffset? _lockedAt = lockedAt;
    bool _hasNews;

    public Guid Id { get; } = id;

    public Guid Person { get; } = person;

    public short IdleMinutes { get; } = idleMinutes;

    public bool HasNews
    {
        get
        {
            lock (_lock)
            {
                return _hasNews;
            }
        }
    }

    public bool IsLocked(DateTimeOffset now)
    {
        lock (_lock)
        {
            return IsLockedNow(now);
        }
    }

    /// <summary>A request came, of whatever kind.</summary>
    public void Seen(DateTimeOffset now)
    {
        lock (_lock)
        {
            (_lastSeenAt, _hasNews) = (now, true);
        }
    }

    /// <summary>Somebody touched it. Does not open what is locked.</summary>
    public void Input(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!IsLockedNow(now))
            {
                (_lastInputAt, _hasNews) = (now, true);
            }
        }
    }

    public void SetLock(bool isLocked, DateTimeOffset now)
    {
        lock (_lock)
        {
            _lockedAt = isLocked ? now : null;
            _lastInputAt = isLocked ? _lastInputAt : now;
            _hasNews = true;
        }
    }

    public void Connect(string connection, Action close) => _connections[connection] = close;

    public void Disconnect(string connection) => _connections.TryRemove(connection, out _);

    public void CloseConnections()
    {
        foreach (var close in _connections.Values)
        {
            close();
        }
    }

    public (OpenSignIn SignIn, Guid Id, DateTimeOffset Seen, DateTimeOffset Input, DateTimeOffset? Locked) TakeState()
    {
        lock (_lock)
        {
            _hasNews = false;
            return (this, Id, _lastSeenAt, _lastInputAt, _lockedAt);
        }
    }

    public void MarkNews()
    {
        lock (_lock)
        {
            _hasNews = true;
        }
    }

    bool IsLockedNow(DateTimeOffset now) => _lockedAt is not null || now - _lastInputAt >= TimeSpan.FromMinutes(IdleMinutes);
}
