namespace Infusion.Server.Outcomes;

static class OutcomeSetup
{
    public static void AddOutcomes(this IServiceCollection services)
    {
        services.AddSingleton<ClinicDay>();
        services.AddSingleton<CommittedCommands>();
        services.AddSingleton<WordsStore>();
    }
}
