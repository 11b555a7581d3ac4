using System.Net;
using System.Text.Json;
using Infusion.Server.Identity;
using Infusion.Server.Ingestion;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity;

public sealed class DemoIdentityTests(IdentityApp app) : IClassFixture<IdentityApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everyone_in_the_demo_can_sign_in_and_keeps_the_password_at_the_next_start()
    {
        var first = await DemoIdentity.EnsureAsync(app.Services, app.DataDirectory, chairs: 2, Cancel);
        var second = await DemoIdentity.EnsureAsync(app.Services, app.DataDirectory, chairs: 6, Cancel);
        second.Users.ShouldBe(first.Users);
        second.Gateway.ShouldBe(first.Gateway);

        second.Users.Select(u => u.Role).ShouldBe(["nurse", "nurse", "physician", "therapist", "manager", "auditor"]);
        foreach (var user in second.Users)
        {
            using var client = app.NewClient();
            (await IdentityApp.SignInAsync(client, user.Name, user.Password)).StatusCode.ShouldBe(HttpStatusCode.NoContent, user.Name);
        }

        var credentials = app.Services.GetRequiredService<IDeviceCredentials>();
        var gateway = await credentials.AuthenticateAsync(second.Gateway.Username, second.Gateway.Password, Cancel);
        gateway!.Devices.Count.ShouldBe(12);
        gateway.MayPublishFor("pump-6").ShouldBeTrue();
        (await credentials.AuthenticateAsync(second.Enrolment.Username, second.Enrolment.Password, Cancel))!.Kind.ShouldBe(GrantKind.Enrolment);
    }

    [Fact]
    public async Task Lost_secrets_are_made_anew_and_open_the_same_accounts()
    {
        await DemoIdentity.EnsureAsync(app.Services, app.DataDirectory, 2, Cancel);
        File.Delete(Path.Combine(app.DataDirectory, "demo-secrets.json"));
        var access = await DemoIdentity.EnsureAsync(app.Services, app.DataDirectory, 2, Cancel);
        using var client = app.NewClient();
        (await IdentityApp.SignInAsync(client, access.Users[0].Name, access.Users[0].Password)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Who_is_new_in_the_demo_gets_a_password_and_nobody_else_another()
    {
        using var directory = new TemporaryDirectory();
        var before = await DemoSecrets.LoadAsync(directory.Path, ["nurse"], Cancel);

        await DemoSecrets.LoadAsync(directory.Path, ["nurse", "therapist"], Cancel);

        var after = await DemoSecrets.LoadAsync(directory.Path, ["nurse", "therapist"], Cancel);
        (after.People["nurse"], after.Gateway).ShouldBe((before.People["nurse"], before.Gateway));
        after.People["therapist"].Length.ShouldBe(16);
    }

    [Fact]
    public async Task The_demo_file_has_the_shape_that_was_promised()
    {
        using var directory = new TemporaryDirectory();
        var access = new DemoAccess(
            "harbor-street", [new("nurse", "p1", "nurse")], new("g", "p2"), new("e", "p3"), new("ehr", "system/*.rs", "/data/demo-ehr.pem"));
        await DemoFile.WriteAsync(directory.Path, new("http://127.0.0.1:5080/"), "127.0.0.1", 1883, access, Cancel);

        var path = directory.File("demo.json");
        var json = JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(path, Cancel)));
        json.ShouldBe(
            """{"url":"http://127.0.0.1:5080","clinic":"harbor-street","mqtt":{"host":"127.0.0.1","port":1883,"username":"g","password":"p2","enrolment":{"username":"e","password":"p3"}},"users":[{"name":"nurse","password":"p1","role":"nurse"}],"fhir":{"base":"http://127.0.0.1:5080/fhir/harbor-street","token":"http://127.0.0.1:5080/auth/token","clientId":"ehr","scope":"system/*.rs","privateKeyFile":"/data/demo-ehr.pem"}}""");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.GetFiles(directory.Path).ShouldBe([path], "nothing unfinished is left beside it");
        DemoFile.Delete(directory.Path);
        File.Exists(path).ShouldBeFalse();
    }
}
