using System.Collections.Concurrent;
using Infusion.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Infusion.Server.Tests.Patients;

/// <summary>A server whose clinic "here" has an EHR, over real HTTP, that answers as a test wants it; the clinic "there" has none.</summary>
public sealed class EhrBeside(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    ClinicServer _server = null!;

    internal WebApplication Ehr { get; private set; } = null!;

    internal HttpClient Here { get; private set; } = null!;

    /// <summary>Addresses and tokens of what was asked since <see cref="Reset"/>.</summary>
    internal ConcurrentQueue<string> Asked { get; } = new();

    internal ConcurrentQueue<string> Tokens { get; } = new();

    internal RequestDelegate Answer { get; set; } = _ => Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        Ehr = builder.Build();
        Ehr.Urls.Add("http://127.0.0.1:0");
        Ehr.Run(context =>
        {
            Asked.Enqueue(context.Request.Path + context.Request.QueryString);
            Tokens.Enqueue(context.Request.Headers.Authorization.ToString());
            return Answer(context);
        });
        await Ehr.StartAsync();
        _server = await ClinicServer.StartAsync(
            await postgres.CreateClinicDatabaseAsync(), settings:
            [$"--Ehr:Clinics:here:Url={Ehr.Urls.First()}/fhir", "--Ehr:Clinics:here:Token=secret-token", "--Ehr:TimeoutSeconds=2"]);
        await _server.CreateClinicAsync("here");
        await _server.CreateClinicAsync("there");
        Here = Client("here");
    }

    public async ValueTask DisposeAsync()
    {
        Here.Dispose();
        await _server.DisposeAsync();
        await Ehr.DisposeAsync();
    }

    internal void Reset()
    {
        Asked.Clear();
        Tokens.Clear();
        Answer = _ => Task.CompletedTask;
    }

    internal HttpClient Client(string clinic)
    {
        var http = new HttpClient { BaseAddress = new Uri($"{_server.Url}/api/clinics/{clinic}/patients/") };
        http.DefaultRequestHeaders.Add("X-Clinic", clinic);
        return http;
    }
}
