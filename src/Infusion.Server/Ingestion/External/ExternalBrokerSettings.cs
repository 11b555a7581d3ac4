namespace Infusion.Server.Ingestion.External;

/// <summary>A broker that the clinic runs already: <c>Mqtt:External</c>. Without a host there is none.</summary>
public sealed class ExternalBrokerSettings
{
    /// <summary>Name or address.</summary>
    public string Host { get; set; } = "";

    public int Port { get; set; } = 1883;

    public bool Tls { get; set; }

    /// <summary>PEM file of the authority that signed the broker's certificate; empty: the machine's authorities.</summary>
    public string CaFile { get; set; } = "";

    public string Username { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>The session at the broker is named after it and the clinic; servers of one database must agree on it.</summary>
    public string ClientIdPrefix { get; set; } = "infusion";

    internal bool IsSet => Host.Length > 0;

    internal IEnumerable<string> Problems()
    {
        if (Port is < 1 or > 65535)
        {
            yield return $"Mqtt:External:Port is {Port}; it must lie between 1 and 65535.";
        }

        if (CaFile.Length > 0 && !Tls)
        {
            yield return "Mqtt:External:CaFile is set, but Mqtt:External:Tls is not.";
        }

        if (CaFile.Length > 0 && !File.Exists(CaFile))
        {
            yield return $"Mqtt:External:CaFile is \"{CaFile}\"; there is no such file.";
        }

        if (Password.Length > 0 && Username.Length == 0)
        {
            yield return "Mqtt:External:Password is set, but Mqtt:External:Username is not.";
        }

        if (ClientIdPrefix.Length == 0)
        {
            yield return "Mqtt:External:ClientIdPrefix is empty; the session at the broker needs a name.";
        }
    }
}
