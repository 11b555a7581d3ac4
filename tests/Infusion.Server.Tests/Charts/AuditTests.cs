using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
using Infusion.Core.Telemetry;
using Infusion.Server.Charts;
using Infusion.Server.Charts.Bundles;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Charts;

/// <summary>Somebody who may write to the database edits what was signed; the audit says what.</summary>
[Collection(SigningCollection.Name)]
public sealed class AuditTests(Signing server) : IAsyncLifetime
{
    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    readonly ClinicServer _server = server.Server;
    readonly string _clinic = $"c{Guid.NewGuid():N}"[..12];
    readonly Guid _note = Guid.NewGuid();
    Guid _session;
    Trust _trust = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.CreateClinicAsync(_clinic);
        _session = await _server.StartSessionAsync(_clinic);
        await _server.DeliverAsync(_clinic, ClinicServer.Vitals(1, (Metric.SpO2, 97)));
        await _server.ExecuteAsync(_clinic, new ClinicCommand.OfSession(
            new WriteNote(_note, _session, "nurse", _note), new NoteDocument(_note, _session, "Comfortable", "nurse", default)));
        foreach (var command in (SessionCommand[])[new StopInfusion(Guid.NewGuid(), _session, "nurse"), new Discharge(Guid.NewGuid(), _session, "nurse"), new CloseSession(Guid.NewGuid(), _session, "nurse")])
        {
            await _server.ExecuteAsync(_clinic, new ClinicCommand.OfSession(command, null));
        }

