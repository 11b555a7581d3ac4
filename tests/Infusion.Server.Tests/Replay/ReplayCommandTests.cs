using Infusion.Server.Identity.Audit;
using Infusion.Server.Replay;
using Infusion.Server.Tests.Support;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Replay;

public sealed class ReplayCommandTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    readonly TemporaryDirectory _files = new();
    RecordedDay _day = null!;

    public async ValueTask InitializeAsync() => _day = await new RecordedDay(await postgres.CreateClinicDatabaseAsync()).OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _day.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task The_same_events_end_with_0_a_difference_with_1_and_both_say_so()
    {
        var session = await _day.SessionAsync();

        var (code, output, _) = await RunAsync("--clinic", "here", "--session", session.ToString());
        code.ShouldBe(0);
        output.ShouldContain("The same ");

        await using (var database = NpgsqlDataSource.Create(_day.ConnectionString))
        {
            var line = (await new AuditSearch(database).PageAsync("here", new AuditQuery(Kind: Actor.Support), TestContext.Current.CancellationToken)).Lines.ShouldHaveSingleItem();
            (line.Who, line.What, line.Session, line.Origin).ShouldBe((Environment.UserName, "infusion replay", session, Environment.MachineName));
            line.Patients.ShouldNotBeEmpty("the session's patient is the line's");
        }

        await _day.SqlAsync("""update infusion.mt_events set data = jsonb_set(data, '{observed}', '99') where type = 'alarm_raised'""");
        (code, output, _) = await RunAsync("--clinic", "here", "--session", session.ToString());
        code.ShouldBe(1);
        output.ShouldContain("A difference at event ");
        output.ShouldContain("on record: alarm_raised");
    }

    [Fact]
    public async Task With_limits_from_a_file_it_tells_what_they_would_have_done()
    {
        await _day.SessionAsync();
        var file = Path.Combine(_files.Path, "limits.json");
        await File.WriteAllTextAsync(file, """{"changes":[{"metric":"sp_o2","side":"low","priority":"high","value":92}]}""", TestContext.Current.CancellationToken);

        var (code, output, _) = await RunAsync("--clinic", "here", "--from", "2026-11-23T00:00:00Z", "--to", "2026-11-24T00:00:00Z", "--limits", file);

        code.ShouldBe(0);
        output.ShouldContain("high spo2-low: SpO2 91 %, limit 92 %");
        output.ShouldContain("Gained 1, lost 0");
    }

    Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--connection", _day.ConnectionString]);
}

/// <summary>None of these gets as far as a session, so one clinic serves them all.</summary>
public sealed class ReplayCommandArgumentsTests(ReplayCommandArgumentsTests.Opened opened) : IClassFixture<ReplayCommandArgumentsTests.Opened>
{
    [Theory]
    [InlineData("--clinic is missing.")]
    [InlineData("\"here\" is not known here.", "here")]
    [InlineData("--clinic has no value.", "--clinic")]
    [InlineData("--clinic is there twice.", "--clinic", "a", "--clinic", "b")]
    [InlineData("--session is \"no\", which is no session's id.", "--clinic", "here", "--session", "no")]
    [InlineData("from is missing.", "--clinic", "here")]
    [InlineData("--session names one session", "--clinic", "here", "--session", "0197aaaa-0000-7000-8000-000000000001", "--from", "2026-11-23T00:00:00Z")]
    [InlineData("There is no clinic there.", "--clinic", "there", "--session", "0197aaaa-0000-7000-8000-000000000001")]
    [InlineData("Clinic here has no session 0197aaaa", "--clinic", "here", "--session", "0197aaaa-0000-7000-8000-000000000001")]
    [InlineData("cannot be read", "--clinic", "here", "--session", "0197aaaa-0000-7000-8000-000000000001", "--limits", "/no/such/file.json")]
    public async Task Wrong_arguments_end_with_2_and_a_sentence(string sentence, params string[] arguments)
    {
        string[] all = arguments is ["here"] or ["--clinic"] ? arguments : [.. arguments, "--connection", opened.Day.ConnectionString];
        var (code, _, error) = await CommandLine.RunAsync(all);

        code.ShouldBe(2);
        error.ShouldContain(sentence);
        error.ShouldContain("Usage: replay");
    }

    public sealed class Opened(EmbeddedPostgresFixture postgres) : IAsyncLifetime
    {
        internal RecordedDay Day { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Day = await new RecordedDay(await postgres.CreateClinicDatabaseAsync()).OpenAsync();

        public ValueTask DisposeAsync() => Day.DisposeAsync();
    }
}

file static class CommandLine
{
    public static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new ReplayCommand(output, error).RunAsync(arguments, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
