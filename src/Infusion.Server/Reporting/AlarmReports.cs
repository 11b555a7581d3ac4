using Infusion.Core.Reports;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using Marten;
using Marten.Events;

namespace Infusion.Server.Reporting;

/// <summary>Reads what an alarm report is made of: the events of the sessions that a stretch of time touches, one session after another.</summary>
sealed class AlarmReports(ClinicDocuments store, ClinicStore clinics)
{
    static readonly Type[] Telling =
    [
        typeof(SessionPlanned), typeof(PatientCheckedIn), typeof(PatientDischarged), typeof(MonitoringInterrupted),
        typeof(AlarmRaised), typeof(AlarmReturned), typeof(AlarmPriorityChanged), typeof(AlarmConditionCleared), typeof(AlarmAcknowledged),
        typeof(AlarmAudioPaused), typeof(AlarmOnsetCorrected),
    ];

    public async Task<AlarmReportView> MakeAsync(
        string clinic, Guid clinicStream, AlarmReportAsked asked, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var sessions = new List<SessionAlarms>();
        foreach (var id in await ReportedSessions.TouchingAsync(query, asked.From, asked.To, cancellationToken))
        {
            var events = await query.Events.QueryAllRawEvents()
                .Where(e => e.StreamId == id && e.EventTypesAre(Telling)).OrderBy(e => e.Version).ToListAsync(cancellationToken);
            sessions.Add(SessionAlarms.Of(id, events.Select(e => (SessionEvent)e.Data)));
        }

        var outside = await query.Events.QueryAllRawEvents()
            .Where(e => e.StreamId == clinicStream && e.EventTypesAre(typeof(AlarmRaised))).ToListAsync(cancellationToken);
        var report = AlarmReport.Of(sessions, asked);
        var patients = await query.LoadManyAsync<PatientDocument>(cancellationToken, report.Patients.Select(patient => patient.Patient).ToArray());
        var (configuration, _) = await clinics.ConfigurationAsync(clinic, cancellationToken) ?? throw new UnknownClinicException(clinic);
        return AlarmReportView.Of(
            report,
            AlarmHours.Of(sessions, asked, ClinicTimes.Of(configuration)),
            patients.ToDictionary(patient => patient.Id, patient => patient.Initials),
            outside.Count(e => ((AlarmRaised)e.Data).At is var at && at >= asked.From && at < asked.To));
    }
}
