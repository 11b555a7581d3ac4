using Infusion.Server.Identity;
using Infusion.Server.Identity.Accounts;

namespace Infusion.Server.Operations;

/// <summary>While nobody manages this server, the way to the first manager stands on the standard output of the start that made it, once.</summary>
static class FirstStart
{
    public static async Task SayAsync(WebApplication application, InfusionOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        await using var scope = application.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var store = services.GetRequiredService<IdentityStore>();
        var clock = services.GetRequiredService<IdentityClock>();
        if (await FirstManager.MakeLinkAsync(store, services.GetRequiredService<OneTimeLinks>(), clock, isRenewed: false, cancellationToken) is { } link)
        {
            var origin = options.PublicUrl ?? HttpAddresses.ReachedAt(application.Services);
            await output.WriteLineAsync(FirstManagerCommand.Sentence(link, origin.GetLeftPart(UriPartial.Authority)));
        }
        else if (!await FirstManager.ExistsAsync(store, cancellationToken))
        {
            await output.WriteLineAsync("There is no manager yet. The link that an earlier start printed can still be used; \"infusion first-manager\" makes a new one.");
        }
    }
}
