using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Infusion.Benchmarks.Yardstick;

/// <summary>What a FHIR search and read cost at least: Kestrel, Npgsql, the same SQL, the stored bytes between brackets. No token, no audit, no bundle.</summary>
static class BareFhir
{
    public const string Mode = "fhir-yardstick";
    public const string SearchVariable = "YARDSTICK_SEARCH";
    public const string ReadVariable = "YARDSTICK_READ";
    public const int Count = 50;

    public static async Task<int> RunAsync(int port)
    {
        await using var database = NpgsqlDataSource.Create(Variable(BarePipeline.ConnectionVariable));
        var (search, read) = (Variable(SearchVariable), Variable(ReadVariable));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        await using var host = builder.Build();
        host.MapGet("/{clinic}/search", (HttpContext http, string clinic, string patient, string code) =>
            AnswerAsync(database, http, search, 4, clinic, patient, new[] { code }, Count + 1));
        host.MapGet("/{clinic}/read/{id}", (HttpContext http, string clinic, string id) => AnswerAsync(database, http, read, 2, clinic, id));
        await host.StartAsync();
        Console.WriteLine(BarePipeline.Ready);
        await Console.In.ReadToEndAsync();
        await host.StopAsync();
        return 0;
    }

    static async Task AnswerAsync(NpgsqlDataSource database, HttpContext http, string sql, int content, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.PrepareAsync();
        await using var reader = await command.ExecuteReaderAsync();
        http.Response.ContentType = "application/json";
        var body = http.Response.BodyWriter;
        body.Write("["u8);
        for (var row = 0; row < Count && await reader.ReadAsync(); row++)
        {
            body.Write(row == 0 ? ""u8 : ","u8);
            body.Write(reader.GetFieldValue<byte[]>(content));
        }

        body.Write("]"u8);
        await body.FlushAsync();
    }

    static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set");
}
