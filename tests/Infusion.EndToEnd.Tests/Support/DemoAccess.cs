using System.Text.Json;

namespace Infusion.EndToEnd.Tests.Support;

/// <summary>The server's demo.json: read as any integrator would.</summary>
sealed record DemoAccess(Uri Url, string Clinic, DemoBroker Mqtt, IReadOnlyList<DemoUser> Users, DemoFhir Fhir)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    public DemoUser Nurse => Users.First(user => user.Role == "nurse");

    public DemoUser SecondNurse => Users.Last(user => user.Role == "nurse");

    public DemoUser Physician => Users.Single(user => user.Role == "physician");

    public static DemoAccess Read(string path) => JsonSerializer.Deserialize<DemoAccess>(File.ReadAllText(path), Json)!;
}

sealed record DemoBroker(string Host, int Port, string Username, string Password);

sealed record DemoUser(string Name, string Password, string Role);

sealed record DemoFhir(Uri Base, Uri Token, string ClientId, string Scope, string PrivateKeyFile);
