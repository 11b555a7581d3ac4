using Infusion.Server;
using Infusion.Server.Operations;

return await StartupFailure.RunAsync(async () =>
{
    await using var server = await ServerHost.StartAsync(args, CancellationToken.None);
    await server.WaitForShutdownAsync();
});
