using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.Dosing;
using Infusion.Core.Sessions;
using Infusion.Server.Clinics;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Pathway;

/// <summary>A plan from its opening to the hand-off, through the API and a real store.</summary>
public sealed class PathwayApiTests(PathwayServer host) : IClassFixture<PathwayServer>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_series_goes_from_appointments_over_a_session_to_talk_therapy_on_another_day_and_survives_a_restart()
    {
        var ward = await host.WardAsync();
        await ward.OpenAsync();
        await ward.StatusAsync(HttpMethod.Put, "settings", Settings(24), "manager");
        var (first, second, therapy, session) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await ward.DoAsync(ward.Infusion(first, 0, "10:00"));
        await ward.DoAsync(ward.Infusion(second, 2));

        var sameDay = await ward.RefusedAsync(ward.Therapy(therapy, first, 0, "16:00"));
        sameDay.Code.ShouldBe("therapy-same-day");
        sameDay.Detail.ShouldContain("The nearest time that works is");
        await ward.DoAsync(ward.Therapy(therapy, first, 1, "12:30"));
        ward.Pass(TimeSpan.FromHours(4));
        await ward.StartAsync(session);
        ward.Pass(TimeSpan.FromHours(1));
        await ward.EndAsync(session);

        var plan = await ward.GetAsync($"plans/{ward.Plan}");
        var given = plan["infusions"]![0]!;
        ((string)given["standing"]!, (Guid)given["session"]!, (int)given["number"]!).ShouldBe(("given", session, 1));
        ((DateTimeOffset)given["endedAt"]!).ShouldBe(host.Clock.GetUtcNow());
        ((string)plan["progress"]!["text"]!).ShouldStartWith("1 of 6, next on ");
        ((string)plan["therapy"]![0]!["conflict"]!).ShouldStartWith("Talk therapy begins at least 24 h after an infusion's end: the infusion ended");
        plan["gaps"]!.AsArray().Select(gap => (string)gap!["code"]!).ShouldBe(["therapy-conflict"]);

        var times = (await ward.GetAsync($"plans/{ward.Plan}/therapy-times?after={first}&therapist=therapist"))["times"]!.AsArray();
        ((bool)times[0]!["isSuggested"]!).ShouldBeTrue();
        await ward.DoAsync(new() { ["type"] = "move_therapy", ["appointment"] = therapy, ["day"] = (string)times[0]!["when"]!["day"]!, ["time"] = (string)times[0]!["when"]!["time"]! });
        var before = (await ward.GetAsync($"plans/{ward.Plan}")).ToJsonString();

        await host.RestartAsync();

        (await ward.GetAsync($"plans/{ward.Plan}")).ToJsonString().ShouldBe(before);
        (await ward.RefusedAsync(ward.Infusion(Guid.NewGuid(), 1))).Code.ShouldBe("spacing");
        JsonNode.Parse(before)!["gaps"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_closed_plan_stays_readable_and_its_id_is_not_used_again()
    {
        var ward = await host.WardAsync();
        await ward.OpenAsync();
        await ward.DoAsync(new() { ["type"] = "close_plan", ["end"] = "patients_wish", ["note"] = "Moves away" }, "physician");
        await host.RestartAsync();

        (await ward.StatusAsync(HttpMethod.Post, "plans", ward.Opening(), "physician")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var nurse = ward.As("nurse");
        (await nurse.GetFromJsonAsync<JsonArray>("plans", Cancel))!.ShouldBeEmpty();
        var next = Guid.NewGuid();
        (await ward.StatusAsync(HttpMethod.Post, "plans", ward.Opening(next), "physician")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var plans = (await nurse.GetFromJsonAsync<JsonArray>($"patients/{ward.Patient}/plans", Cancel))!;
        plans.Select(plan => (Guid)plan!["id"]!).ShouldBe([next, ward.Plan], ignoreOrder: true);
        ((string)plans.Single(plan => (Guid)plan!["id"]! == ward.Plan)!["closed"]!["note"]!).ShouldBe("Moves away");
        (await ward.SendAsync(new() { ["type"] = "close_plan", ["end"] = "completed" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_session_without_an_appointment_that_day_is_noted_and_one_that_gave_nothing_is_undone()
    {
        var ward = await host.WardAsync();
        await ward.OpenAsync();
        var (session, second) = (Guid.NewGuid(), Guid.NewGuid());
        var planned = Guid.NewGuid();
        await ward.SessionAsync(new PlanSession(Guid.NewGuid(), session, "physician", "A1", ward.Patient, ClinicServer.Order) { History = DoseHistory.Nothing });
        var infusion = (await ward.GetAsync($"plans/{ward.Plan}"))["infusions"]![0]!;
        ((string)infusion["kind"]!, (string)infusion["standing"]!, infusion["number"]).ShouldBe(("unplanned", "under_way", null));
        (await ward.RefusedAsync(ward.Therapy(Guid.NewGuid(), null, 0, "23:00"))).Code.ShouldBe("therapy-same-day");

        await ward.SessionAsync(
            new CheckIn(Guid.NewGuid(), session, "nurse"), new LeaveAgainstAdvice(Guid.NewGuid(), session, "nurse", Guid.NewGuid()),
            new CloseSession(Guid.NewGuid(), session, "nurse"));
        ((string)(await ward.GetAsync($"plans/{ward.Plan}"))["infusions"]![0]!["standing"]!).ShouldBe("cancelled");
        await ward.DoAsync(ward.Infusion(planned, 0, "23:30"));
        await ward.StartAsync(second);
        var linked = (await ward.GetAsync($"plans/{ward.Plan}"))["infusions"]!.AsArray().Single(each => (Guid)each!["id"]! == planned)!;
        ((Guid)linked["session"]!, (string)linked["standing"]!).ShouldBe((second, "under_way"));
    }

    [Fact]
    public async Task A_plan_that_is_opened_while_the_patient_sits_at_a_chair_begins_with_that_infusion()
    {
        var ward = await host.WardAsync();
        await ward.RegisterAsync();
        await ward.StartAsync(Guid.NewGuid());

        (await ward.StatusAsync(HttpMethod.Post, "plans", ward.Opening(), "physician")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var plan = await ward.GetAsync($"plans/{ward.Plan}");
        ((string)plan["infusions"]![0]!["standing"]!, (int)plan["infusions"]![0]!["number"]!, (string)plan["progress"]!["standing"]!).ShouldBe(("under_way", 1, "under_way"));
    }

    [Fact]
    public async Task Of_many_who_want_one_chair_at_one_time_one_has_it_and_the_others_are_told_the_nearest_time()
    {
        var ward = await host.WardAsync();
        var plans = Enumerable.Range(0, 6).Select(_ => (Plan: Guid.NewGuid(), Patient: Guid.NewGuid())).ToList();
        foreach (var (plan, patient) in plans)
        {
            await ward.RegisterAsync(patient);
            (await ward.StatusAsync(HttpMethod.Post, "plans", ward.Opening(plan, patient), "physician")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var answers = await Task.WhenAll(plans.Select(each => ward.SendAsync(ward.Infusion(Guid.NewGuid(), 1), plan: each.Plan)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            var body = (await answer.Content.ReadFromJsonAsync<JsonObject>(Cancel))!;
            ((string)body["code"]!).ShouldBe("double-booked");
            ((string)body["detail"]!).ShouldContain("Chair A1 is taken by another patient's infusion");
        }

        var entry = (await ward.GetAsync($"calendar?from={ward.Day(1)}&days=1"))["entries"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)entry["chair"]!, (string)entry["kind"]!, (string)entry["patient"]!["name"]!).ShouldBe(("A1", "infusion", $"{Ward.FamilyName}, Jonas"));
        using var nurse = ward.As("nurse");
        var list = (await nurse.GetFromJsonAsync<JsonArray>("plans", Cancel))!;
        list.Count.ShouldBe(6);
        list.Count(line => (string)line!["progress"]!["standing"]! == "without_appointment").ShouldBe(5);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_a_sentence_and_a_second_copy_changes_nothing()
    {
        var ward = await host.WardAsync();
        await ward.OpenAsync();
        var command = ward.Infusion(Guid.NewGuid(), 1);
        await ward.DoAsync(command);
        await ward.DoAsync(command.DeepClone().AsObject());
        (await ward.GetAsync($"plans/{ward.Plan}"))["infusions"]!.AsArray().Count.ShouldBe(1);

        var skipped = ward.Infusion(Guid.NewGuid(), 1, "02:30");
        skipped["day"] = "2027-03-28";
        (await ward.RefusedAsync(skipped)).ShouldBe(("time-skipped", "The clocks skip 02:30 on Sun 28 Mar 2027; an hour later works."));
        (await ward.RefusedAsync(ward.Therapy(Guid.NewGuid(), null, 5, therapist: "nurse"))).Code.ShouldBe("therapist-unknown");
        (await ward.SendAsync(new() { ["type"] = "make_coffee" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var unknown = ward.Opening(Guid.NewGuid(), Guid.NewGuid());
        (await ward.StatusAsync(HttpMethod.Post, "plans", unknown, "physician")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ward.StatusAsync(HttpMethod.Get, "calendar?days=400", null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ward.StatusAsync(HttpMethod.Get, $"plans/{Guid.NewGuid()}", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    static JsonObject Settings(int hours) => new()
    {
        ["commandId"] = Guid.NewGuid(),
        ["settings"] = new JsonObject
        {
            ["therapyHoursAfterEnd"] = hours,
            ["infusionMinutes"] = 120,
            ["therapyMinutes"] = 50,
            ["closedOn"] = new JsonArray(),
            ["hours"] = new JsonArray([.. Enum.GetValues<DayOfWeek>().Select(day => new JsonObject
            {
                ["day"] = day.ToString().ToLowerInvariant(), ["from"] = "08:00", ["to"] = "20:00",
            })]),
        },
    };
}
