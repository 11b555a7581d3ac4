using Infusion.Core.Alarms;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Accounts;
using Infusion.Server.Operations;
using Npgsql;

namespace Infusion.Server.Push;

/// <param name="IsCall">Somebody is to go: it was raised, came back, grew graver or is asked of the next.</param>
readonly record struct AlarmHappening(long Sequence, string Clinic, Guid Stream, Guid Alarm, Guid Event, DateTimeOffset At, bool IsCall);

/// <summary>
/// Follows the store for what happened to alarms, and tells the browsers of who is to go. It reads what is committed, so that no writer
/// waits for it and a crash loses nothing; each call is claimed in the store for each browser before it is sent, so that no restart and no
/// second server sends it again; and what is older than a minute is history.
/// </summary>
sealed partial class PushWatch(
    NpgsqlDataSource database, IGrainFactory grains, PushSubscriptions subscriptions, PushDeliveries deliveries, PushSender sender, PushSettings settings,
    ClinicClock clock, TimeProvider time, ILogger<PushWatch> logger) : BackgroundService
{
    /// <summary>An alarm that is older is not told.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);

    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>A clinic whose writer does not answer holds up the others for so long at most.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    static readonly TimeSpan RetainEvery = TimeSpan.FromHours(1);

    /// <summary>Commits of several servers may become visible out of their order, by at most so much.</summary>
    const int OverlapSeconds = 90;

    /// <summary>Read already, within the overlap.</summary>
    readonly HashSet<long> _seen = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.IsEnabled)
        {
            return;
        }

        var retained = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
                if (time.GetUtcNow() - retained > RetainEvery)
                {
                    await deliveries.RetainAsync(clock.Now, stoppingToken);
                    retained = time.GetUtcNow();
                }
            }
            catch (Exception away) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: the server watches patients and does not end for it.
                LogAway(logger, away);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var ofOne in (await ReadAsync(cancellationToken)).GroupBy(each => (each.Clinic, each.Stream, each.Alarm)))
        {
            try
            {
                await TellAsync(ofOne.Key.Clinic, ofOne.Key.Stream, ofOne.Key.Alarm, ofOne.LastOrDefault(each => each.IsCall), cancellationToken);
            }
            catch (Exception reason) when (!cancellationToken.IsCancellationRequested)
            {
                // Again at the next look, while it is fresh.
                _seen.ExceptWith(ofOne.Select(each => each.Sequence));
                LogNotTold(logger, ofOne.Key.Clinic, reason);
            }
        }
    }

    /// <param name="newest">The newest call; default: there is none.</param>
    async Task TellAsync(string clinic, Guid stream, Guid alarm, AlarmHappening newest, CancellationToken cancellationToken)
    {
        var call = (await grains.GetGrain<IClinicGrain>(clinic).AlarmCallAsync(stream, alarm).WaitAsync(Patience, time, cancellationToken)).Value;
        if (call is null or { Standing: AlarmCallStanding.Accepted or AlarmCallStanding.Acknowledged })
        {
            await QuietAsync(clinic, alarm, call, cancellationToken);
        }
        else if (call.Standing is AlarmCallStanding.Calls && newest.IsCall && clock.Now - newest.At < Fresh && !call.People.IsEmpty)
        {
            foreach (var target in await subscriptions.OfAsync(clinic, call.People, cancellationToken))
            {
                await CallAsync(clinic, call, alarm, newest, target, cancellationToken);
            }
        }
    }

    async Task CallAsync(string clinic, AlarmCall call, Guid alarm, AlarmHappening happened, PushTarget target, CancellationToken cancellationToken)
    {
        var (id, token, now) = (Guid.NewGuid(), DeviceSecret.New(), time.GetUtcNow());
        if (await deliveries.ClaimAsync(clinic, id, happened.Event, alarm, call.Chair, target, OneTimeLinks.Hash(token), happened.At, clock.Now, cancellationToken)
            is not { } before)
        {
            return;
        }

        var words = PushWords.Call(call, alarm, target.DisplayName, happened.At, token, now);
        if (call.Priority < AlarmPriority.High && before >= PushDeliveries.ManyInAMinute)
        {
            if (before % PushDeliveries.ManyInAMinute != 0)
            {
                await deliveries.EndAsync(id, PushOutcome.Grouped, clock.Now, cancellationToken);
                return;
            }

            words = PushWords.Many(call, target.DisplayName, happened.At, token, now);
        }

        sender.Enqueue(new PushJob(id, target, words.ToJson(), words.Tag, true, now + Fresh - (clock.Now - happened.At)));
    }

    async Task QuietAsync(string clinic, Guid alarm, AlarmCall? call, CancellationToken cancellationToken)
    {
        var told = await deliveries.QuietAsync(clinic, alarm, clock.Now, cancellationToken);
        if (told.Count == 0)
        {
            return;
        }

        var because = call?.Standing switch
        {
            AlarmCallStanding.Accepted => "somebody goes",
            AlarmCallStanding.Acknowledged => "acknowledged",
            _ => "over",
        };
        var now = time.GetUtcNow();
        foreach (var target in await subscriptions.OfAsync([.. told.Keys], cancellationToken))
        {
            var words = PushWords.Quiet(told[target.Subscription], alarm, because, now);
            sender.Enqueue(new PushJob(null, target, words.ToJson(), words.Tag, false, now + Fresh));
        }
    }

    /// <summary>What was committed since the last look, in its order.</summary>
    async Task<List<AlarmHappening>> ReadAsync(CancellationToken cancellationToken)
    {
        var after = await HistoryAsync(cancellationToken);
        _seen.RemoveWhere(sequence => sequence <= after);
        await using var command = database.CreateCommand(
            """
            select seq_id, id, tenant_id, stream_id, type, data ->> 'alarm', (data ->> 'at')::timestamptz, data ->> 'from', data ->> 'to'
            from infusion.mt_events where seq_id > $1 and type = any($2) order by seq_id
            """);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = Types });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var happened = new List<AlarmHappening>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (_seen.Add(reader.GetInt64(0)))
            {
                var type = reader.GetString(4);
                happened.Add(new(
                    reader.GetInt64(0), reader.GetString(2), reader.GetGuid(3), Guid.Parse(reader.GetString(5)), reader.GetGuid(1),
                    reader.GetFieldValue<DateTimeOffset>(6),
                    type == PriorityChanged ? IsGraver(reader.GetString(7), reader.GetString(8)) : Calls.Contains(type)));
            }
        }

        return happened;
    }

    /// <summary>The newest event that is so old that nothing before it can still become visible, or be told.</summary>
    async Task<long> HistoryAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"select seq_id from infusion.mt_events where timestamp < now() - interval '{OverlapSeconds} seconds' order by seq_id desc limit 1");
        return (long?)await command.ExecuteScalarAsync(cancellationToken) ?? 0;
    }

    static bool IsGraver(string from, string to) =>
        Enum.Parse<AlarmPriority>(to, ignoreCase: true) > Enum.Parse<AlarmPriority>(from, ignoreCase: true);

    static readonly string PriorityChanged = SessionEventNames.All[typeof(AlarmPriorityChanged)];

    static readonly string[] Calls = NamesOf(typeof(AlarmRaised), typeof(AlarmReturned), typeof(AlarmStandsAlone), typeof(AlarmAssigned), typeof(AlarmNotAnswered));

    static readonly string[] Types =
        [.. Calls, PriorityChanged, .. NamesOf(typeof(AlarmConditionCleared), typeof(AlarmAcknowledged), typeof(AlarmAccepted))];

    static string[] NamesOf(params Type[] events) => [.. events.Select(each => SessionEventNames.All[each])];

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store could not be asked; nobody is told of alarms by push now")]
    static partial void LogAway(ILogger logger, Exception reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An alarm of clinic {Clinic} was not told by push")]
    static partial void LogNotTold(ILogger logger, string clinic, Exception reason);
}
