using System.Globalization;

namespace Infusion.Simulator.Bookkeeping;

/// <summary>One thing that the ledger and the store do not agree on.</summary>
public sealed record Difference(string Kind, MessageKey Message)
{
    public override string ToString() => $"{Kind} {Message}";
}

/// <summary>
/// The ledger held against the store. What a message without an answer became is open: it may be stored or not, and its
/// device still holds it.
/// </summary>
/// <param name="Unanswered">Messages that were sent and have no answer yet.</param>
/// <param name="Resent">Sends beyond the first of each message.</param>
/// <param name="Others">Rows of boots that the ledger does not know: another sender's.</param>
public sealed record Balance(
    IReadOnlyList<Difference> Differences, long Sent, long Accepted, long Refused, long Unanswered, long Resent, long Others)
{
    public bool Holds => Differences.Count == 0;

    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{Sent} sent ({Resent} again), {Accepted} accepted, {Refused} refused, {Unanswered} without an answer, {Others} rows of others, {Differences.Count} differences");

    public static Balance Of(IReadOnlyList<LedgerEntry> ledger, StoredRecord stored)
    {
        var messages = Messages(ledger);
        var copies = stored.Readings.GroupBy(row => row.Key).ToDictionary(rows => rows.Key, rows => rows.Count());
        var refusals = stored.Refusals.GroupBy(row => row.Hash).ToDictionary(rows => rows.Key, rows => rows.Count());
        var boots = messages.Select(message => (message.Key.Device, message.Key.Boot)).ToHashSet();
        var devices = boots.Select(boot => boot.Device).ToHashSet();
        var sentKeys = messages.Select(message => message.Key).ToHashSet();
        var sentHashes = messages.Select(message => message.Hash).ToHashSet();

        var ofOthers = stored.Readings.Where(row => !boots.Contains((row.Key.Device, row.Key.Boot))).ToList();
        var refusalsOfOthers = stored.Refusals.Where(row => row.Device is null || !devices.Contains(row.Device)).ToList();
        Difference[] differences =
        [
            .. messages.SelectMany(message => Judge(
                message, copies.ContainsKey(message.Key), refusals.GetValueOrDefault(message.Hash))),
            .. copies.Where(copy => copy.Value > 1).Select(copy => new Difference("stored-twice", copy.Key)),
            .. copies.Keys.Where(key => boots.Contains((key.Device, key.Boot)) && !sentKeys.Contains(key))
                .Select(key => new Difference("stored-never-sent", key)),
            .. stored.Refusals.Where(row => row.Device is { } device && devices.Contains(device) && !sentHashes.Contains(row.Hash))
                .Select(row => new Difference("refused-never-sent", new MessageKey(row.Device!, row.Hash, 0))),
            .. OutOfOrder(stored.Readings),
        ];
        return new Balance(
            differences,
            messages.Sum(message => (long)message.Sends),
            messages.Count(message => message.IsAnswered && !message.WasRefused),
            messages.Count(message => message.WasRefused),
            messages.Count(message => !message.IsAnswered),
            messages.Sum(message => Math.Max(0L, message.Sends - 1)),
            ofOthers.Count + refusalsOfOthers.Count);
    }

    static IEnumerable<Difference> Judge(Message message, bool isStored, int refusals)
    {
        foreach (var code in message.Codes.Distinct())
        {
            var kind = code switch
            {
                < LedgerEntry.FirstRefusal => isStored ? null : "accepted-not-stored",
                LedgerEntry.Unusable => refusals > 0 ? null : "refused-not-kept",
                // 3.1.1 acknowledges both ways: somewhere it has to be.
                null => isStored || refusals > 0 ? null : "acknowledged-not-stored",
                _ => "strange-answer",
            };
            if (kind is not null)
            {
                yield return new Difference(kind, message.Key);
            }
        }

        // A refusal that was kept but not heard is asked for again and kept again; never more often than it was sent.
        if (refusals > message.Sends)
        {
            yield return new Difference("refused-too-often", message.Key);
        }
    }

    /// <summary>What was taken as live was evaluated in the order in which its device counted.</summary>
    static IEnumerable<Difference> OutOfOrder(IEnumerable<StoredReading> readings)
    {
        foreach (var boot in readings.Where(row => !row.IsLate).GroupBy(row => (row.Key.Device, row.Key.Boot)))
        {
            var highest = long.MinValue;
            foreach (var row in boot.OrderBy(row => row.Input).ThenBy(row => row.Key.Seq))
            {
                if (row.Key.Seq < highest)
                {
                    yield return new Difference("out-of-order", row.Key);
                }

                highest = Math.Max(highest, row.Key.Seq);
            }
        }
    }

    /// <summary>By payload as well: what is refused may carry the numbers of a good one.</summary>
    static List<Message> Messages(IReadOnlyList<LedgerEntry> ledger) =>
    [
        .. ledger.GroupBy(entry => (entry.Key, entry.Hash)).Select(entries => new Message(
            entries.Key.Key,
            entries.Key.Hash,
            entries.Count(entry => entry.Act == LedgerAct.Sent),
            [.. entries.Where(entry => entry.Act == LedgerAct.Answered).Select(entry => entry.Code)])),
    ];

    sealed record Message(MessageKey Key, string Hash, int Sends, IReadOnlyList<int?> Codes)
    {
        public bool IsAnswered => Codes.Count > 0;

        public bool WasRefused => Codes.Contains(LedgerEntry.Unusable);
    }
}
