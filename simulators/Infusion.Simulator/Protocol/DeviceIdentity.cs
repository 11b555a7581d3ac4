using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Infusion.Simulator.Protocol;

/// <summary>One power-on of one device of a clinic: its topics, its status and its MQTT client id.</summary>
public sealed partial record DeviceIdentity(string Clinic, string Device, string Kind, string Boot)
{
    static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string ClientId => $"sim-{Clinic}-{Device}";

    public string TelemetryTopic => $"infusion/v1/{Clinic}/{Device}/telemetry";

    public string StatusTopic => $"infusion/v1/{Clinic}/{Device}/status";

    /// <param name="battery">0 to 1; null: it is not said, as in a last will.</param>
    public byte[] Status(bool online, double? battery) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            state = online ? "online" : "offline",
            boot = Boot,
            kind = Kind,
            manufacturer = "Infusion",
            model = $"Simulated {Kind}",
            serial = $"SIM-{Device}",
            firmware = "1.0",
            battery,
        },
        WithoutNulls);

    public static bool IsId(string text) => IdPattern().IsMatch(text);

    /// <summary>
    /// A boot names one run of this program. It comes from the machine's clock and not from the seed: two runs with
    /// one seed send equal values, but the second must not look like a resend of the first.
    /// </summary>
    public static string NewBoot(TimeProvider time) => $"sim-{time.GetUtcNow().ToUnixTimeMilliseconds():x}";

    [GeneratedRegex(@"\A[a-z0-9-]{1,64}\z")]
    private static partial Regex IdPattern();
}
