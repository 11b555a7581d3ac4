using Infusion.Server.Identity.Audit;
using Infusion.Server.Operations;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity.Audit;

public sealed class AuditStoreTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    static readonly DateTimeOffset Start = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    readonly TemporaryDirectory _directory = new();
    NpgsqlDataSource _database = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = NpgsqlDataSource.Create(await postgres.CreateClinicDatabaseAsync());
        await ExecuteAsync("insert into infusion.clinic (clinic, name, time_zone, chairs, limits) values ('here', 'Here', 'UTC', '[]', '{}'), ('there', 'There', 'UTC', '[]', '{}')");
    }

    [Fact]
    public async Task Lines_are_numbered_and_chained_by_clinic_and_what_is_no_clinics_stands_apart()
    {
        await WriteAsync(Line("here"), Line("there"), Line("here"), Line("made-up"));
        await WriteAsync(Line("here"));

        (await VerifyAsync("here")).ShouldSatisfyAllConditions(trail => trail.Faults.ShouldBeEmpty(), trail => trail.Last.ShouldBe(3));
        (await VerifyAsync("there")).Last.ShouldBe(1);
        (await VerifyAsync("")).Last.ShouldBe(1);
        (await VerifyAsync("made-up")).ShouldSatisfyAllConditions(trail => trail.Faults.ShouldBeEmpty(), trail => trail.Lines.ShouldBe(0));
    }

    [Fact]
    public async Task A_line_is_written_once_however_often_it_is_brought()
    {
        AuditLine[] lines = [Line("here"), Line("here")];
        await WriteAsync(lines);
        await WriteAsync([.. lines, Line("here")]);
        (await VerifyAsync("here")).Lines.ShouldBe(3);
    }

    [Fact]
    public async Task Two_servers_that_write_at_once_make_one_chain()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WriteAsync([.. Enumerable.Range(0, 20).SelectMany(_ => new[] { Line("there"), Line("here") })])));
        (await VerifyAsync("here")).ShouldSatisfyAllConditions(trail => trail.Faults.ShouldBeEmpty(), trail => trail.Lines.ShouldBe(160));
        (await VerifyAsync("there")).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update infusion.audit set who = 'somebody else' where number = 2")]
    [InlineData("delete from infusion.audit where number = 2")]
    [InlineData("truncate infusion.audit")]
    public async Task The_store_itself_changes_and_deletes_nothing(string sql)
    {
        await WriteAsync(Line("here"), Line("here"), Line("here"));
        (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(sql))).MessageText.ShouldContain("append only");
    }

    [Theory]
    [InlineData("update infusion.audit set who = 'somebody else' where number = 2", "Line 2 of 2026-11-30 08:00:00 UTC is not as it was written")]
    [InlineData("update infusion.audit set patients = '{}' where number = 3", "Line 3")]
    [InlineData("update infusion.audit set status = 403 where number = 1", "Line 1")]
    [InlineData("delete from infusion.audit where number = 2", "Line 2 is missing.")]
    [InlineData("delete from infusion.audit where number in (1, 2)", "Lines 1 to 2 are missing.")]
    [InlineData("delete from infusion.audit where number = 3", "The trail ends with line 2, and ended with line 3")]
    public async Task Whoever_gets_around_that_is_found(string sql, string fault)
    {
        await WriteAsync(Line("here"), Line("here"), Line("here"));
        await ExecuteAsync($"alter table infusion.audit disable trigger user; {sql}; alter table infusion.audit enable trigger user");
        (await VerifyAsync("here")).Faults[0].ShouldStartWith(fault);
    }

    [Fact]
    public async Task Whoever_writes_the_whole_trail_anew_is_found_by_what_was_noted_elsewhere()
    {
        await WriteAsync(Line("here"), Line("here"));
        var noted = await VerifyAsync("here");
        await ExecuteAsync("alter table infusion.audit disable trigger user; delete from infusion.audit; delete from infusion.audit_head; alter table infusion.audit enable trigger user");
        await WriteAsync(Line("here"), Line("here"));

        (await VerifyAsync("here")).Faults.ShouldBeEmpty();
        (await AuditChain.VerifyAsync(_database, "here", (noted.Last, noted.Digest), Cancel)).Faults.Single().ShouldContain("written anew");
        (await AuditChain.VerifyAsync(_database, "here", (9, noted.Digest), Cancel)).Faults.Single().ShouldBe("Line 9, which was noted, is not there.");
    }

    [Fact]
    public async Task Old_lines_are_let_go_from_the_beginning_and_the_rest_stays_whole()
    {
        await WriteAsync(Line("here", days: -10), Line("here", days: -9), Line("there", days: -9));
        await WriteAsync(Line("here", days: -1), Line("here", days: -20), Line("here"));
        await new AuditStore(_database).RetainAsync(Start.AddDays(-5), Start, Cancel);

        // One more than was kept: the line that says what went.
        var here = await VerifyAsync("here");
        (here.Lines, here.Last, here.LetGo, here.Oldest, here.Faults.Count).ShouldBe((4, 6, 2, Start.AddDays(-1), 0));
        var there = await VerifyAsync("there");
        (there.Lines, there.Last, there.LetGo, there.Faults.Count).ShouldBe((1, 2, 1, 0));
        var said = (await new AuditSearch(_database).PageAsync("here", new AuditQuery(Act: "LetGo"), Cancel)).Lines.Single();
        (said.Kind, said.At).ShouldBe((Actor.Server, Start));
        said.What.ShouldStartWith("lines up to 2, which ended with ");

        await WriteAsync(Line("there"), Line("here"));
        await new AuditStore(_database).RetainAsync(Start.AddDays(-5), Start, Cancel);
        (await VerifyAsync("here")).ShouldSatisfyAllConditions(trail => trail.Faults.ShouldBeEmpty(), trail => trail.Lines.ShouldBe(5, "nothing more is old"));
        (await VerifyAsync("there")).ShouldSatisfyAllConditions(trail => trail.Faults.ShouldBeEmpty(), trail => trail.Last.ShouldBe(3));
    }

    [Fact]
    public async Task Whoever_takes_the_beginning_away_and_calls_it_age_is_found()
    {
        await WriteAsync(Line("here", days: -10), Line("here"), Line("here"));
        await new AuditStore(_database).RetainAsync(Start.AddDays(-5), Start, Cancel);
        (await VerifyAsync("here")).Faults.ShouldBeEmpty();
        await ExecuteAsync(
            """
            alter table infusion.audit disable trigger user;
            update infusion.audit_head h set first = 3, before = a.digest from infusion.audit a where a.clinic = h.clinic and a.number = 2 and h.clinic = 'here';
            delete from infusion.audit where clinic = 'here' and number = 2;
            alter table infusion.audit enable trigger user
            """);
        (await VerifyAsync("here")).Faults.ShouldBe(["Lines 1 to 2 are gone, and no line says that they were let go."]);
    }

    [Theory]
    [InlineData(null, 6)]
    [InlineData("", 6)]
    [InlineData("10", 10)]
    public void It_is_kept_for_six_years_or_longer(string? setting, int years) => AuditSetup.Years(setting).ShouldBe(years);

    [Theory]
    [InlineData("5")]
    [InlineData("-6")]
    [InlineData("101")]
    [InlineData("six")]
    public void Fewer_years_are_no_setting(string setting) =>
        Should.Throw<StartupException>(() => AuditSetup.Years(setting)).Message.ShouldContain("Infusion:AuditRetentionYears");

    [Fact]
    public async Task A_file_of_the_trail_has_each_line_once_with_its_digest_and_no_formula()
    {
        await WriteAsync([.. Enumerable.Range(0, 2_100).Select(each => Line("here", who: each == 0 ? "=cmd()|1" : "okafor"))]);
        await using var file = new MemoryStream();
        await AuditCsv.WriteAsync(file, new AuditSearch(_database).AllAsync("here", new AuditQuery(), Cancel), Cancel);
        var rows = System.Text.Encoding.UTF8.GetString(file.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        rows.Length.ShouldBe(2_101);
        rows[1].ShouldStartWith("2100,2026-11-30T08:00:00.000000Z,person,okafor,ReadChart,GET /sessions,p1,,");
        rows[1].ShouldEndWith((await VerifyAsync("here")).Digest);
        rows[^1].ShouldStartWith("1,");
        rows[^1].ShouldContain("'=cmd()|1");
    }

    [Fact]
    public async Task What_the_store_does_not_take_waits_on_the_disk_in_its_order()
    {
        var trail = new AuditTrail();
        await using (var away = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Password=x;Database=x;Timeout=1"))
        {
            trail.Add(Line("here", who: "first"));
            trail.Add(Line("here", who: "sec\u0000ond"));
            await StopAsync(Writer(trail, away));
        }

        File.ReadAllLines(Path.Combine(_directory.Path, "audit", "waiting.ndjson")).Length.ShouldBe(2);
        File.AppendAllText(Path.Combine(_directory.Path, "audit", "waiting.ndjson"), """{"Id":"cut off""");
        trail.Add(Line("here", who: "third"));
        await StopAsync(Writer(trail, _database));

        File.Exists(Path.Combine(_directory.Path, "audit", "waiting.ndjson")).ShouldBeFalse();
        (await VerifyAsync("here")).ShouldSatisfyAllConditions(report => report.Faults.ShouldBeEmpty(), report => report.Lines.ShouldBe(3));
        var page = await new AuditSearch(_database).PageAsync("here", new AuditQuery(), Cancel);
        page.Lines.Select(line => line.Who).ShouldBe(["third", "sec\ufffdond", "first"]);
    }

    [Fact]
    public void When_it_is_full_lines_are_lost_and_counted_and_nobody_waits()
    {
        var trail = new AuditTrail();
        var line = Line("here");
        for (var each = 0; each < 50_010; each++)
        {
            trail.Add(line);
        }

        trail.Lost.ShouldBe(10);
        trail.Take(60_000).Count.ShouldBe(50_000);
    }

    [Fact]
    public async Task A_search_narrows_by_person_patient_act_time_and_answer()
    {
        var patient = Guid.NewGuid();
        await ExecuteAsync(
            $$"""
            insert into infusion.mt_doc_patientdocument (tenant_id, id, data, mt_version, mt_dotnet_type)
            values ('here', '{{patient}}', '{"familyName": "Example", "givenName": "Erika", "mrn": "42"}', gen_random_uuid(), 'x')
            """);
        await WriteAsync(
            Line("here", who: "okafor") with { Patients = [patient.ToString()] },
            Line("here", who: "hale", days: 1) with { Act = "SignIn", Status = 401, Patients = [] },
            Line("there", who: "okafor"));
        var search = new AuditSearch(_database);
        async Task<string[]> AskAsync(AuditQuery asked) => [.. (await search.PageAsync("here", asked, Cancel)).Lines.Select(line => $"{line.Who}: {string.Join(' ', line.Patients)}")];

        var all = new AuditQuery();
        (await AskAsync(all)).ShouldBe(["hale: ", "okafor: Example, Erika"]);
        (await AskAsync(all with { Who = "okafor" })).ShouldBe(["okafor: Example, Erika"]);
        (await AskAsync(all with { Patient = "example" })).ShouldBe(["okafor: Example, Erika"]);
        (await AskAsync(all with { Patient = "42" })).ShouldBe(["okafor: Example, Erika"]);
        (await AskAsync(all with { Patient = patient.ToString() })).ShouldBe(["okafor: Example, Erika"]);
        (await AskAsync(all with { Patient = "nobody" })).ShouldBeEmpty();
        (await AskAsync(all with { Act = "SignIn" })).ShouldBe(["hale: "]);
        (await AskAsync(all with { Outcome = AuditOutcome.Refused })).ShouldBe(["hale: "]);
        (await AskAsync(all with { Outcome = AuditOutcome.Done })).ShouldBe(["okafor: Example, Erika"]);
        (await AskAsync(all with { Outcome = AuditOutcome.Failed })).ShouldBeEmpty();
        (await AskAsync(all with { Kind = Actor.Person })).ShouldBe(["hale: ", "okafor: Example, Erika"]);
        (await AskAsync(all with { Kind = Actor.Client })).ShouldBeEmpty();
        (await AskAsync(all with { Who = "hale", Outcome = AuditOutcome.Done })).ShouldBeEmpty();
        (await AskAsync(all with { To = Start.AddHours(1) })).ShouldBe(["okafor: Example, Erika"]);
        (await AskAsync(all with { From = Start.AddHours(1) })).ShouldBe(["hale: "]);
    }

    AuditWriter Writer(AuditTrail trail, NpgsqlDataSource database) => new(
        trail, new AuditStore(database), new AuditSettings(_directory.Path, YearsKept: 100), new AuditClock(new FakeTimeProvider(Start)), NullLogger<AuditWriter>.Instance);

    static async Task StopAsync(AuditWriter writer)
    {
        await writer.StartAsync(Cancel);
        await writer.StopAsync(Cancel);
        writer.Dispose();
    }

    Task WriteAsync(params AuditLine[] lines) => new AuditStore(_database).WriteAsync(lines, Cancel);

    Task<TrailReport> VerifyAsync(string clinic) => AuditChain.VerifyAsync(_database, clinic, null, Cancel);

    async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    static AuditLine Line(string clinic, int days = 0, string who = "okafor") => new(
        Guid.NewGuid(), clinic, Start.AddDays(days), Actor.Person, who, "ReadChart", "GET /sessions", ["p1"], Guid.Empty, "10.0.0.7", 200);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _directory.Dispose();
    }
}
