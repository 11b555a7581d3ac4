namespace Infusion.Simulator.Delivery;

/// <summary>A network cable that a scenario can pull out and put back.</summary>
public sealed class NetworkPlug
{
    readonly Lock _gate = new();
    TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool _pluggedIn = true;

    public void Set(bool pluggedIn)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (pluggedIn == _pluggedIn)
            {
                return;
            }

            _pluggedIn = pluggedIn;
            changed = _change;
            _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    public async Task WaitAsync(bool pluggedIn, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_pluggedIn == pluggedIn)
                {
                    return;
                }

                changed = _change.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }
}
