using System.Text.Json;

namespace Infusion.Simulator.Commands;

/// <summary>The part of the server's demo.json that a simulator needs.</summary>
public sealed record DemoFile(Uri? Url, string Clinic, DemoBroker Mqtt)
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static DemoFile Read(FileInfo file)
    {
        try
        {
            using var json = file.OpenRead();
            return JsonSerializer.Deserialize<DemoFile>(json, Options)
                ?? throw new UsageException($"--demo: {file} holds no object.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"--demo: {file} cannot be used: {problem.Message}");
        }
    }
}

public sealed record DemoBroker(string Host, int Port, string Username, string Password);
