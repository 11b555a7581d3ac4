using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Infusion.Server.Storage;

namespace Infusion.Server.Identity;

/// <summary>The demo's passwords: random, made at the first start, the same ever after.</summary>
sealed record DemoSecrets(IReadOnlyDictionary<string, string> People, string Gateway, string Enrolment)
{
    public static async Task<DemoSecrets> LoadAsync(string dataDirectory, IEnumerable<string> people, CancellationToken cancellationToken)
    {
        var text = await PrivateFiles.ReadOrMakeAsync(
            Path.Combine(dataDirectory, "demo-secrets.json"),
            () => JsonSerializer.Serialize(new DemoSecrets(people.ToDictionary(p => p, _ => Typeable()), DeviceSecret.New(), DeviceSecret.New())),
            cancellationToken);
        return JsonSerializer.Deserialize<DemoSecrets>(text)!;
    }

    /// <summary>Sixteen characters, 96 bits, that a double click selects whole.</summary>
    static string Typeable() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12)).Replace('-', 'x').Replace('_', 'y');
}
