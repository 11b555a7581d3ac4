using System.Net.Http.Json;
using System.Text.Json;
using Infusion.EndToEnd.Tests.Browser;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Infusion.EndToEnd.Tests.Day.DayScripts;
using static Microsoft.Playwright.Assertions;

namespace Infusion.EndToEnd.Tests.Day;

/// <summary>
/// A clinic's day through API and browser, thirty times as fast: an uneventful infusion at A1, one with hypertension, rescue, pause
/// and early stop at A2, an intramuscular dose with vitals by hand at A3. The tests only read what became of it.
/// </summary>
public sealed class ScriptedDay : IAsyncLifetime
{
    const int Speed = 30;
    const int Wide = 1280;
    const int Tablet = 820;

    readonly List<(string What, string Code, string Sentence)> _refusals = [];
    Chromium? _browser;
    InfusionServer? _server;
    Person? _nurse;
    Person? _second;
    Person? _physician;

    internal InfusionServer Server => _server!;

    internal Person Nurse => _nurse!;

    /// <summary>What was tried and may not be, with what the person read.</summary>
    internal IReadOnlyList<(string What, string Code, string Sentence)> Refusals => _refusals;

    /// <summary>What the second nurse read before she gave her numbers.</summary>
    internal string DoubleCheckSheet { get; private set; } = "";

    /// <summary>From when to when the monitor of A2 charted at A3.</summary>
    internal (DateTimeOffset From, DateTimeOffset To) Wrong { get; private set; }

    internal DayPatient Uneventful { get; private set; } = null!;

    internal DayPatient Hypertensive { get; private set; } = null!;

    internal DayPatient Intramuscular { get; private set; } = null!;

    internal IReadOnlyList<DayPatient> Patients => [Uneventful, Hypertensive, Intramuscular];

    string Clinic => Server.Access.Clinic;

