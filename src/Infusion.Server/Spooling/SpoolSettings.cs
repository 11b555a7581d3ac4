using Microsoft.Extensions.Options;

namespace Infusion.Server.Spooling;

/// <summary>The spool's place and bound: <c>Infusion:Spool</c>.</summary>
public sealed class SpoolSettings
{
    public const string Section = "Infusion:Spool";

    /// <summary>Empty: the folder "spool" in the data directory.</summary>
    public string Directory { get; set; } = "";

    /// <summary>Acknowledged and not yet stored: never more than this. When it is full, connections are closed.</summary>
    public int MaxMegabytes { get; set; } = 512;
}

sealed class ValidateSpoolSettings : IValidateOptions<SpoolSettings>
{
    public ValidateOptionsResult Validate(string? name, SpoolSettings options) => options.MaxMegabytes is >= 1 and <= 65_536
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Infusion:Spool:MaxMegabytes is {options.MaxMegabytes}; it must lie between 1 and 65536.");
}

static class SpoolSetup
{
    public static void AddSpool(this IServiceCollection services, string dataDirectory)
    {
        services.AddOptions<SpoolSettings>().BindConfiguration(SpoolSettings.Section).ValidateOnStart()
            .PostConfigure(settings => settings.Directory = settings.Directory is "" ? Path.Combine(dataDirectory, "spool") : settings.Directory);
        services.AddSingleton<IValidateOptions<SpoolSettings>, ValidateSpoolSettings>();
        services.AddSingleton<Spool>();
        services.AddHostedService(provider => provider.GetRequiredService<Spool>());
    }
}
