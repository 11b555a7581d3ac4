namespace Infusion.Server.Ingestion;

/// <summary>Lets one line through each ten seconds, so that a device gone wrong cannot fill the disk.</summary>
sealed class OccasionalLog(TimeProvider time)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    readonly Lock _gate = new();
    long? _last;
    long _swallowed;

    /// <param name="swallowed">How many lines were kept back since the last one.</param>
    public bool MayWrite(out long swallowed)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_last is { } last && time.GetElapsedTime(last, now) < Pause)
            {
                _swallowed++;
                swallowed = 0;
                return false;
            }

            (_last, swallowed, _swallowed) = (now, _swallowed, 0);
            return true;
        }
    }
}
