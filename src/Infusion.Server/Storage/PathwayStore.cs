using System.Collections.Immutable;
using Infusion.Core.Pathway;
using Infusion.Core.Sessions;
using Marten;
using Marten.Linq;

namespace Infusion.Server.Storage;

/// <summary>The list row of a plan, stored with its events, which are the record.</summary>
/// <param name="First">Of its appointments; null: there is none.</param>
public sealed record PlanRow(Guid Id, Guid Patient, bool IsOpen, DateTimeOffset? First, DateTimeOffset? Last)
{
    internal static PlanRow Of(TreatmentPlan plan)
    {
        var times = plan.Infusions.Select(each => each.From).Concat(plan.Therapy.Select(each => each.From)).ToList();
        return new(plan.Id, plan.Patient, plan.Closed is null, times.Count == 0 ? null : times.Min(), times.Count == 0 ? null : times.Max());
    }
}

/// <summary>Reads plans. Only the clinic's writer adds to them.</summary>
sealed class PathwayStore(IDocumentStore store)
{
    /// <summary>Infusions of so many days before a plan concern its talk therapy.</summary>
    static readonly TimeSpan Before = TimeSpan.FromDays(4);

    /// <summary>What the writer of a clinic begins with.</summary>
    public async Task<ClinicPathway> LoadAsync(string clinic, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var stream = ClinicPathway.StreamOf(clinic);
        var pathway = (await query.Events.FetchStreamAsync(stream, token: cancellationToken))
            .Aggregate(ClinicPathway.None, (state, e) => state.With(Guid.Empty, (PathwayEvent)e.Data));
        var open = await query.Query<PlanRow>().Where(row => row.IsOpen).Select(row => row.Id).ToListAsync(cancellationToken);
        return pathway with { Plans = (await PlansAsync(query, open, cancellationToken)).ToImmutableDictionary(plan => plan.Id) };
    }

    /// <returns>Null: the clinic has no such plan.</returns>
    public async Task<TreatmentPlan?> PlanAsync(string clinic, Guid plan, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        return await query.LoadAsync<PlanRow>(plan, cancellationToken) is null
            ? null
            : (await PlansAsync(query, [plan], cancellationToken)).SingleOrDefault();
    }

    /// <returns>Newest first.</returns>
    public async Task<IReadOnlyList<TreatmentPlan>> OfPatientAsync(string clinic, Guid patient, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var rows = await query.Query<PlanRow>().Where(row => row.Patient == patient).Select(row => row.Id).ToListAsync(cancellationToken);
        return [.. (await PlansAsync(query, rows, cancellationToken)).OrderByDescending(plan => plan.OpenedAt)];
    }

    /// <summary>Closed plans with an appointment that may be in that time: those that are open the writer knows.</summary>
    public async Task<IReadOnlyList<TreatmentPlan>> ClosedAsync(string clinic, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var rows = await query.Query<PlanRow>().Where(row => !row.IsOpen && row.First < to && row.Last >= from)
            .Select(row => row.Id).ToListAsync(cancellationToken);
        return await PlansAsync(query, rows, cancellationToken);
    }

    /// <summary>Free text of a plan.</summary>
    public async Task<IReadOnlyDictionary<Guid, NoteDocument>> NotesAsync(string clinic, Guid plan, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var stream = ClinicPathway.StreamOf(plan);
        return (await query.Query<NoteDocument>().Where(note => note.Session == stream).ToListAsync(cancellationToken)).ToDictionary(note => note.Id);
    }

    public async Task<IReadOnlyDictionary<Guid, PatientDocument>> PatientsAsync(
        string clinic, IReadOnlyCollection<Guid> patients, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        return (await query.LoadManyAsync<PatientDocument>(cancellationToken, patients.Distinct())).ToDictionary(patient => patient.Id);
    }

    /// <summary>What closed sessions gave a patient in the days before now.</summary>
    public async Task<ImmutableArray<InfusionSpan>> RecentAsync(string clinic, Guid patient, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession(clinic);
        var since = now - Before;
        var rows = await query.Query<SessionRow>()
            .Where(row => row.Patient == patient && row.Phase == SessionPhase.Closed && row.StartedAt >= since).ToListAsync(cancellationToken);
        var spans = ImmutableArray.CreateBuilder<InfusionSpan>();
        foreach (var row in rows)
        {
            var events = await query.Events.FetchStreamAsync(row.Id, token: cancellationToken);
            var state = events.Aggregate((SessionState?)null, (before, e) => Session.Evolve(before, (SessionEvent)e.Data, row.Id));
            spans.Add(new(row.Id, row.StartedAt!.Value, state?.StoppedAt ?? state?.PhaseSince ?? row.StartedAt.Value, IsActual: true));
        }

        return spans.ToImmutable();
    }

    static async Task<IReadOnlyList<TreatmentPlan>> PlansAsync(IQuerySession query, IReadOnlyList<Guid> plans, CancellationToken cancellationToken)
    {
        var byStream = plans.ToDictionary(ClinicPathway.StreamOf);
        var streams = byStream.Keys.ToArray();
        var events = streams.Length == 0
            ? []
            : await query.Events.QueryAllRawEvents().Where(e => e.StreamId.IsOneOf(streams)).OrderBy(e => e.Version).ToListAsync(cancellationToken);
        return [.. events.GroupBy(e => e.StreamId)
            .Select(stream => TreatmentPlan.Of(byStream[stream.Key], stream.Select(e => (PathwayEvent)e.Data))).OfType<TreatmentPlan>()];
    }
}
