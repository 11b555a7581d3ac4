using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;
using Infusion.Server.Clinics;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Pathway;

/// <summary>What a therapist reads and writes, and what stays closed to them; and what a calendar program reads.</summary>
public sealed class TherapistApiTests(PathwayServer host) : IClassFixture<PathwayServer>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_therapist_of_the_appointment_reads_the_hand_off_and_records_what_the_patient_shares()
    {
        var ward = await host.WardAsync();
        var (infusion, therapy, _) = await GivenAsync(ward);
        var phq9 = new JsonObject { ["commandId"] = Guid.NewGuid(), ["instrument"] = "phq9", ["items"] = new JsonArray(1, 1, 1, 1, 0, 0, 0, 0, 1) };
        (await ward.StatusAsync(HttpMethod.Post, $"../patients/{ward.Patient}/assessments", phq9)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var seen = await ward.GetAsync($"plans/{ward.Plan}/therapy/{therapy}/hand-off", "therapist");
        var of = seen["infusion"]!;
        ((decimal)of["orderedMg"]!, of["givenMg"], (bool)of["hasEnded"]!, (Guid)of["infusion"]!).ShouldBe((35m, null, true, infusion));
        of["comfort"]!.AsArray().Select(line => (string)line!["text"]!).ShouldBe(["Dissociation score: CADSS-6, 9", "Pain score: 0 to 10, 3"]);
        of["events"]!.AsArray().Select(line => (string)line!["text"]!).ShouldBe(["Adverse event, grade 1: nausea"]);
        of["said"]!.AsArray().Select(line => (string)line!["text"]!).ShouldBe(["Felt far away, then calm."]);
        of["openTasks"]!.AsArray().Select(line => (string)line!["text"]!).ShouldBe(["No outcome is charted: nausea, grade 1"]);
        seen["safetyTasks"]!.AsArray().Select(line => (string)line!["text"]!).ShouldBe(["PHQ-9: item 9 is above 0"]);
        ((string)seen["aboutNotes"]!).ShouldContain("Psychotherapy notes are kept outside of this record");
        await ward.DoAsync(new() { ["type"] = "see_hand_off", ["appointment"] = therapy }, "therapist");

        JsonObject Record() => new() { ["type"] = "record_therapy", ["appointment"] = therapy, ["attended"] = true, ["themes"] = "Sleep", ["nextSteps"] = "A walk a day" };
        (await ward.RefusedAsync(Record(), "therapist")).Code.ShouldBe("therapy-not-begun");
        ward.Pass(TimeSpan.FromHours(54));
        (await ward.RefusedAsync(Record(), "therapist", "therapist-2")).Code.ShouldBe("not-your-appointment");
        (await ward.SendAsync(Record())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var recorded = (await ward.DoAsync(Record(), "therapist"))["therapy"]![0]!;
        ((string)recorded["standing"]!, (string)recorded["themes"]!, (string)recorded["nextSteps"]!, recorded["handOffSeenAt"] is null)
            .ShouldBe(("attended", "Sleep", "A walk a day", false));
    }

    [Fact]
    public async Task A_therapist_reads_nothing_else_and_acts_on_no_session()
    {
        var ward = await host.WardAsync();
        var (_, therapy, session) = await GivenAsync(ward);
        string[] closed =
        [
            "../sessions", $"../sessions/{session}/events", $"../sessions/{session}/trends", $"../sessions/{session}/chart/sign-off", "../patients", $"../patients/{ward.Patient}",
            $"../patients/{ward.Patient}/record", "../charts", "../devices", "../protocols", "plans", $"patients/{ward.Patient}/plans",
        ];
        foreach (var path in closed)
        {
            (await ward.StatusAsync(HttpMethod.Get, path, null, "therapist")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        (await ward.StatusAsync(HttpMethod.Post, $"../sessions/{session}/commands", new() { ["type"] = "stop_infusion", ["commandId"] = Guid.NewGuid() }, "therapist"))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ward.StatusAsync(HttpMethod.Post, "plans", ward.Opening(), "therapist")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ward.SendAsync(ward.Infusion(Guid.NewGuid(), 4), "therapist")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var path in new[] { $"plans/{ward.Plan}/therapy/{therapy}/hand-off", $"plans/{ward.Plan}" })
        {
            (await ward.StatusAsync(HttpMethod.Get, path, null, "therapist", "therapist-2")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        (await ward.SendAsync(new() { ["type"] = "cancel_therapy", ["appointment"] = therapy }, "therapist", "therapist-2")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ward.SendAsync(ward.Therapy(Guid.NewGuid(), null, 6, therapist: "therapist-2"), "therapist", "therapist-2")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var own = await ward.GetAsync($"calendar?from={ward.Day(0)}&days=7", "therapist");
        own["entries"]!.AsArray().Select(entry => (string)entry!["kind"]!).ShouldBe(["therapy"]);
        own["chairs"]!.AsArray().ShouldBeEmpty();
        (await ward.GetAsync($"calendar?from={ward.Day(0)}&days=7", "therapist", "therapist-2"))["entries"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_feed_has_the_appointments_and_nobodys_name_and_ends_when_it_is_revoked()
    {
        var ward = await host.WardAsync();
        var (_, therapy, _) = await GivenAsync(ward);
        JsonObject Feed(string kind, string of) => new() { ["kind"] = kind, ["of"] = of };
        (await ward.StatusAsync(HttpMethod.Post, "feeds", Feed("therapist", "therapist"), "therapist", "therapist-2")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ward.StatusAsync(HttpMethod.Post, "feeds", Feed("chair", "B9"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var made = (await (await ward.StatusAsync(HttpMethod.Post, "feeds", Feed("therapist", "therapist"), "therapist")).Content.ReadFromJsonAsync<JsonObject>(Cancel))!;
        var url = new Uri((string)made["url"]!);
        using var program = new HttpClient();

        var answer = await program.GetAsync(url, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/calendar");
        text.ShouldStartWith("BEGIN:VCALENDAR\r\n");
        text.ShouldContain($"UID:{therapy}@infusion");
        text.ShouldContain("SUMMARY:Talk therapy");
        text.ShouldContain($"DTSTART:{ward.Day(2).Replace("-", "", StringComparison.Ordinal)}T");
        new[] { Ward.FamilyName, "Jonas", ward.Patient.ToString(), "208-4417" }.ShouldAllBe(secret => !text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        text.ShouldNotContain("Infusion, chair");
        (await program.GetAsync(new Uri($"{url.GetLeftPart(UriPartial.Authority)}/calendar-feeds/{(Guid)made["id"]!}/{new string('0', 48)}.ics"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var nurse = ward.As("nurse");
        var listed = (await nurse.GetFromJsonAsync<JsonArray>("feeds", Cancel))!.ShouldHaveSingleItem()!;
        (listed["url"], (string)listed["of"]!).ShouldBe((null, "therapist"));

        (await ward.StatusAsync(HttpMethod.Delete, $"feeds/{(Guid)made["id"]!}", null, "therapist")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await program.GetAsync(url, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>An infusion that was given today, and talk therapy tomorrow at 14:00.</summary>
    static async Task<(Guid Infusion, Guid Therapy, Guid Session)> GivenAsync(Ward ward)
    {
        var (infusion, therapy, session, note) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await ward.OpenAsync();
        await ward.DoAsync(ward.Infusion(infusion, 0, "23:00"));
        await ward.DoAsync(ward.Therapy(therapy, infusion, 2));
        await ward.StartAsync(session);
        await ward.SessionAsync(
            new ChartObservation(Guid.NewGuid(), session, "nurse", Observation.Dissociation, ObservationScale.Cadss6, 9, null),
            new ChartObservation(Guid.NewGuid(), session, "nurse", Observation.Pain, ObservationScale.Numeric, 3, null),
            new ChartAdverseEvent(Guid.NewGuid(), session, "nurse", AdverseEventCode.Nausea, 1));
        await ward.Server.ExecuteAsync(ward.Clinic, new ClinicCommand.OfSession(
            new WriteNote(note, session, "nurse", note), new NoteDocument(note, session, "Felt far away, then calm.", "nurse", default)));
        await ward.EndAsync(session);
        return (infusion, therapy, session);
    }
}
