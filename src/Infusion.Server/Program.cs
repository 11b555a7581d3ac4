using Infusion.Server;
using Infusion.Server.Charts;
using Infusion.Server.Charts.Bundles;
using Infusion.Server.Identity.Accounts;
using Infusion.Server.Operations;
using Infusion.Server.Replay;

if (args is [ReplayCommand.Name, .. var asked])
{
    var ended = 0;
    var failed = await StartupFailure.RunAsync(async () => ended = await new ReplayCommand(Console.Out, Console.Error).RunAsync(asked, CancellationToken.None));
    return failed != 0 ? failed : ended;
}

if (args is [VerifyCommand.Name, .. var bundle])
{
    return await new VerifyCommand(Console.Out, Console.Error).RunAsync(bundle, CancellationToken.None);
}

if (args is [AuditCommand.Name, .. var audited])
{
    var ended = 0;
    var failed = await StartupFailure.RunAsync(async () => ended = await new AuditCommand(Console.Out, Console.Error).RunAsync(audited, CancellationToken.None));
    return failed != 0 ? failed : ended;
}

if (args is [FirstManagerCommand.Name, .. var first])
{
    var ended = 0;
    var failed = await StartupFailure.RunAsync(async () => ended = await new FirstManagerCommand(Console.Out, Console.Error).RunAsync(first, CancellationToken.None));
    return failed != 0 ? failed : ended;
}

return await StartupFailure.RunAsync(async () =>
{
    await using var server = await ServerHost.StartAsync(args, CancellationToken.None);
    await server.WaitForShutdownAsync();
});
