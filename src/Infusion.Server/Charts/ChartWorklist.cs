using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Npgsql;

namespace Infusion.Server.Charts;

/// <summary>The charts that wait for somebody: not signed, not locked, or changed since.</summary>
sealed class ChartWorklist(NpgsqlDataSource dataSource, ChartReader reader, LateArrivals arrivals, IColleagues colleagues, ClinicClock clock)
{
    const int Longest = 100;

    /// <summary>What came so long ago is sealed as a version; what came since may not be yet, and is looked for.</summary>
    static readonly TimeSpan Unsealed = TimeSpan.FromDays(7);

    public async Task<ChartList> ReadAsync(string clinic, string me, CancellationToken cancellationToken)
    {
        var changed = await arrivals.ChangedAsync(clinic, clock.Now - Unsealed, cancellationToken);
        var names = await colleagues.NamesAsync(clinic, cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var waiting = await WaitingAsync(connection, clinic, changed, cancellationToken);
        var protocols = new Dictionary<(string, int), InfusionProtocol?>();
        var rows = new List<ChartRow>();
        foreach (var session in waiting.Take(Longest))
        {
            var events = await reader.EventsAsync(connection, clinic, session, cancellationToken);
            if (events.Aggregate((SessionState?)null, (before, e) => Session.Evolve(before, e.Event, session)) is not { } state)
            {
                continue;
            }

            var version = (state.Order.Protocol, state.Order.ProtocolVersion);
            if (!protocols.TryGetValue(version, out var protocol))
            {
                protocols[version] = protocol = await ChartReader.ProtocolAsync(connection, clinic, state.Order, cancellationToken);
            }

            var signOff = SignOffState.Of((await reader.SignOffAsync(connection, clinic, session, cancellationToken)).Select(each => each.Event));
            var patient = await reader.DocumentAsync<PatientDocument>(connection, clinic, state.Patient, cancellationToken);
            var versions = await ChartBundles.VersionsAsync(connection, clinic, session, cancellationToken);
            var hasChanged = changed.Contains(session);
            rows.Add(Row(
                session, state, patient, signOff, Obligations.Open(state, [.. events.Select(e => e.Event)], protocol), hasChanged, names, me)
                with
            { Changes = versions.Count > 0 ? versions[^1].Changes : ChartChanges.None });
        }

        return new ChartList(rows, Math.Max(0, waiting.Count - Longest));
    }

    static ChartRow Row(
        Guid session, SessionState state, PatientDocument? patient, SignOffState signOff, IEnumerable<Obligation> owed, bool hasChanged,
        IReadOnlyDictionary<string, string> names, string me)
    {
        var open = owed.Where(each => !each.MayBeWaived || signOff.Waivers.All(waiver => waiver.Obligation != each.Code)).ToList();
        return new ChartRow(
            session, state.Chair, state.Patient, patient is null ? "erased" : $"{patient.FamilyName}, {patient.GivenName}", state.PhaseSince,
            Standing(signOff, hasChanged), open, signOff.Waivers.Length,
            Views(signOff, hasChanged ? null : signOff.Digest, names), signOff.Version,
            signOff.ToBeTold.Contains(me) || (hasChanged && signOff.Signatures.Any(each => each.By == me)), ChartChanges.None);
    }

    /// <param name="hasChanged">The store has more than the newest version.</param>
    public static ChartStanding Standing(SignOffState signOff, bool hasChanged) =>
        signOff.Digest is not { } digest ? ChartStanding.AwaitsSignature
        : hasChanged || !signOff.IsSigned(digest) ? ChartStanding.Changed
        : signOff.IsLocked(digest) ? ChartStanding.Locked
        : ChartStanding.AwaitsLock;

    /// <param name="current">The digest of the chart as it is now; null: no signature is on it.</param>
    public static List<SignatureView> Views(SignOffState signOff, string? current, IReadOnlyDictionary<string, string> names) =>
    [
        .. signOff.Signatures.Select(each => new SignatureView(
            each.By, names.GetValueOrDefault(each.By, each.By), each.Meaning, each.At, each.Version, each.Digest == current)),
    ];

    /// <summary>Of patients who came; oldest first.</summary>
    static async Task<IReadOnlyList<Guid>> WaitingAsync(
        NpgsqlConnection connection, string clinic, IReadOnlyCollection<Guid> changed, CancellationToken cancellationToken)
    {
        await using var command = ChartReader.Command(
            connection,
            """
            select s.id from infusion.mt_doc_sessionrow s
            left join lateral (
                select locked_at from infusion.chart_bundle b where b.clinic = $1 and b.session = s.id order by version desc limit 1) newest on true
            where s.tenant_id = $1 and s.data ->> 'phase' = any($2) and (newest.locked_at is null or s.id = any($3))
                and exists (select from infusion.mt_events e where e.tenant_id = $1 and e.stream_id = s.id and e.type = 'patient_checked_in')
            order by s.data ->> 'plannedAt', s.id
            """,
            clinic, new[] { "Discharged", "Closed", "discharged", "closed" }, changed.ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var sessions = new List<Guid>();
        while (await rows.ReadAsync(cancellationToken))
        {
            sessions.Add(rows.GetGuid(0));
        }

        return sessions;
    }
}
