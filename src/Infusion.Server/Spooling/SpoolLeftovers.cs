namespace Infusion.Server.Spooling;

/// <summary>
/// What an earlier run acknowledged and did not store. Each clinic's part is given out once, to the writer that begins, and
/// comes back when that writer could not store it.
/// </summary>
sealed partial class SpoolLeftovers
{
    readonly Dictionary<string, List<(SpooledMessage Message, SpoolSegment Segment)>> _byClinic = [];
    readonly List<SpoolSegment> _segments = [];
    readonly Lock _gate = new();
    readonly ILogger _logger;

    public SpoolLeftovers(SpoolFolder folder, ILogger logger)
    {
        _logger = logger;
        foreach (var path in folder.Segments())
        {
            Read(path);
        }
    }

    public IReadOnlyList<SpoolSegment> Segments => _segments;

    /// <returns>In the order in which they came; empty when there are none.</returns>
    public IReadOnlyList<(SpooledMessage Message, SpoolSegment Segment)> Take(string clinic)
    {
        lock (_gate)
        {
            return _byClinic.Remove(clinic, out var messages) ? messages : [];
        }
    }

    public void GiveBack(string clinic, IReadOnlyList<(SpooledMessage Message, SpoolSegment Segment)> messages)
    {
        lock (_gate)
        {
            if (messages.Count > 0)
            {
                _byClinic[clinic] = [.. messages, .. _byClinic.GetValueOrDefault(clinic) ?? []];
            }
        }
    }

    void Read(string path)
    {
        if (SpoolSegment.TryRead(path, out var damaged) is not { } messages)
        {
            // Left alone: nothing of ours can be in it, and it may be somebody's.
            LogForeign(path);
            return;
        }

        if (damaged > 0)
        {
            LogDamaged(path, damaged);
            File.Copy(path, path + ".damaged", overwrite: true);
        }

        if (messages.Count == 0)
        {
            File.Delete(path);
            return;
        }

        var segment = SpoolSegment.Open(path, messages.Count);
        _segments.Add(segment);
        foreach (var message in messages)
        {
            if (!_byClinic.TryGetValue(message.Clinic, out var ofClinic))
            {
                _byClinic[message.Clinic] = ofClinic = [];
            }

            ofClinic.Add((message, segment));
        }

        LogFound(messages.Count, path);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Messages} acknowledged messages of an earlier run are taken over from {Path}")]
    partial void LogFound(int messages, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} bears the name of a spool segment and is none; it is left as it is")]
    partial void LogForeign(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Bytes} bytes within {Path} are damaged; what is whole is taken over, and a copy is kept beside it")]
    partial void LogDamaged(string path, long bytes);
}
