using Infusion.Core.Alarms;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Reports;
using Infusion.Core.Sessions;
using Infusion.Server.Charts;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Sessions;
using Infusion.Server.Storage;
using Marten;
using Marten.Events;

namespace Infusion.Server.Reporting;

/// <summary>Reads what a shift hands over: who had which chair, the sessions, what happened, and what is open.</summary>
sealed class ShiftReports(ClinicDocuments store, ClinicStore clinics, ClinicDatabase database, IColleagues colleagues)
{
    static readonly Type[] AboutChairs =
    [
        typeof(ChairTaken), typeof(ChairOffered), typeof(ChairAccepted), typeof(ChairDeclined), typeof(BreakEnded),
        typeof(ChairAdded), typeof(ChairRenamed), typeof(ChairRetired), typeof(AlarmRaised),
    ];

    /// <param name="until">The end that was asked for.</param>
    public async Task<ShiftReportView> MakeAsync(
        string clinic, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var to = until < now ? until : now;
        var (configuration, isSimulated) = await clinics.ConfigurationAsync(clinic, cancellationToken) ?? throw new UnknownClinicException(clinic);
        var names = await colleagues.NamesAsync(clinic, cancellationToken);
        await using var query = store.QuerySession(clinic);
        var stream = ClinicMemory.StreamOf(clinic);
        var own = (await query.Events.QueryAllRawEvents()
            .Where(e => e.StreamId == stream && e.EventTypesAre(AboutChairs)).OrderBy(e => e.Version).ToListAsync(cancellationToken))
            .Select(e => (SessionEvent)e.Data).ToList();
        var sessions = new List<(ShiftSession Shift, IReadOnlyList<SessionEvent> Events)>();
        foreach (var id in await ReportedSessions.TouchingAsync(query, from, to, cancellationToken))
        {
            var events = await ReportedSessions.EventsAsync(query, id, cancellationToken);
            if (ShiftSession.Of(id, events, await ProtocolAsync(clinic, events, id, cancellationToken), from, to) is { } shift)
            {
                sessions.Add((shift, events));
            }
        }

        var patients = (await query.LoadManyAsync<PatientDocument>(cancellationToken, sessions.Select(each => each.Shift.Figures.Patient).Distinct().ToArray()))
            .ToDictionary(patient => patient.Id);
        var ids = sessions.Select(each => each.Shift.Figures.Session).ToArray();
        var notes = (await query.Query<NoteDocument>().Where(note => ids.Contains(note.Session)).ToListAsync(cancellationToken)).ToDictionary(note => note.Id);
        return new ShiftReportView(
            configuration.Name, configuration.TimeZone, isSimulated, from, to, now, until <= now,
            [.. ChairStretch.Of(own, from, to).Select(each => new ChairStretchView(
                each.Chair, NameOf(names, each.Person), NameOf(names, each.CoveredFor), each.From, each.To))],
            [.. sessions.OrderBy(each => each.Shift.Figures.Chair, StringComparer.Ordinal).ThenBy(each => each.Shift.Figures.CheckedInAt)
                .Select(each => Session(each.Shift, each.Events, patients.GetValueOrDefault(each.Shift.Figures.Patient), notes, names))],
            own.OfType<AlarmRaised>().Count(each => each.At >= from && each.At < to));
    }

    async Task<InfusionProtocol?> ProtocolAsync(string clinic, IReadOnlyList<SessionEvent> events, Guid session, CancellationToken cancellationToken)
    {
        if (events.Aggregate((SessionState?)null, (before, e) => Core.Sessions.Session.Evolve(before, e, session)) is not { } state)
        {
            return null;
        }

        await using var connection = await database.OpenAsync(clinic, cancellationToken);
        return await ChartReader.ProtocolAsync(connection, clinic, state.Order, cancellationToken);
    }

    static ShiftSessionView Session(
        ShiftSession shift, IReadOnlyList<SessionEvent> events, PatientDocument? patient, Dictionary<Guid, NoteDocument> notes,
        IReadOnlyDictionary<string, string> names)
    {
        var (figures, raised) = (shift.Figures, events.OfType<AlarmRaised>().ToDictionary(alarm => alarm.Alarm));
        return new ShiftSessionView(
            figures.Session, figures.Chair, figures.Patient, patient is null ? "erased" : $"{patient.FamilyName}, {patient.GivenName}", patient?.Mrn,
            figures.Phase, figures.CheckedInAt, figures.StartedAt, figures.StoppedAt, figures.DischargedAt,
            figures.Order.Dose.Milligrams, figures.Order.DoseMilligramsPerKilogram, figures.Standing, figures.Delivered?.Milligrams,
            AlarmCount.Of(shift.Alarms),
            [.. shift.Alarms.Select(alarm => new ShiftAlarmView(
                alarm.Headline, alarm.Gravest, alarm.RaisedAt, alarm.EndedAt, alarm.AcknowledgedAt, NameOf(names, alarm.AcknowledgedBy), alarm.ActedAt))],
            [.. shift.Interventions.Select(e => ChartEvents.Build(figures.Session, e, e.At, notes, raised))
                .Select(said => new InterventionView(said.At, said.Text, NameOf(names, said.By)))],
            shift.Open,
            [.. shift.Vials.Select(vial => new ShiftVialView(
                vial.Drug, vial.Lot, vial.Labelled.Milligrams, vial.Overfill.Milligrams, vial.Given.Milligrams, vial.Wasted.Milligrams,
                vial.Returned.Milligrams, vial.LeftMilligrams))],
            [.. shift.NotEvaluated.Select(each => new StretchView(each.From, each.To))],
            shift.OpenGaps);
    }

    static string? NameOf(IReadOnlyDictionary<string, string> names, string? person) => person is null ? null : names.GetValueOrDefault(person, person);
}
