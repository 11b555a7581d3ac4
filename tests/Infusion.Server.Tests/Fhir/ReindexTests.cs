using Infusion.Server.Fhir;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Fhir;

/// <summary>Resources that were stored before a search parameter was added are found by it when the server has started.</summary>
public sealed class ReindexTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    readonly FhirHost _host = new(postgres);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        await SearchData.SeedAsync(_host);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task What_an_older_build_stored_is_filled_once_and_as_a_newer_one_would_have_stored_it()
    {
        const string Columns = "clinic, type, id, version, patient, codes, categories, identifiers, status, date_from, date_to, terms, refs";
        await RunAsync($"create table as_written as select {Columns} from infusion.fhir_resource");
        await RunAsync("update infusion.fhir_resource set terms = null, refs = null");
        (await _host.SearchAsync("Patient?family=Rivera")).Entry.ShouldBeEmpty();

        using var reindex = new FhirReindex(_host.Database, NullLogger<FhirReindex>.Instance);
        (await reindex.FillAsync(Cancel)).ShouldBeGreaterThan(0);
        (await reindex.FillAsync(Cancel)).ShouldBe(0);

        (await _host.SearchAsync("Patient?family=Rivera")).Entry.ShouldHaveSingleItem();
        await using var differing = _host.Database.CreateCommand($"select count(*) from (select {Columns} from infusion.fhir_resource except select * from as_written) as d");
        (await differing.ExecuteScalarAsync(Cancel)).ShouldBe(0L);
    }

    async Task RunAsync(string sql)
    {
        await using var command = _host.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
