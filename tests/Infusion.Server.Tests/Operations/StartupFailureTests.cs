using System.Net;
using System.Net.Sockets;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Operations;

public sealed class StartupFailureTests : IDisposable
{
    readonly StringWriter _error = new();

    public void Dispose() => _error.Dispose();

    [Fact]
    public async Task What_ends_well_exits_with_zero_and_says_nothing()
    {
        (await StartupFailure.RunAsync(() => Task.CompletedTask, _error)).ShouldBe(0);
        _error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_known_failure_is_a_sentence_without_a_stack()
    {
        (await RunAsync(new EmbeddedPostgresException("No PostgreSQL was found."))).ShouldBe(69);
        _error.ToString().ShouldBe($"Infusion cannot run: No PostgreSQL was found.{Environment.NewLine}");
    }

    [Fact]
    public async Task Wrong_settings_have_an_exit_code_of_their_own() =>
        (await RunAsync(new StartupException("Mqtt:Port is \"x\".", ExitCode.Settings))).ShouldBe(78);

    [Fact]
    public async Task A_full_disk_is_found_behind_other_exceptions()
    {
        (await RunAsync(new InvalidOperationException("outer", new IOException("No space left on device", 28)))).ShouldBe(74);
        _error.ToString().ShouldContain("disk is full");
    }

    [Fact]
    public async Task A_failure_nobody_foresaw_keeps_its_stack()
    {
        (await RunAsync(new InvalidOperationException("odd"))).ShouldBe(70);
        _error.ToString().ShouldContain("InvalidOperationException");
    }

    [Fact]
    public async Task A_taken_http_port_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var code = await StartupFailure.RunAsync(
            async () =>
            {
                var builder = WebApplication.CreateSlimBuilder();
                builder.Logging.ClearProviders();
                builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
                await using var app = builder.Build();
                await app.StartAsync();
            },
            _error);
        code.ShouldBe(69);
        _error.ToString().ShouldContain($"http://127.0.0.1:{port}");
        _error.ToString().ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named_by_its_setting()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var code = await StartupFailure.RunAsync(
            async () =>
            {
                await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={port};Database=x;Username=x;Pooling=false");
                await connection.OpenAsync();
            },
            _error);
        code.ShouldBe(69);
        _error.ToString().ShouldContain("ConnectionStrings:Infusion");
        _error.ToString().ShouldContain($"{port}");
    }

    Task<int> RunAsync(Exception e) => StartupFailure.RunAsync(() => Task.FromException(e), _error);
}