        await SignAsync("nurse", SignatureMeaning.Author);
        await SignAsync("physician", SignatureMeaning.Approval);
        await using var connection = await _server.Database.OpenConnectionAsync(Stop);
        _trust = new Trust([.. (await ChartKeys.AllAsync(connection, _clinic, Stop)).Select(key => key.Key)]);
        (await server.AuditAsync(_clinic, _trust)).ShouldBe([]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task AnEventThatIsEditedIsNamedWithWhatItSaid()
    {
        var id = await _server.ScalarAsync<Guid>($"select id from infusion.mt_events where stream_id = '{_session}' and type = 'infusion_stopped'");
        await ExecuteAsync($$"""update infusion.mt_events set data = data || '{"by": "other"}' where id = '{{id}}'""");

        (await server.AuditAsync(_clinic, _trust)).ShouldBe(
        [
            $"Bundle 1 (session {_session}, version 1): event infusion_stopped {id} was changed in the store, data.by was \"nurse\", is \"other\".",
            $"Bundle 2 (session {_session}, version 2): event infusion_stopped {id} was changed in the store, data.by was \"nurse\", is \"other\".",
        ]);
    }

    [Fact]
    public async Task AReadingThatIsEditedIsNamed_AlsoAfterTheServerSealedTheChangeByItself()
    {
        await ExecuteAsync($"update infusion.reading set device_at = device_at + interval '1 second', input = input + 1000 where clinic = '{_clinic}'");
        await _server.Application.Services.GetRequiredService<LateArrivals>().SealAsync(_clinic, null, Stop);

        var faults = await server.AuditAsync(_clinic, _trust);
        (await _server.ScalarAsync<long>($"select count(*) from infusion.chart_bundle where clinic = '{_clinic}'")).ShouldBe(3);
        faults.Count.ShouldBe(2);
        faults.ShouldAllBe(fault => fault.Contains("of the readings of monitor-1 between") && fault.Contains("1 were changed and 0 removed in the store."));
        await ExecuteAsync($"delete from infusion.reading where clinic = '{_clinic}'");
        (await server.AuditAsync(_clinic, _trust)).ShouldAllBe(fault => fault.Contains("0 were changed and 1 removed in the store."));
    }

    [Fact]
    public async Task ANoteThatIsEditedOrErasedIsNamed()
    {
        await ExecuteAsync($$"""update infusion.mt_doc_notedocument set data = data || '{"text": "In pain"}' where id = '{{_note}}'""");
        (await server.AuditAsync(_clinic, _trust))[0].ShouldBe($"Bundle 1 (session {_session}, version 1): note {_note} was changed in the store.");
        await ExecuteAsync($"delete from infusion.mt_doc_notedocument where id = '{_note}'");
        (await server.AuditAsync(_clinic, _trust))[0].ShouldBe($"Bundle 1 (session {_session}, version 1): note {_note} was removed in the store, or erased.");
    }

    [Fact]
    public async Task AnEventThatIsTakenOutIsNamed()
    {
        var id = await _server.ScalarAsync<Guid>($"select id from infusion.mt_events where stream_id = '{_session}' and type = 'note_written'");
        await ExecuteAsync($"delete from infusion.mt_events where id = '{id}'");

        (await server.AuditAsync(_clinic, _trust))[0].ShouldBe($"Bundle 1 (session {_session}, version 1): event note_written {id} was removed in the store.");
    }

    [Fact]
    public async Task ABundleThatIsTakenOutOrExchangedBreaksTheChain()
    {
        await ExecuteAsync($"update infusion.chart_bundle set bundle = (select bundle from infusion.chart_bundle where clinic = '{_clinic}' and number = 1) where clinic = '{_clinic}' and number = 2");
        (await server.AuditAsync(_clinic, _trust)).ShouldContain(fault => fault.StartsWith($"Bundle 2 (session {_session}, version 2): the store files it under another place"));
        await ExecuteAsync($"delete from infusion.chart_bundle where clinic = '{_clinic}' and number = 2");
        (await server.AuditAsync(_clinic, _trust)).ShouldContain($"Version 2 of the chart of session {_session} is missing.");
        await ExecuteAsync($"update infusion.chart_bundle set number = 2 where clinic = '{_clinic}'");
        (await server.AuditAsync(_clinic, _trust)).ShouldContain("Bundle 1 of the clinic is missing.");
    }

    [Fact]
    public async Task ASignatureThatIsTakenAwayOrMadeUpIsNamed()
    {
        var stream = ChartReader.SignOffStream(_session);
        await ExecuteAsync($$"""update infusion.mt_events set data = data || '{"by": "other"}' where stream_id = '{{stream}}' and data ->> 'by' = 'nurse'""");

        (await server.AuditAsync(_clinic, _trust)).ShouldBe(
        [
            $"The signature of nurse on version 1 of session {_session} was removed or changed in the store.",
            $"The store has a signature of other on version 1 of session {_session} that no sealed version has.",
        ]);
    }

    [Fact]
    public async Task TheCommandSaysWhatItFound()
    {
        using var folder = new TemporaryDirectory();
        var keys = Path.Combine(folder.Path, "keys.pem");
        await using (var connection = await _server.Database.OpenConnectionAsync(Stop))
        {
            await File.WriteAllTextAsync(keys, Trust.Write((await ChartKeys.AllAsync(connection, _clinic, Stop)).Select(key => key.Key)), Stop);
        }

        (await RunAsync("--clinic", _clinic, "--trust", keys)).ShouldBe((0, $"Whole: the store says what was sealed in 2 bundles, and none is missing.{Environment.NewLine}Whole: 0 lines of who did what.{Environment.NewLine}"));
        (await RunAsync("--clinic", _clinic, "--trust", keys, "--noted", "7:00")).Output.ShouldContain("Who did what: Line 7, which was noted, is not there.");
        (await RunAsync("--clinic", _clinic, "--trust", keys, "--noted", "seven")).Code.ShouldBe(2);
        await ExecuteAsync($"delete from infusion.reading where clinic = '{_clinic}'");
        (await RunAsync("--clinic", _clinic, "--trust", keys)).Code.ShouldBe(1);
        (await RunAsync("--clinic", "nowhere", "--trust", keys)).Code.ShouldBe(2);
        (await RunAsync("--clinic", _clinic)).Code.ShouldBe(2);
        (await RunAsync("--trust", keys)).Code.ShouldBe(2);
        (await RunAsync("--clinic", _clinic, "--trust")).Code.ShouldBe(2);
    }

    async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new AuditCommand(output, error).RunAsync([.. arguments, "--connection", server.ConnectionString], Stop);
        return (code, output.ToString());
    }

    async Task SignAsync(string by, SignatureMeaning meaning)
    {
        await using var scope = _server.Application.Services.CreateAsyncScope();
        var digest = (await scope.ServiceProvider.GetRequiredService<ChartReader>().ReadAsync(_clinic, _session, Stop))!.Digest;
        (await scope.ServiceProvider.GetRequiredService<ChartDesk>().SendAsync(
            _clinic, _session, new SignChart(by, meaning, digest, IsPhysician: by == "physician"), by, [], Stop))!.RefusedCode.ShouldBeNull();
    }

    async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, await _server.Database.OpenConnectionAsync(Stop));
        await using var connection = command.Connection;
        (await command.ExecuteNonQueryAsync(Stop)).ShouldBe(1, sql);
    }
}
