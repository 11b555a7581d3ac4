using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Hl7.Fhir.Model;
using Infusion.Server.Fhir;
using Infusion.Server.Fhir.Rest;
using Infusion.Server.Identity;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenIddict.Abstractions;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

/// <summary>The FHIR endpoints on a real port over a real database; only who you are is taken on trust.</summary>
public sealed class FhirHost(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    WebApplication? _app;
    HttpClient? _http;
    NpgsqlDataSource? _database;
    long _seq;

    public string Address { get; private set; } = "";

    public string Base => $"{Address}/fhir/{Infusions.Clinic}";

    public NpgsqlDataSource Database => _database!;

    internal FhirReader Reader => _app!.Services.GetRequiredService<FhirReader>();

    public async ValueTask InitializeAsync()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(connectionString);
        await using (var schema = _database.CreateCommand(await SchemaMigrator.OwnSchemaAsync(CancellationToken.None)))
        {
            await schema.ExecuteNonQueryAsync();
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(_database);
        builder.Services.AddSingleton(_ => new ClinicDatabase(connectionString));
        builder.Services.AddSingleton(new SmartTokenUrl(publicUrl: null));
        builder.Services.AddFhir();
        builder.Services.AddCompression();

        // What fills old rows is tried by itself.
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(FhirReindex)));
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, TokenOnTrust>("test", null);
        builder.Services.AddAuthorization(options =>
            options.AddPolicy("fhir", policy => policy.RequireAuthenticatedUser()));
        _app = builder.Build();
        _app.UseResponseCompression();
        _app.UseFhirErrors();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapFhir();
        _app.MapGet("/fhir/broken", string () => throw new InvalidOperationException("Ana Rivera"));
        await _app.StartAsync();
        Address = _app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _http = new HttpClient { BaseAddress = new Uri(Address) };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    /// <summary>As one commit of the Journal would: seq and time first, then every resource as its next version.</summary>
    internal async Task<IReadOnlyList<FhirRow>> CommitAsync(
        string clinic, DateTimeOffset updated, params IEnumerable<Resource> resources)
    {
        var rows = new List<FhirRow>();
        var seq = Interlocked.Increment(ref _seq);
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(
            "insert into infusion.clinic_writer (clinic, seq, updated) values ($1, $2, $3) on conflict (clinic) do update set seq = $2, updated = $3",
            clinic, seq, updated);
        foreach (var resource in resources)
        {
            await using var next = new NpgsqlCommand(
                "with old as (update infusion.fhir_resource set is_current = false, retired = $4 where clinic = $1 and type = $2 and id = $3 and is_current returning version) select coalesce(max(version), 0) + 1 from old",
                connection);
            foreach (var value in new object[] { clinic, resource.TypeName, resource.Id!, seq })
            {
                next.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            var row = FhirRowWriter.Render(resource, (int)(await next.ExecuteScalarAsync())!, updated);
            rows.Add(row);
            await RunAsync(
                "insert into infusion.fhir_resource values ($1, $2, $3, $4, true, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
                clinic, row.Type, row.Id, row.Version, seq, row.LastUpdated, row.Patient, row.Codes, row.Categories,
                row.Identifiers, row.Status, row.DateFrom, row.DateTo, row.Content, row.Terms, row.Refs);
        }

        await transaction.CommitAsync();
        return rows;

        async Task RunAsync(string sql, params object?[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
            }

            await command.ExecuteNonQueryAsync();
        }
    }

    /// <param name="path">Below the clinic's base, or absolute.</param>
    /// <param name="token">"clinic;scopes"; null: none.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? token = "harbor;system/*.rs system/AuditEvent.rs",
        Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(
            method, path.StartsWith("http", StringComparison.Ordinal) || path.StartsWith('/') ? path : $"{Base}/{path}");
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        with?.Invoke(request);
        return await _http!.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    internal async Task<Bundle> SearchAsync(string path)
    {
        using var response = await GetAsync(path);
        var body = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode
            ? FhirJson.Parse<Bundle>(body)
            : throw new InvalidOperationException($"{(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
    }

    sealed class TokenOnTrust(
        IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers.Authorization.ToString() is not ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token])
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var parts = token.Split(';');
            var identity = new ClaimsIdentity([new("clinic", parts[0])], "test");
            identity.SetScopes(parts[1].Split(' '));
            return Task.FromResult(AuthenticateResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(identity), "test")));
        }
    }
}
