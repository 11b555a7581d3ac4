using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Infusion.Server.Spooling;

/// <summary>How full the spool is. Zero messages: everything acknowledged is in the store.</summary>
public readonly record struct SpoolFill(int Messages, double Share);

sealed class SpoolFullException(string reason, Exception? inner = null) : Exception(reason, inner);

/// <summary>
/// Messages that are acknowledged and not yet in the store, on this server's disk: written in order, synced together,
/// bounded. A message goes when its commit has succeeded; what a server that died leaves behind is taken over at the next start.
/// </summary>
sealed partial class Spool : BackgroundService
{
    const int SegmentsAtMost = 8;

    readonly SpoolFolder _folder;
    readonly SpoolLeftovers _leftovers;
    readonly long _maxBytes;
    readonly ILogger<Spool> _logger;
    readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Segments that take no more, until the last message in them is stored.</summary>
    readonly HashSet<SpoolSegment> _sealed = [];
    SpoolSegment? _active;
    int _messages;
    long _bytes;

    public Spool(IOptions<SpoolSettings> settings, ILogger<Spool> logger)
    {
        _logger = logger;
        _maxBytes = settings.Value.MaxMegabytes * 1024L * 1024;
        _folder = new SpoolFolder(settings.Value.Directory);
        _leftovers = new SpoolLeftovers(_folder, logger);
        foreach (var segment in _leftovers.Segments)
        {
            _sealed.Add(segment);
            _messages += segment.Outstanding;
            _bytes += segment.Length;
        }
    }

    public SpoolFill Fill => new(Volatile.Read(ref _messages), Math.Min(1, (double)Volatile.Read(ref _bytes) / _maxBytes));

    /// <summary>What the last run left behind, for each clinic.</summary>
    public SpoolLeftovers Leftovers => _leftovers;

    /// <summary>Ends when the messages are on disk, all of them, and says where.</summary>
    /// <exception cref="SpoolFullException">None of them is: the bound is reached, or the disk takes no more.</exception>
    public Task<SpoolSegment> KeepAsync(IReadOnlyList<SpooledMessage> messages)
    {
        var request = new Request([.. messages.Select(message => message.ToBytes())], null, 0);
        if (!_requests.Writer.TryWrite(request))
        {
            request.Refuse(new SpoolFullException("the server is stopping"));
        }

        return request.Kept;
    }

    /// <summary>They are in the store now.</summary>
    public void Forget(SpoolSegment segment, int messages) => _requests.Writer.TryWrite(new Request([], segment, messages));

    /// <summary>Whoever still keeps or forgets messages has ended before.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _requests.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask);
    }

    public override void Dispose()
    {
        _active?.Dispose();
        foreach (var segment in _sealed)
        {
            segment.Dispose();
        }

        _folder.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _requests.Reader.WaitToReadAsync(CancellationToken.None))
        {
            // An fsync blocks; the pool's thread that brought the news has other work.
            await Task.Run(WriteTogether, CancellationToken.None);
        }
    }

    void WriteTogether()
    {
        var appended = new List<Request>();
        try
        {
            var segment = WritableSegment();
            while (_requests.Reader.TryRead(out var request))
            {
                if (request.Stored is { } stored)
                {
                    CountOut(stored, request.StoredMessages);
                }
                else if (Fits(request))
                {
                    appended.Add(request);
                    segment.Append(request.Messages);
                }
                else
                {
                    request.Refuse(new SpoolFullException($"{_messages} acknowledged messages wait for the store already"));
                }
            }

            if (appended.Count > 0)
            {
                _bytes += segment.MakeDurable();
                foreach (var request in appended)
                {
                    segment.Outstanding += request.Messages.Count;
                    _messages += request.Messages.Count;
                    request.Accept(segment);
                }
            }
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            TakeBack();
            LogFull(reason.Message);
            appended.ForEach(request => request.Refuse(new SpoolFullException(reason.Message, reason)));
        }
    }

    /// <summary>A segment that cannot even be cut takes no more; what it holds is read up to where it is whole.</summary>
    void TakeBack()
    {
        try
        {
            _active?.TakeBack();
        }
        catch (IOException)
        {
            _sealed.Add(_active!);
            _active = null;
        }
    }

    bool Fits(Request request) => _bytes + SpoolSegment.LengthOf(request.Messages) <= _maxBytes;

    SpoolSegment WritableSegment()
    {
        if (_active is { } full && full.Length >= _maxBytes / SegmentsAtMost)
        {
            _sealed.Add(full);
            _active = null;
        }

        if (_active is null)
        {
            _active = SpoolSegment.Create(_folder.NextSegment());
            _bytes += _active.Length;
        }

        return _active;
    }

    void CountOut(SpoolSegment segment, int messages)
    {
        segment.Outstanding -= messages;
        _messages -= messages;
        if (segment.Outstanding > 0)
        {
            return;
        }

        if (_sealed.Remove(segment))
        {
            _bytes -= segment.Length;
            segment.Delete();
        }
        else if (segment.IsDurable)
        {
            _bytes -= segment.Empty();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The spool takes no more, so devices are not acknowledged: {Reason}")]
    partial void LogFull(string reason);

    /// <summary>Messages to keep; or, with a segment, how many of it are stored.</summary>
    sealed class Request(IReadOnlyList<byte[]> messages, SpoolSegment? stored, int storedMessages)
    {
        readonly TaskCompletionSource<SpoolSegment> _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<byte[]> Messages { get; } = messages;

        public SpoolSegment? Stored { get; } = stored;

        public int StoredMessages { get; } = storedMessages;

        public Task<SpoolSegment> Kept => _kept.Task;

        public void Accept(SpoolSegment segment) => _kept.TrySetResult(segment);

        public void Refuse(SpoolFullException reason) => _kept.TrySetException(reason);
    }
}
