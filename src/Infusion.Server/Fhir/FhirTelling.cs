namespace Infusion.Server.Fhir;

static class FhirTelling
{
    /// <summary>What tells FHIR of people, places and sealed charts. A clinic's turns tell the rest by themselves.</summary>
    public static void AddFhirTelling(this IServiceCollection services)
    {
        services.AddSingleton<FhirTeller>();
        services.AddSingleton<ClinicDirectory>();
        services.AddSingleton<ChartResources>();
        services.AddHostedService<FhirWatch>();
    }
}
