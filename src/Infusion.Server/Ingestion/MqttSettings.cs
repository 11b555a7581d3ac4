using System.Net;
using Microsoft.Extensions.Options;

namespace Infusion.Server.Ingestion;

/// <summary>Where devices connect: <c>Mqtt:Host</c> and <c>Mqtt:Port</c>.</summary>
public sealed class MqttSettings
{
    public const string Section = "Mqtt";

    /// <summary>An IP address of this machine, or localhost. Empty or * listens on all.</summary>
    public string Host { get; set; } = "";

    /// <summary>0 takes a free port.</summary>
    public int Port { get; set; } = 1883;

    internal bool ListensOnAll => Host is "" or "*";

    internal IPAddress? Address => Host switch
    {
        "localhost" => IPAddress.Loopback,
        _ => IPAddress.TryParse(Host, out var address) ? address : null,
    };
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

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
