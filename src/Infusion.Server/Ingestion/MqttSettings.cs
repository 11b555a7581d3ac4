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

    public MqttTlsSettings Tls { get; } = new();

    internal static bool IsAll(string host) => host is "" or "*";

    internal static IPAddress? AddressOf(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        _ => IPAddress.TryParse(host, out var address) ? address : null,
    };
}

/// <summary>A second port, with TLS; it is open when there is a certificate.</summary>
public sealed class MqttTlsSettings
{
    /// <summary>PEM: the server's certificate, and after it those between it and its authority.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>PEM: its private key, without a password.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>As <see cref="MqttSettings.Host"/>: the port without TLS may be kept to this machine, and this one open.</summary>
    public string Host { get; set; } = "";

    /// <summary>0 takes a free port.</summary>
    public int Port { get; set; } = 8883;

    internal bool IsSet => CertificateFile.Length > 0 || KeyFile.Length > 0;
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
        problems.AddRange(PlaceProblems("Mqtt", options.Host, options.Port));
        if (options.Tls.IsSet)
        {
            problems.AddRange(PlaceProblems("Mqtt:Tls", options.Tls.Host, options.Tls.Port));
            if (options.Tls.CertificateFile.Length == 0 || options.Tls.KeyFile.Length == 0)
            {
                problems.Add("Mqtt:Tls:CertificateFile and Mqtt:Tls:KeyFile belong together: each names a PEM file.");
            }
        }

        problems.AddRange(ZoneProblems(options));
        problems.AddRange(options.External.IsSet ? options.External.Problems() : []);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    static IEnumerable<string> PlaceProblems(string section, string host, int port)
    {
        if (port is < 0 or > 65535)
        {
            yield return $"{section}:Port is {port}; it must lie between 0 and 65535 (0 takes a free port).";
        }

        if (!MqttSettings.IsAll(host) && MqttSettings.AddressOf(host) is null)
        {
            yield return $"{section}:Host is \"{host}\"; it must be an IP address, localhost, or empty for all addresses.";
        }
    }

    static IEnumerable<string> ZoneProblems(MqttSettings options) =>
        from zone in options.Feeds
            .SelectMany(clinic => clinic.Value.Select(feed => (Key: $"Mqtt:Feeds:{clinic.Key}:{feed.Key}:TimeZone", Id: feed.Value.TimeZone)))
            .Prepend((Key: "Mqtt:TimeZone", Id: options.TimeZone))
        where zone.Id.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(zone.Id, out _)
        select $"{zone.Key} is \"{zone.Id}\"; it must be the IANA name of a time zone, like Europe/Berlin.";
}
