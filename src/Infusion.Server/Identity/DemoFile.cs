using System.Text.Encodings.Web;
using System.Text.Json;
using Infusion.Server.Storage;

namespace Infusion.Server.Identity;

/// <summary><c>demo.json</c>: how to reach the demo and who may sign in. It is there exactly when the server is ready.</summary>
static class DemoFile
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "demo.json");

    /// <summary>At the start: what an earlier run left says nothing about this one.</summary>
    public static void Delete(string dataDirectory)
    {
        if (Directory.Exists(dataDirectory))
        {
            File.Delete(PathIn(dataDirectory));
        }
    }

    /// <param name="url">Where the server answers, such as <c>http://127.0.0.1:5080</c>.</param>
    public static Task WriteAsync(string dataDirectory, Uri url, string mqttHost, int mqttPort, DemoAccess access, CancellationToken cancellationToken)
    {
        var origin = url.GetLeftPart(UriPartial.Authority);
        var content = new
        {
            Url = origin,
            access.Clinic,
            Mqtt = new { Host = mqttHost, Port = mqttPort, access.Gateway.Username, access.Gateway.Password, access.Enrolment },
            access.Users,
            Fhir = new
            {
                Base = $"{origin}/fhir/{access.Clinic}",
                Token = origin + SmartTokenUrl.Path,
                access.Ehr.ClientId,
                access.Ehr.Scope,
                access.Ehr.PrivateKeyFile,
            },
        };
        return PrivateFiles.WriteAsync(PathIn(dataDirectory), JsonSerializer.Serialize(content, Json), cancellationToken);
    }
}
