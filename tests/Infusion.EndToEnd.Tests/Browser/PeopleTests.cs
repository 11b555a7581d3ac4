using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using MQTTnet;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>
/// From an empty server, over its set-up, to a nurse who comes, leaves her screen, comes back and is gone: with real pages, a real device
/// and a real passkey.
/// </summary>
[Collection(Collections.Pages)]
public sealed partial class PeopleTests : IAsyncLifetime
{
    const string ManagerPassword = "seven quiet lanterns";
    const string NursePassword = "nine green umbrellas";

    readonly FreshServer _server = new();
    Chromium? _chromium;

    public async ValueTask InitializeAsync()
    {
        _chromium = await Chromium.StartAsync();
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await (_chromium?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_first_manager_invites_a_nurse_who_comes_locks_returns_and_is_deactivated()
    {
        var manager = await _chromium!.OpenAsync(_server.Url);
        await BecomeManagerAsync(manager);
        var invitation = await InviteAsync(manager);
        await SetUpAsync(manager);
        await DeviceTalksAsync(manager);

        var nurse = await _chromium.OpenAsync(_server.Url);
        await AcceptAsync(nurse, invitation);
        var secret = await SetUpSecondFactorAsync(nurse);
        await AddPasskeyAsync(nurse);

        await MenuAsync(nurse, "Sign out");
        await nurse.SignInAsync("moss", NursePassword);
        await nurse.GetByLabel("Code").FillAsync(Code(secret, 1));
        await nurse.Button("Sign in").ClickAsync();
        await LiveAsync(nurse);
        await MenuAsync(nurse, "Sign out");
        await nurse.Button("Sign in with a passkey").ClickAsync();
        await LiveAsync(nurse);

        await LockAndReturnAsync(nurse);

        await manager.ReloadAsync();
        await manager.Button("Deactivate").ClickAsync();
        await Expect(manager.GetByText("E. Moss, RN is signed out everywhere.")).ToBeVisibleAsync();
        // Nobody touched the nurse's screen: her live connection was ended, and the board with it.
        await Expect(nurse).ToHaveURLAsync(SignInPath());
        await nurse.SignInAsync("moss", NursePassword);
        await Expect(nurse.GetByRole(AriaRole.Alert)).ToContainTextAsync("Name or password is wrong");
    }

    async Task BecomeManagerAsync(IPage page)
    {
        await page.GotoAsync(_server.FirstLink.ToString());
        await page.GetByLabel("Sign-in name").FillAsync("lindqvist");
        await page.GetByLabel("Your name as it stands in charts").FillAsync("S. Lindqvist");
        await page.GetByLabel("Name of the clinic").FillAsync("Harbor Street Clinic");
        await page.GetByLabel("Time zone of the clinic").FillAsync("America/New_York");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync("Password2026!");
        await page.Button("Set the password").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("a frequent password with digits or signs around it");
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(ManagerPassword);
        await LooksRightAsync(page);
        await page.Button("Set the password").ClickAsync();
        await Expect(page.GetByText("Your password is set.")).ToBeVisibleAsync();
        await page.SignInAsync("lindqvist", ManagerPassword);
        await LiveAsync(page);
        // An empty clinic is set up first: it begins at what lacks.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "People", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("No physician may sign in.")).ToBeVisibleAsync();
    }

    /// <returns>The invitation's link.</returns>
    static async Task<string> InviteAsync(IPage page)
    {
        await page.GetByLabel("physician", new() { Exact = true }).UncheckAsync();
        await page.GetByLabel("Sign-in name").FillAsync("moss");
        await page.GetByLabel("Name as it stands in charts").FillAsync("E. Moss, RN");
        await page.GetByLabel("nurse", new() { Exact = true }).CheckAsync();
        await page.Button("Invite").ClickAsync();
        var link = page.Locator(".one-time-link");
        await Expect(link).ToContainTextAsync("/link#");
        await LooksRightAsync(page);
        return await link.InnerTextAsync();
    }

    /// <summary>By keyboard and links from step to step; the board of a clinic that is not ready leads back.</summary>
    static async Task SetUpAsync(IPage page)
    {
        await Expect(page.GetByText("E. Moss, RN is invited and has not come yet.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on: protocol" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Protocol", Exact = true })).ToBeFocusedAsync();
        await Expect(page.GetByText("No physician has approved a version.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Protocols" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(3);

        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This clinic is not ready for its first infusion" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on with the set-up" }).ClickAsync();

        await page.GetByRole(AriaRole.Navigation, new() { Name = "Steps" }).GetByRole(AriaRole.Link, new() { Name = "Chairs" }).ClickAsync();
        await page.GetByLabel("Chair", new() { Exact = true }).FillAsync("A1");
        await page.GetByLabel("Room, one there is or a new one").FillAsync("Room A");
        await page.Button("Add the chair").ClickAsync();
        await Expect(page.GetByText("Chair A1 is there.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Next: devices" }).ClickAsync();
    }

    /// <summary>With nothing but the settings that the page gives.</summary>
    static async Task DeviceTalksAsync(IPage page)
    {
        await Expect(page.GetByLabel("Name, as in its topics")).ToHaveValueAsync("monitor-a1");
        await page.Button("Register it and make its credential").ClickAsync();
        var made = page.GetByRole(AriaRole.Region, new() { Name = "Settings of monitor-a1" });
        await Expect(page.GetByText("0 of 1 device talks.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Its credential was never used", new() { Exact = false })).ToBeVisibleAsync();
        foreach (var width in (int[])[390, 1280])
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, $"set-up-{width}.png"), FullPage = true });
            await LooksRightAsync(page);
        }

        async Task<string> SettingAsync(string what) =>
            (await made.Locator("dl > div").Filter(new() { Has = page.GetByText(what, new() { Exact = true }) }).Locator("output").InnerTextAsync()).Trim();
        using var device = new MqttClientFactory().CreateMqttClient();
        await device.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer(await SettingAsync("Host"), int.Parse(await SettingAsync("Port, without TLS"), System.Globalization.CultureInfo.InvariantCulture))
            .WithClientId(await SettingAsync("Client id"))
            .WithCredentials(await SettingAsync("User name"), await SettingAsync("Secret"))
            .Build());
        var topic = await SettingAsync("Topic of its values");
        await page.Button("I have it").ClickAsync();
        await Expect(made).ToHaveCountAsync(0);

