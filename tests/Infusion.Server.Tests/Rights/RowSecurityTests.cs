using Infusion.Server.Identity;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Marten;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Rights;

public sealed class RowSecurityTests(EmbeddedPostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>Tables without a policy, and why: of none of them may the role read a row.</summary>
    static readonly Dictionary<string, string> WithoutPolicy = new()
    {
        ["identity.*"] = "Asked before it is known whose clinic it is, by the sign-in alone; a person may belong to several.",
        ["infusion.mt_event_progression"] = "How far a projection has read: numbers of the whole store.",
        ["infusion.mt_high_water_skips"] = "The same: which numbers were never given out.",
        ["infusion.mt_doc_deadletterevent"] = "What a projection in the background failed on. There is no such projection here, and no row.",
    };

    NpgsqlDataSource _owner = null!;
    ClinicDatabase _clinics = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connectionString = await postgres.CreateClinicDatabaseAsync();
        _owner = NpgsqlDataSource.Create(connectionString);
        _clinics = new ClinicDatabase(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 1 }.ConnectionString);
        foreach (var clinic in (string[])["here", "there"])
        {
            await ExecuteAsync(_owner,
                $"""
                insert into infusion.clinic (clinic, name, time_zone, chairs, limits) values ('{clinic}', 'C', 'UTC', '[]', '{"{}"}');
                insert into infusion.clinic_writer (clinic) values ('{clinic}');
                insert into infusion.device (clinic, device, kind, accepted, first_seen) values ('{clinic}', 'monitor-1', 1, true, now());
                insert into infusion.reading (clinic, device, boot, seq, at, received_at, input, flags, body) values ('{clinic}', 'monitor-1', 'b', 1, now(), now(), 1, 0, '');
                insert into infusion.fhir_resource values ('{clinic}', 'Patient', 'p', 1, true, 1, now(), 'p', '{"{}"}', '{"{}"}', '{"{}"}', null, null, null, '');
                insert into infusion.quarantine (clinic, topic, received_at, reason, detail, payload, input) values ('{clinic}', 't', now(), 'r', 'd', '', 1);
                insert into infusion.chart_key (clinic, fingerprint, public_key, made_at, made_by) values ('{clinic}', 'f', '', now(), 'm');
                """);
        }
    }

    [Fact]
    public async Task Every_table_has_a_policy_or_a_reason_and_keeps_it_when_the_schema_is_looked_at_again()
    {
        await using (var store = DocumentStore.For(options => MartenSetup.Configure(options, _owner)))
        {
            await new SchemaMigrator(_owner, store).ApplyAsync(IdentitySchema.ApplyAsync, Cancel);
        }

        await using var command = _owner.CreateCommand(
            """
            select n.nspname || '.' || c.relname, has_schema_privilege('infusion_clinic', n.oid, 'usage') and has_table_privilege('infusion_clinic', c.oid, 'select')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where (c.relkind in ('r', 'p', 'm') or c.relkind = 'v' and not coalesce('security_invoker=true' = any(c.reloptions), false)) and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
                and not (c.relrowsecurity and exists (select from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname))
            """);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var (without, readable) = (new List<string>(), new List<string>());
        while (await reader.ReadAsync(Cancel))
        {
            without.Add(reader.GetString(0));
            if (reader.GetBoolean(1))
            {
                readable.Add(reader.GetString(0));
            }
        }

        without.Where(table => !WithoutPolicy.ContainsKey(table) && !WithoutPolicy.ContainsKey($"{table.Split('.')[0]}.*")).ShouldBeEmpty();
        readable.ShouldBeEmpty();
        without.Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Beneath_the_tenancy_of_documents_and_events_the_store_shows_one_clinic()
    {
        await using var documents = DocumentStore.For(options => MartenSetup.Configure(options, _owner));
        foreach (var clinic in (string[])["here", "there"])
        {
            await using var session = documents.LightweightSession(clinic);
            session.Store(new NoteDocument(Guid.NewGuid(), Guid.NewGuid(), clinic, "nurse", default));
            session.Events.StartStream(Guid.NewGuid(), new Core.Sessions.NoteWritten(TimeProvider.System.GetUtcNow(), Guid.NewGuid(), "nurse"));
            await session.SaveChangesAsync(Cancel);
        }

        // A query that asks for every tenant, as one that forgot its clinic would.
        await using (var all = documents.QuerySession("here"))
        {
            (await all.Query<NoteDocument>().Where(note => note.AnyTenant()).ToListAsync(Cancel)).Count.ShouldBe(2);
        }

        using var bound = new ClinicDocuments(_clinics);
        foreach (var clinic in (string[])["here", "there", "nowhere"])
        {
            await using var query = bound.QuerySession(clinic);
            (await query.Query<NoteDocument>().Where(note => note.AnyTenant()).ToListAsync(Cancel)).Select(note => note.Text).ShouldBe(clinic == "nowhere" ? [] : [clinic]);
        }

        foreach (var table in (string[])["mt_events", "mt_streams", "mt_doc_notedocument"])
        {
            await using var here = await _clinics.OpenAsync("here", Cancel);
            (await ClinicsInAsync(here, table)).ShouldBe(["here"], table);
        }
    }

    [Fact]
    public async Task Whoever_reads_for_one_clinic_gets_nothing_of_another_in_any_table()
    {
        foreach (var table in await TablesAsync())
        {
            await using var here = await _clinics.OpenAsync("here", Cancel);
            var seen = await ClinicsInAsync(here, table);
            seen.ShouldBeSubsetOf(["here"], table);
            if (table is "clinic" or "clinic_writer" or "device" or "reading" or "fhir_resource" or "quarantine" or "chart_key")
            {
                seen.ShouldBe(["here"], table);
            }
        }
    }

    [Fact]
    public async Task A_connection_that_names_no_clinic_sees_nothing_also_after_one_that_did()
    {
        await using (var here = await _clinics.OpenAsync("here", Cancel))
        {
            (await ClinicsInAsync(here, "clinic")).ShouldBe(["here"]);
        }

        await using (var there = await _clinics.OpenAsync("there", Cancel))
        {
            (await ClinicsInAsync(there, "clinic")).ShouldBe(["there"]);
        }

        await using var none = await _clinics.Source.OpenConnectionAsync(Cancel);
        (await ClinicsInAsync(none, "clinic")).ShouldBeEmpty();
        await using var role = new NpgsqlCommand("select current_user", none);
        (await role.ExecuteScalarAsync(Cancel)).ShouldBe(ClinicDatabase.Role);
    }

    [Fact]
    public async Task A_clinic_that_a_batch_names_is_forgotten_with_the_batch()
    {
        // One connection serves them all, and is never reset.
        foreach (var clinic in (string[])["here", "there", "here"])
        {
            foreach (var isPrepared in (bool[])[false, true])
            {
                await using var connection = await _clinics.OpenUnnamedAsync(Cancel);
                (await ClinicsInAsync(connection, "clinic")).ShouldBeEmpty("nobody has named one yet");
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { ClinicDatabase.Naming(clinic), new("select clinic from infusion.clinic"), new("select clinic from infusion.fhir_resource") } };
                if (isPrepared)
                {
                    await batch.PrepareAsync(Cancel);
                }

                await using (var reader = await batch.ExecuteReaderAsync(Cancel))
                {
                    while (await reader.NextResultAsync(Cancel))
                    {
                        (await reader.ReadAsync(Cancel)).ShouldBeTrue();
                        reader.GetString(0).ShouldBe(clinic);
                        (await reader.ReadAsync(Cancel)).ShouldBeFalse();
                    }
                }

                (await ClinicsInAsync(connection, "clinic")).ShouldBeEmpty("the batch is over");
            }
        }
    }

    [Fact]
    public async Task A_clinic_that_a_failing_batch_named_is_forgotten_too()
    {
        await using (var connection = await _clinics.OpenUnnamedAsync(Cancel))
        {
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { ClinicDatabase.Naming("here"), new("select 1 / count(*) from infusion.clinic where clinic = ''") } };
            (await Should.ThrowAsync<PostgresException>(() => batch.ExecuteNonQueryAsync(Cancel))).SqlState.ShouldBe(PostgresErrorCodes.DivisionByZero);
        }

        await using var next = await _clinics.OpenUnnamedAsync(Cancel);
        (await ClinicsInAsync(next, "clinic")).ShouldBeEmpty();
        await using var role = new NpgsqlCommand("select current_user", next);
        (await role.ExecuteScalarAsync(Cancel)).ShouldBe(ClinicDatabase.Role);
    }

    [Theory]
    [InlineData("update infusion.device set accepted = false")]
    [InlineData("insert into infusion.device (clinic, device, kind, accepted, first_seen) values ('there', 'x', 1, true, now())")]
    [InlineData("delete from infusion.audit")]
    [InlineData("select * from infusion.reading_default")]
    [InlineData("delete from infusion.mt_events")]
    [InlineData("select * from infusion.mt_event_progression")]
    [InlineData("alter table infusion.device disable row level security")]
    public async Task It_writes_nothing_and_has_no_way_around(string sql)
    {
        await using var here = await _clinics.OpenAsync("here", Cancel);
        await using var command = new NpgsqlCommand(sql, here);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancel))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    async Task<List<string>> TablesAsync()
    {
        await using var command = _owner.CreateCommand("select tablename::text from pg_policies where schemaname = 'infusion' and policyname = 'own_clinic'");
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var tables = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            tables.Add(reader.GetString(0));
        }

        tables.Count.ShouldBeGreaterThan(10);
        return tables;
    }

    static async Task<List<string>> ClinicsInAsync(NpgsqlConnection connection, string table)
    {
        await using var command = new NpgsqlCommand($"select distinct {(table.StartsWith("mt_", StringComparison.Ordinal) ? "tenant_id" : "clinic")} from infusion.{table}", connection);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var clinics = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            clinics.Add(reader.GetString(0));
        }

        return clinics;
    }

    static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _clinics.DisposeAsync();
        await _owner.DisposeAsync();
    }
}
