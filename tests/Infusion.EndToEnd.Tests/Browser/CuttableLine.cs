using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>
/// The network between one page and the server. Cut, nothing passes in either direction and nothing is refused by anybody but the
/// network: as when an access point is away.
/// </summary>
sealed partial class CuttableLine
{
    volatile bool _isCut;

    CuttableLine()
    {
    }

    /// <summary>For what the page opens from now on.</summary>
    public static async Task<CuttableLine> OfAsync(IPage page)
    {
        var line = new CuttableLine();
        await page.RouteAsync(Data(), route => line._isCut ? route.AbortAsync("internetdisconnected") : route.ContinueAsync());
        await page.RouteWebSocketAsync(Data(), screen =>
        {
            var server = screen.ConnectToServer();
            screen.OnMessage(frame => line.Pass(frame, server));
            server.OnMessage(frame => line.Pass(frame, screen));
        });
        return line;
    }

    public void Cut() => _isCut = true;

    public void Mend() => _isCut = false;

    void Pass(IWebSocketFrame frame, IWebSocketRoute to)
    {
        if (_isCut)
        {
            return;
        }

        if (frame.Text is { } text)
        {
            to.Send(text);
        }
        else if (frame.Binary is { } bytes)
        {
            to.Send(bytes);
        }
    }

    [GeneratedRegex("/(api|hubs)/")]
    private static partial Regex Data();
}
