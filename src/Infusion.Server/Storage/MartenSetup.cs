using Infusion.Core.Pathway;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
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

        foreach (var (type, name) in SignOffEventNames.All)
        {
            options.Events.MapEventType(type, name);
        }

        foreach (var (type, name) in PathwayEventNames.All)
        {
            options.Events.MapEventType(type, name);
        }

        options.Projections.Add<SessionRowProjection>(ProjectionLifecycle.Inline);
        options.Schema.For<SessionRow>().Index(row => row.Phase).Index(row => row.Patient);
        options.Schema.For<PlanRow>().Index(row => row.IsOpen).Index(row => row.Patient);
        options.Schema.For<NoteDocument>().Index(note => note.Session);
        options.Schema.For<AssessmentDocument>().Index(row => row.Patient);
        options.Schema.For<WithdrawnAssessment>().Index(row => row.Patient);
        options.Schema.For<AnsweredSafetyTask>().Index(row => row.Patient);
        options.Schema.For<ClinicWordsDocument>().UseOptimisticConcurrency(true);
        options.Schema.For<PatientDocument>().Index(patient => patient.Mrn!);
    }
}
