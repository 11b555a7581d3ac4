using Infusion.Server.Charts.Bundles;

namespace Infusion.Server.Charts;

static class ChartsSetup
{
    public static IServiceCollection AddCharts(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddScoped<ChartReader>();
        services.AddSingleton<ChartMemory>();
        services.AddScoped<ChartOpening>();
        services.AddScoped<PatientSeries>();
        services.AddScoped<ChartDesk>();
        services.AddScoped<ChartWorklist>();
        services.AddScoped<ChartAudit>();
        services.AddSingleton<IChartPrinter, ChartPrinter>();
        services.AddSingleton<ChartKeys>();
        services.AddSingleton<ChartBundles>();
        services.AddSingleton<LateArrivals>();
        services.AddHostedService<ChartWatch>();
        return services;
    }
}
