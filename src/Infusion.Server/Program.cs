using Infusion.Server;
using Infusion.Server.Operations;
using Infusion.Server.Replay;

if (args is [ReplayCommand.Name, .. var asked])
{
    var ended = 0;
    var failed = await StartupFailure.RunAsync(async () => ended = await new ReplayCommand(Console.Out, Console.Error).RunAsync(asked, CancellationToken.None));
    return failed != 0 ? failed : ended;
}

return await StartupFailure.RunAsync(async () =>
{
    await using var server = await ServerHost.StartAsync(args, CancellationToken.None);
    await server.WaitForShutdownAsync();
});
