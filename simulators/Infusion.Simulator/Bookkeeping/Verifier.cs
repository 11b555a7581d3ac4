using Npgsql;

namespace Infusion.Simulator.Bookkeeping;

/// <summary>Balances a ledger with a store. A server that has just come back may still be saving: then it looks again.</summary>
public sealed class Verifier(string ledger, string connectionString, string clinic, TimeProvider time)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <returns>The first balance that holds, or the last one.</returns>
    /// <exception cref="NpgsqlException">The store did not answer within the patience.</exception>
    public async Task<Balance> RunAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var isLast = time.GetElapsedTime(started) >= patience;
            try
            {
                var balance = Balance.Of(LedgerFile.Read(ledger, out _), await StoredRecord.ReadAsync(connectionString, clinic, cancellation));
                if (balance.Holds || isLast)
                {
                    return balance;
                }
            }
            catch (NpgsqlException) when (!isLast)
            {
                // Not back yet.
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }
}
