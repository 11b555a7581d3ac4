using Infusion.Core.Sessions;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using JasperFx.MultiTenancy;
using Marten;
using Npgsql;
using Weasel.Core;

namespace Infusion.Server.Storage;

static class MartenSetup
{
    public static void Configure(StoreOptions options, NpgsqlDataSource dataSource)
    {
        options.Connection(dataSource);
        options.DatabaseSchemaName = "infusion";
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.DisableNpgsqlLogging = true;
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, QuantityConverters.Apply);
        options.Policies.AllDocumentsAreMultiTenanted();

        options.Events.TenancyStyle = TenancyStyle.Conjoined;
        options.Events.AppendMode = EventAppendMode.Quick;
        foreach (var (type, name) in SessionEventNames.All)
        {
            options.Events.MapEventType(type, name);
        }

        options.Projections.Add<SessionRowProjection>(ProjectionLifecycle.Inline);
        options.Schema.For<SessionRow>().Index(row => row.Phase).Index(row => row.Patient);
        options.Schema.For<NoteDocument>().Index(note => note.Session);
        options.Schema.For<PatientDocument>();
    }
}
