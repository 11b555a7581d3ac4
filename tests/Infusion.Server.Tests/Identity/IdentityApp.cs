using System.Net.Http.Json;
using Infusion.Server.Identity;
using Infusion.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OpenIddict.Abstractions;
using Xunit;

namespace Infusion.Server.Tests.Identity;

/// <summary>A server with nothing in it but Identity, on a real port and a real database.</summary>
public sealed class IdentityApp(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    public const string Password = "correct horse battery";

    readonly TemporaryDirectory _data = new();
    WebApplication? _app;

    internal FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    internal IServiceProvider Services => _app!.Services;

    internal Uri Url => new(_app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    internal string DataDirectory => _data.Path;

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync();
            await IdentitySchema.ApplyAsync(connection, TestContext.Current.CancellationToken);
            await using var clinics = new NpgsqlCommand(
                "create schema infusion; create table infusion.clinic (clinic text, name text); insert into infusion.clinic values ('harbor-street', 'Harbor Street Clinic'); create table infusion.device (clinic text, device text, accepted boolean)",
                connection);
            await clinics.ExecuteNonQueryAsync();
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration[ClientKeyUrl.HostsKey] = "127.0.0.1";
        builder.Services.AddSingleton(NpgsqlDataSource.Create(database));
        builder.Services.AddInfusionIdentity(await IdentityKeys.LoadAsync(_data.Path, TestContext.Current.CancellationToken), publicUrl: null, Clock);
        _app = builder.Build();
        _app.UseSameOriginGuard();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapInfusionIdentity();
        _app.MapGet("/api/clinics/{clinic}/chairs", () => "chairs").RequireAuthorization(IdentityServices.ClinicPolicy);
        _app.MapGet("/api/anything", () => "anything");
        _app.MapGet("/fhir/{clinic}/Observation", (HttpContext http) => http.User.GetScopes()).RequireAuthorization(SmartTokenServer.FhirPolicy);
        await _app.StartAsync();
    }

    internal HttpClient NewClient() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Url };

    internal async Task<Person> AddPersonAsync(string name, string role = Roles.Nurse, params string[] clinics)
    {
        await using var scope = Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<People>();
        return await people.EnsureAsync(new(name, $"Display {name}", role, clinics), Password, TestContext.Current.CancellationToken);
    }

    internal static Task<HttpResponseMessage> SignInAsync(HttpClient client, string name, string password = Password) =>
        client.PostAsJsonAsync("/api/sign-in", new { name, password }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _data.Dispose();
    }
}
