namespace Infusion.Server.Pathway;

/// <summary>Plans, talk therapy, the calendar and its feeds.</summary>
static class PathwaySetup
{
    public static void AddPathway(this IServiceCollection services)
    {
        services.AddScoped<PlanDesk>();
        services.AddSingleton<PlanResponses>();
        services.AddSingleton<CalendarFeeds>();
    }

    public static void MapPathway(this IEndpointRouteBuilder routes)
    {
        var clinic = routes.MapGroup("/api/clinics/{clinic}/pathway").RequireAuthorization("clinic").WithTags("pathway");
        clinic.MapPlanLists();
        clinic.MapPlans();
        clinic.MapPathwayReads();
        clinic.MapFeeds();
        routes.MapFeedText();
    }
}