        // A device that is heard for a moment is silent again soon: it goes on until the page has said that it talks.
        using var heard = new CancellationTokenSource();
        var speaking = Task.Run(async () =>
        {
            for (var seq = 1; !heard.IsCancellationRequested; seq++)
            {
                await device.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(topic).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                    .WithPayload($$$"""{"boot":"b","seq":{{{seq}}},"values":{"MDC_PULS_OXIM_SAT_O2":97}}""").Build());
                await Task.Delay(TimeSpan.FromSeconds(1), heard.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        try
        {
            await Expect(page.GetByText("1 of 1 device talks.")).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.List, new() { Name = "Devices" }).GetByText("SpO2.", new() { Exact = false })).ToBeVisibleAsync();
            await MenuAsync(page, "Devices");
            await page.SetViewportSizeAsync(390, 844);
            await Expect(page.GetByText("Talks, last heard", new() { Exact = false })).ToBeVisibleAsync();
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, "devices-390.png"), FullPage = true });
            await LooksRightAsync(page);
        }
        finally
        {
            await heard.CancelAsync();
            await speaking;
        }

        await page.SetViewportSizeAsync(1280, 900);
        await MenuAsync(page, "People");
    }

    async Task AcceptAsync(IPage page, string invitation)
    {
        await page.GotoAsync(invitation);
        await Expect(page.GetByText("E. Moss, RN, you sign in as")).ToBeVisibleAsync();
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync(NursePassword);
        await page.Button("Set the password").ClickAsync();
        await page.SignInAsync("moss", NursePassword);
        await LiveAsync(page);

        var late = await _chromium!.OpenAsync(_server.Url);
        await late.GotoAsync(invitation);
        await Expect(late.GetByText("This link cannot be used")).ToBeVisibleAsync();
        await late.CloseAsync();
    }

    /// <returns>The secret that an authenticator would scan.</returns>
    static async Task<string> SetUpSecondFactorAsync(IPage page)
    {
        await MenuAsync(page, "My account");
        await page.GetByLabel("Your password, for any of these").FillAsync(NursePassword);
        await page.Button("Set up an authenticator").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "To be scanned by an authenticator app" })).ToBeVisibleAsync();
        var secret = (await page.Locator(".second-factor code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.GetByLabel("Code that it shows").FillAsync(Code(secret, 0));
        await page.Button("Turn it on").ClickAsync();
        await Expect(page.Locator(".recovery li")).ToHaveCountAsync(10);
        await LooksRightAsync(page);
        await page.Button("I have kept them").ClickAsync();
        return secret;
    }

    static async Task AddPasskeyAsync(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await page.GetByLabel("Name of the new passkey").FillAsync("This laptop");
        await page.GetByLabel("Your password", new() { Exact = true }).FillAsync(NursePassword);
        await page.Button("Add a passkey").ClickAsync();
        await Expect(page.Button("Remove This laptop")).ToBeVisibleAsync();
        await page.Locator(".account-bar").GetByRole(AriaRole.Link, new() { Name = "Back" }).ClickAsync();
        await LiveAsync(page);
    }

    static async Task LockAndReturnAsync(IPage page)
    {
        await MenuAsync(page, "Lock this screen");
        await Expect(page.GetByText("The board stays; nothing can be done here")).ToBeVisibleAsync();
        await Expect(page.Link()).ToContainTextAsync("Live");
        (await page.EvaluateAsync<bool>("document.querySelector('.s-user').closest('[inert]') !== null")).ShouldBeTrue("the board's controls are closed");
        await LooksRightAsync(page);
        await page.ReloadAsync();
        await Expect(page.Button("Come back")).ToBeVisibleAsync();
        await page.GotoAsync("/patients");
        await Expect(page.Button("Come back")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Patients" })).Not.ToBeVisibleAsync();
        await Expect(page.Link().Filter(new() { Visible = true })).ToContainTextAsync("Live");

        await page.GetByLabel("Password of E. Moss, RN").FillAsync("not her password");
        await page.Button("Come back").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "This is not the password" })).ToBeVisibleAsync();
        await page.GetByLabel("Password of E. Moss, RN").FillAsync(NursePassword);
        await page.Button("Come back").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Patients" })).ToBeVisibleAsync();

        await MenuAsync(page, "Lock this screen");
        await page.Button("With a passkey").ClickAsync();
        await Expect(page.Button("Come back")).ToHaveCountAsync(0);
    }

    static Task LiveAsync(IPage page) => Expect(page.Link()).ToContainTextAsync("Live");

    static async Task MenuAsync(IPage page, string item)
    {
        await page.GetByRole(AriaRole.Button, new() { NameRegex = SignOut() }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = item, Exact = true }).ClickAsync();
    }

    static async Task LooksRightAsync(IPage page)
    {
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, "the page is wider than the window");
        var seen = await page.RunAxe();
        seen.Passes.ShouldNotBeEmpty("else nothing was looked at");
        seen.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {string.Join(" ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
    }

    /// <summary>What an authenticator shows (RFC 6238), some steps of 30 s from now.</summary>
    static string Code(string secret, int steps)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(secret.Select(each => Convert.ToString(alphabet.IndexOf(each, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2)).ToArray();
        var counter = BitConverter.GetBytes(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30 + steps);
        Array.Reverse(counter);
#pragma warning disable CA5350 // The standard's own hash.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var at = hash[^1] & 15;
        var number = ((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("sign out")]
    private static partial Regex SignOut();

    [GeneratedRegex("/sign-in$")]
    private static partial Regex SignInPath();
}