    public async ValueTask InitializeAsync()
    {
        _browser = await Chromium.StartAsync();
        _server = await InfusionServer.StartAsync("--Infusion:DemoChairs=3", $"--Infusion:Clock:Speed={Speed}");
        _nurse = await Person.SignInAsync(Server.Access.Url, Server.Access.Nurse);
        _second = await Person.SignInAsync(Server.Access.Url, Server.Access.SecondNurse);
        _physician = await Person.SignInAsync(Server.Access.Url, Server.Access.Physician);
        var seats = await DemoSessions.EndAsync(_nurse, Server.Access.Physician, Clinic);
        (Uneventful, Hypertensive, Intramuscular) = (At(0, 54m), At(1, 54m), At(2, 5.4m));

        await PaperworkAsync();

        var scripts = Directory.CreateDirectory(Path.Combine(Server.Data.Path, "day")).FullName;
        await File.WriteAllTextAsync(Path.Combine(scripts, "uneventful.scenario.json"), DayScripts.Uneventful);
        await File.WriteAllTextAsync(Path.Combine(scripts, "hypertensive.scenario.json"), DayScripts.Hypertensive);
        await using var devices = RunningProgram.Start(
            Repository.Simulator, "play", Path.Combine(scripts, "uneventful.scenario.json"), Path.Combine(scripts, "hypertensive.scenario.json"),
            "--demo", Server.Data.DemoFile, "--monitor", "monitor-1", "--pump", "pump-1", "--monitor", "monitor-2", "--pump", "pump-2");
        var clock = await DayClock.StartedAsync(devices, _nurse);

        await ReadyAsync();
        await DuringAsync(clock);
        await AfterAsync(clock);

        DayPatient At(int seat, decimal totalMl) => new(_nurse, Clinic, seats[seat].Chair, seats[seat].Patient, totalMl);
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        foreach (var person in new[] { _nurse, _second, _physician })
        {
            await (person?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Orders, check-in, preparation, double check: however long it takes, the devices' script waits for it.</summary>
    async Task PaperworkAsync()
    {
        await RefusedPlanAsync("a dose above the hard limit", Uneventful, Infusion(doseMg: 400m));
        await PlanAsync(Uneventful, Infusion(doseMg: 54m));
        await PlanAsync(Hypertensive, Infusion(doseMg: 54m));
        await PlanAsync(Intramuscular, Order("intramuscular", 54m, concentrationMgPerMl: 10m, rateMlPerHour: 8.1m));
        foreach (var patient in Patients)
        {
            await patient.DoAsync(new { type = "check_in" });
            await patient.PressureAsync();
            await patient.DoAsync(new { type = "chart_observation", what = "dissociation", scale = "cadss6", score = 0 });
            await patient.OpenVialAsync();
        }

        await TriedAsync("a start before check-in has passed", Uneventful, new { type = "mark_ready" });
        var now = (await _nurse!.GetAsync("/api/clock")).GetProperty("now").GetDateTimeOffset();
        foreach (var patient in Patients)
        {
            await patient.CheckInAsync(now);
            await patient.PrepareAsync();
        }

        await TriedAsync("a double check by who prepared", Uneventful, Check(54m, 54m, RateMlPerHour));
        await _second!.SendAsync(Clinic, Uneventful.Session, Check(54m, 54m, RateMlPerHour));
        await _second.SendAsync(Clinic, Intramuscular.Session, Check(54m, 5.4m, null));
        await LookAsync("check-in", $"/sessions/{Hypertensive.Session}/check-in", async page => await Expect(page.GetByText("Compute the order")).ToBeVisibleAsync());
        await DoubleCheckOnTheTabletAsync(Hypertensive);
    }

    /// <summary>Devices to chairs, and everybody is ready.</summary>
    async Task ReadyAsync()
    {
        await AttachAsync(Uneventful, "monitor-1", "pump-1");
        await TriedAsync("a device that is elsewhere", Hypertensive, new { type = "attach_device", device = "monitor-1" });

        // The wrong chair: the monitor of A2 is scanned at A3, and A2's vitals are taken by hand.
        await AttachAsync(Intramuscular, "monitor-2");
        await AttachAsync(Hypertensive, "pump-2");
        await Hypertensive.DoAsync(new { type = "set_vitals_by_hand", isOn = true });
        await Intramuscular.DoAsync(new { type = "set_vitals_by_hand", isOn = true });
        foreach (var patient in Patients)
        {
            await patient.DoAsync(new { type = "mark_ready" });
        }
    }

    static object Check(decimal doseMg, decimal volumeMl, decimal? rateMlPerHour) => new { type = "check_order", doseMg, volumeMl, rateMlPerHour };

    /// <summary>The second nurse computes from the sheet; nothing on it gives the answer away.</summary>
    async Task DoubleCheckOnTheTabletAsync(DayPatient patient)
    {
        var page = await _browser!.SignInAsync(Server.Access.Url, Server.Access.SecondNurse, Tablet);
        await page.GotoAsync($"/sessions/{patient.Session}/double-check");
        await page.GetByLabel("Dose mg").FillAsync("54");
        DoubleCheckSheet = await page.Locator("main").InnerTextAsync();
        await page.GetByLabel("Volume that holds it").FillAsync("54");
        await page.GetByLabel("Rate").FillAsync("81");
        await page.Button("Give my numbers").ClickAsync();
        await Expect(page.GetByText("They agree", new() { Exact = true })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    async Task DuringAsync(DayClock clock)
    {
        await clock.UntilAsync(Began + 15);

        // However long the paperwork took: a pressure of before it may be too old.
        foreach (var patient in Patients)
        {
            await patient.PressureAloneAsync();
        }

        foreach (var patient in new[] { Uneventful, Hypertensive })
        {
            var began = (await patient.ViewAsync()).GetProperty("care").GetProperty("pumpBeganAt").GetDateTimeOffset();
            await patient.DoAsync(new { type = "start_infusion", at = began });
        }

        await Intramuscular.DoAsync(new { type = "give_dose", route = "intramuscular", doseMg = 54 });
        await Intramuscular.DoAsync(new { type = "give_from_vial", vial = Intramuscular.Vial, mg = 54 });
        await TriedAsync("an end before the start", Uneventful, new { type = "stop_infusion", at = clock.At(Began - 60) });
        await Task.WhenAll(
            _nurse!.SendAsync(Clinic, Uneventful.Session, new { type = "chart_setting", item = "music", isOn = true }),
            _second!.SendAsync(Clinic, Uneventful.Session, new { type = "chart_setting", item = "dimmed_light", isOn = true }));
        await NoteThatOutlivesTheConnectionAsync();

        // The nurse sees which monitor it is.
        await RoundsAsync(clock, Began + 200);
        await Hypertensive.DoAsync(new { type = "move_device", device = "monitor-2", fromSession = Intramuscular.Session });
        await Hypertensive.DoAsync(new { type = "set_vitals_by_hand", isOn = false });
        await Intramuscular.PressureAloneAsync();

        await RoundsAsync(clock, Began + 540);
        var adverse = await Hypertensive.DoAsync(new { type = "chart_adverse_event", code = "hypertension", grade = 2 });
        var rescue = await Hypertensive.DoAsync(new { type = "give_rescue", medication = "labetalol", dose = 10, unit = "milligram", route = "intravenous" });
        await LookAsync("hypertension", $"/chairs/{Hypertensive.Chair}", async page => await Expect(page.GetByText("labetalol").First).ToBeVisibleAsync());
        await RoundsAsync(clock, Paused);
        await Hypertensive.DoAsync(new { type = "pause_infusion", reason = "hypertension" });
        await RoundsAsync(clock, Resumed);
        await Hypertensive.DoAsync(new { type = "resume_infusion" });
        await RoundsAsync(clock, StoppedEarly);
        await Hypertensive.DoAsync(new { type = "stop_infusion", reason = "hypertension" });
        await Hypertensive.DoAsync(new { type = "chart_rescue_response", rescue, response = "partial" });
        await RoundsAsync(clock, Completed + 10);
        await Hypertensive.DoAsync(new { type = "chart_adverse_event_outcome", adverseEvent = adverse, outcome = "resolved" });
        await Uneventful.DoAsync(new { type = "stop_infusion", reason = "completed" });
        await Intramuscular.DoAsync(new { type = "stop_infusion", reason = "completed" });
    }

    async Task AfterAsync(DayClock clock)
    {
        await TriedAsync("going home before the time", Uneventful, new { type = "discharge" });
        await RoundsAsync(clock, Completed + 1860);
        await CorrectAsync(clock);
        await Uneventful.DoAsync(new { type = "give_from_vial", vial = Uneventful.Vial });
        await Hypertensive.DoAsync(new { type = "give_from_vial", vial = Hypertensive.Vial });
        await TriedAsync("a witness who is the same person", Uneventful, Uneventful.Waste(146m, Server.Access.Nurse));
        await LeaveAsync(Uneventful, leftMg: 146m);
        await LeaveAsync(Hypertensive, leftMg: 200m - EarlyMl);
        await LeaveAsync(Intramuscular, leftMg: 146m);
        foreach (var (name, patient) in new[] { ("hypertensive", Hypertensive), ("intramuscular", Intramuscular) })
        {
            await LookAsync($"chart-{name}", $"/sessions/{patient.Session}/chart", async page => await Expect(page.GetByText("Order against delivered")).ToBeVisibleAsync());
        }

        await SignAsync(Hypertensive);
        await LookAsync("end", "/", async page => await Expect(page.Chair(Uneventful.Chair)).ToBeVisibleAsync());
    }

    /// <summary>An hour after the monitor was moved: what it charted before belongs to A2 as well.</summary>
    async Task CorrectAsync(DayClock clock)
    {
        await clock.UntilAsync(Began + 200 + 3600);
        var charted = (await _nurse!.GetAsync($"/api/clinics/{Clinic}/sessions/{Intramuscular.Session}/associations"))
            .GetProperty("devices").EnumerateArray().Single(each => each.GetProperty("device").GetString() == "monitor-2");
        Wrong = (charted.GetProperty("from").GetDateTimeOffset(), charted.GetProperty("to").GetDateTimeOffset());
        var correction = new
        {
            type = "correct_association",
            device = "monitor-2",
            from = Wrong.From,
            to = Wrong.To,
            fromSession = Intramuscular.Session,
            toSession = Hypertensive.Session,
            reason = "The monitor of A2 was scanned at A3",
        };
        await TriedAsync("a correction of a time that cannot be", Hypertensive, correction with { from = Wrong.To, to = Wrong.From });
        await Hypertensive.DoAsync(correction);
        await LookAsync("correction", $"/corrections/{Hypertensive.Session}", async page => await Expect(page.GetByText("The monitor of A2 was scanned at A3").First).ToBeVisibleAsync());
    }

    /// <summary>What a nurse does between two events: looks at each due-list, and ticks off; once at least, however late it has become.</summary>
    async Task RoundsAsync(DayClock clock, int until)
    {
        do
        {
            var soon = (await clock.NowAsync()).AddSeconds(45);
            await Uneventful.TickOffAsync(soon, pressureByHand: false);
            await Hypertensive.TickOffAsync(soon, pressureByHand: false);
            await Intramuscular.TickOffAsync(soon, pressureByHand: true);
            await clock.UntilAsync(Math.Min(until, (int)await clock.SecondAsync() + 40));
        }
        while (await clock.SecondAsync() < until);
    }

    async Task LeaveAsync(DayPatient patient, decimal leftMg)
    {
        await patient.ReadyToLeaveAsync();
        await patient.DoAsync(patient.Waste(leftMg, Server.Access.SecondNurse));
        await patient.DoAsync(new { type = "discharge" });
        await patient.DoAsync(new { type = "close" });
    }

    /// <summary>The physician waives what is open, and signs what stands there then.</summary>
    async Task SignAsync(DayPatient patient)
    {
        var chart = $"/api/clinics/{Clinic}/sessions/{patient.Session}/chart";
        foreach (var open in (await _physician!.GetAsync($"{chart}/sign-off")).GetProperty("obligations").EnumerateArray())
        {
            await TakenAsync("waivers", new { commandId = Guid.NewGuid(), obligation = open.GetProperty("code").GetString(), reason = "Seen with the nurse at the end of the day" });
        }

        var digest = (await _physician.GetAsync($"{chart}/sign-off")).GetProperty("digest").GetString();
        await TakenAsync("signatures", new { meaning = "author", digest, password = Server.Access.Physician.Password });

        async Task TakenAsync(string what, object body)
        {
            var answer = await _physician!.Http.PostAsJsonAsync($"{chart}/{what}", body);
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{what}: {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }

    static async Task AttachAsync(DayPatient patient, params string[] devices)
    {
        foreach (var device in devices)
        {
            await patient.DoAsync(new { type = "attach_device", device });
        }
    }

    static object Infusion(decimal doseMg) => Order("iv_infusion", doseMg, concentrationMgPerMl: 1m, RateMlPerHour);

    static object Order(string route, decimal doseMg, decimal concentrationMgPerMl, decimal rateMlPerHour) => new
    {
        protocol = "alcohol-use-disorder",
        drug = "ketamine",
        doseMg,
        weightKg = 67.5,
        weightBasis = "actual",
        weightMethod = "measured",
        weighedOn = "2026-01-02",
        concentrationMgPerMl,
        rateMlPerHour,
        durationMinutes = 40,
        orderedMgPerKg = 0.8,
        route,
    };

    async Task PlanAsync(DayPatient patient, object order)
    {
        var answer = await PostPlanAsync(patient, order);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }
    }

    async Task RefusedPlanAsync(string what, DayPatient patient, object order)
    {
        var problem = JsonElement.Parse(await (await PostPlanAsync(patient, order)).Content.ReadAsStringAsync());
        _refusals.Add((what, problem.GetProperty("code").GetString()!, problem.GetProperty("detail").GetString()!));
    }

    Task<HttpResponseMessage> PostPlanAsync(DayPatient patient, object order) => _physician!.Http.PostAsJsonAsync(
        $"/api/clinics/{Clinic}/sessions", new { commandId = Guid.NewGuid(), session = patient.Session, chair = patient.Chair, patient = patient.Patient, order });

    async Task TriedAsync(string what, DayPatient patient, object command)
    {
        var (code, sentence) = await patient.RefusedAsync(command);
        _refusals.Add((what, code, sentence));
    }

    async Task NoteThatOutlivesTheConnectionAsync()
    {
        var page = await _browser!.SignInAsync(Server.Access.Url, Server.Access.Nurse, Tablet);
        await page.GotoAsync($"/chairs/{Intramuscular.Chair}");
        var note = page.GetByRole(AriaRole.Textbox, new() { Name = "Note", Exact = true });
        await note.FillAsync("Comfortable, eyes closed.");
        await page.Context.SetOfflineAsync(true);
        await page.Button("Write note").ClickAsync();
        await Expect(note).ToHaveValueAsync("Comfortable, eyes closed.");
        await page.Context.SetOfflineAsync(false);
        await Expect(page.ChartList().GetByText("Comfortable, eyes closed.")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>A page at both widths of the clinic: what must be on it is on it, and nothing has to be scrolled sideways.</summary>
    async Task LookAsync(string name, string path, Func<IPage, Task> shows)
    {
        var page = await _browser!.SignInAsync(Server.Access.Url, Server.Access.Nurse);
        foreach (var width in new[] { Wide, Tablet })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.GotoAsync(path);
            await shows(page);
            var beyond = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (beyond > 0)
            {
                throw new InvalidOperationException($"{path} is {beyond} px wider than {width}.");
            }

            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, $"day-{name}-{width}.png"), FullPage = true });
        }

        await page.Context.CloseAsync();
    }
}
