using Infusion.Core.Safety;
using Infusion.Core.Telemetry;

namespace Infusion.Core.Sessions;

/// <summary>Since when the finger probe has been in doubt. Doubt that goes on, or comes and goes, begins once.</summary>
sealed class ProbeMemory
{
    DateTimeOffset? _lastDoubtAt;

    /// <summary>Chart time of the first doubtful value after a good while without one; null: none yet.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <param name="had">Whether the attached monitor ever gave a value of the metric.</param>
    public void Take(in Sample sample, DateTimeOffset at, bool had, ProbeDoubtSettings settings)
    {
        if (!IsDoubtful(sample, had, settings))
        {
            return;
        }

        if (_lastDoubtAt is not { } last || at - last >= settings.NotAgainFor)
        {
            Since = at;
        }

        _lastDoubtAt = at;
    }

    public void Forget() => (Since, _lastDoubtAt) = (null, null);

    static bool IsDoubtful(in Sample sample, bool had, ProbeDoubtSettings settings) => sample.Metric switch
    {
        Metric.SpO2 => sample.Quality == Quality.Questionable,
        Metric.PulseRate => sample.Quality == Quality.Questionable || (sample.Value is null && had),
        Metric.PerfusionIndex => sample.Value < settings.PerfusionBelow,
        _ => false,
    };
}
