using System.Net;
using Hl7.Fhir.Model;
using Infusion.Server.Fhir.Rest;
using Infusion.Server.Identity;
using Infusion.Server.Tests.Support;
using Npgsql;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

/// <summary>Four people, each as a patient and as somebody who works here, with names as they are written at home.</summary>
public sealed class NamedHost(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    public FhirHost Host { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        (string Id, string Family, string[] Given)[] people =
        [
            ("mueller", "M\u00fcller", ["Jose\u0301", "Ren\u00e9e"]),
            ("strasser", "Stra\u00dfer", ["S\u00f8ren"]),
            ("nguyen", "Nguy\u1ec5n", ["\u0141ukasz"]),
            ("angelos", "\u0386\u03b3\u03b3\u03b5\u03bb\u03bf\u03c2", ["\u0130brahim", "\u00c6r\u00f8sk\u00f8bing-Hansen"]),
        ];
        await Host.CommitAsync(Infusions.Clinic, SearchData.Three, people.SelectMany(person => new Resource[]
        {
            new Patient { Id = person.Id, Name = [new HumanName { Family = person.Family, Given = person.Given }] },
            new Practitioner { Id = person.Id, Name = [new HumanName { Family = person.Family, Given = person.Given }] },
        }));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

public sealed class NameSearchTests(NamedHost named) : IClassFixture<NamedHost>
{
    readonly FhirHost _host = named.Host;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Case and accents make no difference, however a letter was composed, and what is exact is exact.</summary>
    [Theory]
    [InlineData("name=muller", "mueller")]
    [InlineData("family=M\u00dcLL", "mueller")]
    [InlineData("family=Mu\u0308ller", "mueller")]
    [InlineData("given=jos\u00e9", "mueller")]
    [InlineData("given=JOSE", "mueller")]
    [InlineData("given=Rene\u0301e", "mueller")]
    [InlineData("name=STRASSER", "strasser")]
    [InlineData("name=stra\u00dfer", "strasser")]
    [InlineData("given=soren", "strasser")]
    [InlineData("given=S\u00d8REN", "strasser")]
    [InlineData("family=nguyen", "nguyen")]
    [InlineData("family=Nguye\u0302\u0303n", "nguyen")]
    [InlineData("given=lukasz", "nguyen")]
    [InlineData("family=\u03b1\u03b3\u03b3\u03b5\u03bb\u03bf\u03c3", "angelos")]
    [InlineData("family=\u0391\u0393\u0393\u0395\u039b\u039f\u03a3", "angelos")]
    [InlineData("given=ibrahim", "angelos")]
    [InlineData("given=aerosk\u00f8bing-hansen", "angelos")]
    [InlineData("given=aeroskobing-hansem", "")]
    [InlineData("family:contains=ULL", "mueller")]
    [InlineData("family:contains=\u00fcll", "mueller")]
    [InlineData("family:exact=M\u00fcller", "mueller")]
    [InlineData("family:exact=Muller", "")]
    [InlineData("family=\u041c\u0443\u0440", "")]
    public async Task A_name_is_found_whatever_its_case_and_accents(string search, string expected)
    {
        foreach (var address in new[] { "Patient?", "Patient?_id=mueller,strasser,nguyen,angelos&", "Practitioner?" })
        {
            (await _host.SearchAsync(address + Escaped(search))).Entry.Select(each => each.Resource!.Id).ShouldBe(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), address);
        }

        static string Escaped(string search) => search.Split('=') is [var name, var value] ? $"{name}={Uri.EscapeDataString(value)}" : search;
    }

    [Fact]
    public async Task Marks_without_a_letter_are_no_name_and_never_everybody()
    {
        foreach (var search in new[] { "name=%CC%81", "name:contains=%CC%88%CC%81" })
        {
            using var response = await _host.GetAsync($"Patient?{search}");
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("http.name");
        }
    }

    [Fact]
    public async Task A_search_by_name_reads_an_index_and_not_every_patient()
    {
        await using var connection = await _host.Database.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await RunAsync(
            """
            insert into infusion.fhir_resource (clinic, type, id, version, is_current, seq, last_updated, codes, categories, identifiers, content, terms, refs)
            select 'crowd', 'Patient', 'x' || n, 1, true, 1, now(), '{}', '{}', '{}', '', array['name=' || md5(n::text), 'family=' || md5(n::text)], '{}' from generate_series(1, 2000) n;
            analyze infusion.fhir_resource
            """);
        var query = SearchQuery.Parse(SearchTable.Types["Patient"], [("family", "m\u00fcller")], strict: true);
        var page = SearchSql.Page(query, "crowd", "", new FhirGrant([SmartScope.TryParse("system/*.rs")!]));
        await using var explain = new NpgsqlCommand("explain " + page.CommandText, connection);
        foreach (NpgsqlParameter parameter in page.Parameters)
        {
            explain.Parameters.Add(parameter.Clone());
        }

        await using var reader = await explain.ExecuteReaderAsync(Cancel);
        var plan = "";
        while (await reader.ReadAsync(Cancel))
        {
            plan += reader.GetString(0) + "\n";
        }

        plan.ShouldContain("fhir_resource_names");

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(Cancel);
        }
    }
}
