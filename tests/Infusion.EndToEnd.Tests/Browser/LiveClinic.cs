using System.Globalization;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>A demo clinic with its simulated patients, and a browser to look at it. Time runs fast, so that alarms come soon.</summary>
public abstract class LiveClinic(int chairs) : IAsyncLifetime
{
    const int Speed = 10;

    InfusionServer? _server;
    RunningProgram? _simulator;
    Chromium? _chromium;

    internal InfusionServer Server => _server!;

    internal Chromium Browser => _chromium!;

    internal DemoAccess Access => Server.Access;

    public async ValueTask InitializeAsync()
    {
        _chromium = await Chromium.StartAsync();
        _server = await InfusionServer.StartAsync(
            string.Create(CultureInfo.InvariantCulture, $"--Infusion:DemoChairs={chairs}"),
            string.Create(CultureInfo.InvariantCulture, $"--Infusion:Clock:Speed={Speed}"));
        _simulator = RunningProgram.Start(
            Repository.Simulator, "run", "--demo", Server.Data.DemoFile, "--chairs", chairs.ToString(CultureInfo.InvariantCulture));
    }

    internal Task<IPage> SignInAsync(string role = "nurse", int width = 1280, int height = 900) =>
        Browser.SignInAsync(Access.Url, Access.Users.First(user => user.Role == role), width, height);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await (_chromium?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_simulator?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

public sealed class SixChairs() : LiveClinic(chairs: 6);

public sealed class TwoChairs() : LiveClinic(chairs: 2);
