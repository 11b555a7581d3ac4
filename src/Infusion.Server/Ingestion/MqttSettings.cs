using System.Net;
using Infusion.Server.Ingestion.External;
using Microsoft.Extensions.Options;

namespace Infusion.Server.Ingestion;

/// <summary>Where devices connect, and what must be known of feeds that do not say it themselves.</summary>
public sealed class MqttSettings
{
    public const string Section = "Mqtt";

    /// <summary>An IP address of this machine, or localhost. Empty or * listens on all.</summary>
    public string Host { get; set; } = "";

    /// <summary>0 takes a free port.</summary>
    public int Port { get; set; } = 1883;

    /// <summary>IANA name of the zone in which the site's monitors show the time; empty: not known.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>By clinic and device, where a feed differs: <c>Mqtt:Feeds:{clinic}:{device}</c>.</summary>
    public Dictionary<string, Dictionary<string, FeedSettings>> Feeds { get; } = [];

    public ExternalBrokerSettings External { get; } = new();

    internal bool ListensOnAll => Host is "" or "*";

    internal IPAddress? Address => Host switch
    {
        "localhost" => IPAddress.Loopback,
        _ => IPAddress.TryParse(Host, out var address) ? address : null,
    };
}

public sealed class FeedSettings
{
    /// <summary>As <see cref="MqttSettings.TimeZone"/>, for this monitor.</summary>
    public string TimeZone { get; set; } = "";
}

sealed class ValidateMqttSettings : IValidateOptions<MqttSettings>
{
    public ValidateOptionsResult Validate(string? name, MqttSettings options)
    {
        List<string> problems = [];
        if (options.Port is < 0 or > 65535)
        {
            problems.Add($"Mqtt:Port is {options.Port}; it must lie between 0 and 65535 (0 takes a free port).");
        }

        if (!options.ListensOnAll && options.Address is null)
        {
            problems.Add($"Mqtt:Host is \"{options.Host}\"; it must be an IP address, localhost, or empty for all addresses.");
        }

        problems.AddRange(ZoneProblems(options));
        problems.AddRange(options.External.IsSet ? options.External.Problems() : []);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    static IEnumerable<string> ZoneProblems(MqttSettings options) =>
        from zone in options.Feeds
            .SelectMany(clinic => clinic.Value.Select(feed => (Key: $"Mqtt:Feeds:{clinic.Key}:{feed.Key}:TimeZone", Id: feed.Value.TimeZone)))
            .Prepend((Key: "Mqtt:TimeZone", Id: options.TimeZone))
        where zone.Id.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(zone.Id, out _)
        select $"{zone.Key} is \"{zone.Id}\"; it must be the IANA name of a time zone, like Europe/Berlin.";
}
