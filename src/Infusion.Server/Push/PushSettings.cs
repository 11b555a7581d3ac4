using Infusion.Server.Identity;
using Infusion.Server.Operations;

namespace Infusion.Server.Push;

/// <param name="IsEnabled">False: nobody can turn it on, and nothing leaves the house.</param>
/// <param name="Hosts">Push services that are asked although their address is not public.</param>
/// <param name="Contact">Whom a push service may write to: https: or mailto:.</param>
sealed record PushSettings(bool IsEnabled, IReadOnlyList<string> Hosts, string Contact)
{
    public const string EnabledKey = "Push:Enabled";
    public const string HostsKey = "Push:Hosts";
    public const string ContactKey = "Push:Contact";

    /// <summary>Where nothing better is known. Push services want a contact; a clinic gives its own.</summary>
    const string Nobody = "mailto:push@infusion.example.org";

    /// <exception cref="StartupException">Names the key, and what is wrong with it.</exception>
    public static PushSettings Read(IConfiguration configuration, Uri? publicUrl)
    {
        var enabled = configuration[EnabledKey] is { Length: > 0 } text ? text : "true";
        if (!bool.TryParse(enabled, out var isEnabled))
        {
            throw new StartupException($"{EnabledKey} is \"{enabled}\"; it must be true or false.", ExitCode.Settings);
        }

        var contact = configuration[ContactKey] is { Length: > 0 } given ? given : publicUrl is { Scheme: "https" } ? publicUrl.ToString() : Nobody;
        return contact.Any(each => each is '"' or '\\' || char.IsControl(each)) || !Uri.TryCreate(contact, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "mailto")
            ? throw new StartupException($"{ContactKey} is \"{contact}\"; it must be an address such as mailto:it@clinic.example or https://clinic.example.", ExitCode.Settings)
            : new(isEnabled, [.. PublicHosts.Read(configuration, HostsKey)], contact);
    }
}
