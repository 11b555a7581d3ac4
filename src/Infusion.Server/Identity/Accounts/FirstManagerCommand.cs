using Infusion.Server.Operations;
using Microsoft.EntityFrameworkCore;

namespace Infusion.Server.Identity.Accounts;

/// <summary>
/// The command line: a new link for the first manager, when the one of the first start was lost. Ends with 0 when it prints one, with 1 when
/// there is a manager already, with 2 when the arguments say nothing that can be done.
/// </summary>
sealed class FirstManagerCommand(TextWriter output, TextWriter error)
{
    public const string Name = "first-manager";
    const string Usage = "Usage: first-manager [--connection TEXT] [--url ORIGIN]";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        string? connection = null, url = null;
        foreach (var pair in arguments.Chunk(2))
        {
            switch (pair)
            {
                case ["--connection", var text]: connection = text; break;
                case ["--url", var text]: url = text; break;
                default:
                    await error.WriteLineAsync($"{pair[0]} is not understood.");
                    await error.WriteLineAsync(Usage);
                    return 2;
            }
        }

        await using var database = await CommandDatabase.OpenAsync(connection, cancellationToken);
        await using var store = new IdentityStore(new DbContextOptionsBuilder<IdentityStore>().UseNpgsql(database.Source).UseOpenIddict().Options);
        var clock = new IdentityClock(TimeProvider.System);
        if (await FirstManager.MakeLinkAsync(store, new OneTimeLinks(store, clock), clock, isRenewed: true, cancellationToken) is not { } link)
        {
            await error.WriteLineAsync("There is a manager already, who invites everybody else.");
            return 1;
        }

        await output.WriteLineAsync(Sentence(link, url ?? "http://localhost:5080"));
        return 0;
    }

    public static string Sentence(NewLink link, string origin) =>
        $"There is no manager yet. Whoever opens this link first becomes one; it works once, until {link.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC:{Environment.NewLine}"
        + $"  {origin.TrimEnd('/')}{link.Path}";
}
