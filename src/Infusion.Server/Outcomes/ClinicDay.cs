using Infusion.Core.Pathway;
using Infusion.Server.Clinics;
using Infusion.Server.Operations;
using Infusion.Server.Storage;

namespace Infusion.Server.Outcomes;

/// <summary>The calendar day of a clinic, by its own time zone.</summary>
sealed class ClinicDay(ClinicStore store, ClinicClock clock)
{
    public async Task<(ClinicTime Time, DateOnly Today)> OfAsync(string clinic, CancellationToken cancellationToken)
    {
        var (configuration, _) = await store.ConfigurationAsync(clinic, cancellationToken) ?? throw new UnknownClinicException(clinic);
        var time = ClinicTimes.Of(configuration);
        return (time, time.Day(clock.Now));
    }
}
