using System.Text;
using Infusion.EndToEnd.Tests.Support;
using Shouldly;

namespace Infusion.EndToEnd.Tests.Faults;

/// <summary>The other side of the ledger: what the database holds, held against what the senders know.</summary>
static class StoredLedger
{
    public static async Task ShouldBalanceAsync(InfusionServer server, Ledger ledger)
    {
        ledger.Surprises.ShouldBeEmpty();
        var readings = await ReadingsAsync(server);
        readings.Where(row => row.Value > 1).ShouldBeEmpty("a message is one row however often it was sent");
        ledger.Good.Keys.Where(key => !readings.ContainsKey(key)).ShouldBeEmpty("an acknowledged message is on disk");
        readings.Keys.Where(key => !ledger.Good.ContainsKey(key)).ShouldBeEmpty("every row was sent by somebody");
        readings.Keys.Sum(key => key.Seq).ShouldBe(ledger.Good.Keys.Sum(key => key.Seq));

        var refused = await RefusedAsync(server);
        ledger.Bad.Values.ShouldAllBe(bad => bad.Refused);
        foreach (var (payload, (sent, _)) in ledger.Bad)
        {
            // A refusal that was stored but not heard is asked for again and stored again; never more often than it was sent.
            refused.GetValueOrDefault(payload).ShouldBeInRange(1, sent, payload);
        }

        refused.Keys.ShouldBe(ledger.Bad.Keys, ignoreOrder: true);
    }

    static async Task<Dictionary<(string Device, string Boot, long Seq), int>> ReadingsAsync(InfusionServer server)
    {
        var rows = new Dictionary<(string, string, long), int>();
        await using var database = server.OpenDatabase();
        await using var command = database.CreateCommand("select device, boot, seq, count(*)::int from infusion.reading group by 1, 2, 3");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows[(reader.GetString(0), reader.GetString(1), reader.GetInt64(2))] = reader.GetInt32(3);
        }

        return rows;
    }

    static async Task<Dictionary<string, int>> RefusedAsync(InfusionServer server)
    {
        var rows = new Dictionary<string, int>();
        await using var database = server.OpenDatabase();
        await using var command = database.CreateCommand("select payload, count(*)::int from infusion.quarantine group by 1");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows[Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(0))] = reader.GetInt32(1);
        }

        return rows;
    }
}
