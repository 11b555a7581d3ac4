using Infusion.Server.Identity;
using Infusion.Server.Ingestion;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity;

public sealed class DeviceCredentialsTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    readonly FakeTimeProvider _clock = new();
    readonly string _secret = DeviceSecret.New();
    NpgsqlDataSource? _database;
    DeviceCredentials? _credentials;
    string _connectionString = "";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    DeviceCredentials Credentials => _credentials!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        await using (var connection = new NpgsqlConnection(_connectionString))
        {
            await connection.OpenAsync(Cancel);
            await IdentitySchema.ApplyAsync(connection, Cancel);
        }

        _database = NpgsqlDataSource.Create(_connectionString);
        _credentials = new(_database, _clock, NullLogger<DeviceCredentials>.Instance);
        await Credentials.SaveAsync(new("gateway", "harbor-street", GrantKind.Gateway, new HashSet<string> { "monitor-1", "pump-1" }, MaySubscribe: true), _secret, Cancel);
    }

    public async ValueTask DisposeAsync() => await _database!.DisposeAsync();

    [Fact]
    public async Task A_gateway_publishes_for_its_own_devices_only()
    {
        var grant = await Credentials.AuthenticateAsync("gateway", _secret, Cancel);
        grant.ShouldNotBeNull();
        grant.Clinic.ShouldBe("harbor-street");
        grant.Kind.ShouldBe(GrantKind.Gateway);
        grant.MaySubscribe.ShouldBeTrue();
        grant.MayPublishFor("pump-1").ShouldBeTrue();
        grant.MayPublishFor("pump-2").ShouldBeFalse();
    }

    [Theory]
    [InlineData("gateway", "wrong")]
    [InlineData("gateway", "")]
    [InlineData("Gateway", null)]
    [InlineData("nobody", null)]
    [InlineData("gate\0way", null)]
    public async Task A_wrong_name_or_secret_is_refused_before_and_after_a_right_one(string username, string? secret)
    {
        (await Credentials.AuthenticateAsync(username, secret ?? _secret, Cancel)).ShouldBeNull();
        await Credentials.AuthenticateAsync("gateway", _secret, Cancel);
        (await Credentials.AuthenticateAsync(username, secret ?? _secret, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_secret_that_was_replaced_opens_nothing_any_more()
    {
        var grant = await Credentials.AuthenticateAsync("gateway", _secret, Cancel);
        var next = DeviceSecret.New();
        await Credentials.SaveAsync(grant!, next, Cancel);
        (await Credentials.AuthenticateAsync("gateway", _secret, Cancel)).ShouldBeNull();
        (await Credentials.AuthenticateAsync("gateway", next, Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_another_server_took_away_is_gone_within_half_a_minute()
    {
        await Credentials.AuthenticateAsync("gateway", _secret, Cancel);
        await using var delete = _database!.CreateCommand("delete from identity.device_credential");
        await delete.ExecuteNonQueryAsync(Cancel);
        _clock.Advance(TimeSpan.FromSeconds(31));
        (await Credentials.AuthenticateAsync("gateway", _secret, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task With_the_database_gone_devices_that_were_known_are_let_in_and_others_are_told_to_come_again()
    {
        await Credentials.AuthenticateAsync("gateway", _secret, Cancel);
        await DropDatabaseAsync();
        _clock.Advance(TimeSpan.FromHours(11));

        (await Credentials.AuthenticateAsync("gateway", _secret, Cancel)).ShouldNotBeNull();
        await Should.ThrowAsync<NpgsqlException>(async () => await Credentials.AuthenticateAsync("gateway", "wrong", Cancel));
        await Should.ThrowAsync<NpgsqlException>(async () => await Credentials.AuthenticateAsync("other", _secret, Cancel));
        _clock.Advance(TimeSpan.FromHours(2));
        await Should.ThrowAsync<NpgsqlException>(async () => await Credentials.AuthenticateAsync("gateway", _secret, Cancel));
    }

    [Fact]
    public async Task A_secret_that_a_person_could_have_made_up_is_not_taken() =>
        await Should.ThrowAsync<ArgumentException>(() => Credentials.SaveAsync(new("x", "c", GrantKind.Device, new HashSet<string>(), false), "summer2026", Cancel));

    [Fact]
    public void A_secret_is_stored_salted()
    {
        DeviceSecret.Hash(_secret).ShouldNotBe(DeviceSecret.Hash(_secret));
        DeviceSecret.Hash(_secret).ShouldNotContain(_secret);
    }

    async Task DropDatabaseAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(_connectionString);
        var name = database.Database;
        database.Database = "postgres";
        database.Pooling = false;
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var drop = new NpgsqlCommand($"drop database {name} with (force)", connection);

        // It waits for a checkpoint, which takes its time on a busy machine.
        drop.CommandTimeout = 120;
        await drop.ExecuteNonQueryAsync(Cancel);
    }
}
