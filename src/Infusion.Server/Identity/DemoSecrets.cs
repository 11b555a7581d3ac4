using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Infusion.Server.Storage;

namespace Infusion.Server.Identity;

/// <summary>The demo's passwords: random, made at the first start, the same ever after.</summary>
sealed record DemoSecrets(IReadOnlyDictionary<string, string> People, string Gateway, string Enrolment)
{
    public static async Task<DemoSecrets> LoadAsync(string dataDirectory, IReadOnlyList<string> people, CancellationToken cancellationToken)
    {
        var path = Path.Combine(dataDirectory, "demo-secrets.json");
        var text = await PrivateFiles.ReadOrMakeAsync(
            path,
            () => JsonSerializer.Serialize(new DemoSecrets(people.ToDictionary(p => p, _ => Typeable()), DeviceSecret.New(), DeviceSecret.New())),
            cancellationToken);
        var secrets = JsonSerializer.Deserialize<DemoSecrets>(text)!;
        if (people.Except(secrets.People.Keys).ToList() is { Count: > 0 } missing)
        {
            // Somebody who was not in the demo when the file was made.
            secrets = secrets with { People = secrets.People.Concat(missing.Select(p => KeyValuePair.Create(p, Typeable()))).ToDictionary() };
            await PrivateFiles.WriteAsync(path, JsonSerializer.Serialize(secrets), cancellationToken);
        }

        return secrets;
    }

    /// <summary>Sixteen characters, 96 bits, that a double click selects whole.</summary>
    static string Typeable() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12)).Replace('-', 'x').Replace('_', 'y');
}
