using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infusion.EndToEnd.Tests.Support;

namespace Infusion.EndToEnd.Tests.Browser;

/// <summary>A series of six infusions over three weeks, around the clinic's next change of the clocks.</summary>
sealed class SeriesOfSix(string clinic, Person nurse, Person physician)
{
    public const string PatientName = "Example, Erika";

    /// <summary>Days from the Sunday of the change.</summary>
    static readonly int[] FromChange = [-12, -9, -5, -2, 3, 5];

    public Guid Plan { get; } = Guid.NewGuid();

    public Guid Patient { get; } = Guid.NewGuid();

    public DateOnly Change { get; private set; }

    public IReadOnlyList<Guid> Infusions { get; } = [.. FromChange.Select(_ => Guid.NewGuid())];

    string Path => $"/api/clinics/{clinic}/pathway";

    public async Task OpenAsync()
    {
        var calendar = await nurse.GetAsync($"{Path}/calendar?from=2026-12-01&days=1");
        Change = ChangeAfter(
            DateOnly.Parse(calendar.GetProperty("today").GetString()!, CultureInfo.InvariantCulture).AddDays(20),
            TimeZoneInfo.FindSystemTimeZoneById(calendar.GetProperty("timeZone").GetString()!));
        await TakenAsync(nurse, $"/api/clinics/{clinic}/patients", new
        {
            commandId = Guid.NewGuid(),
            patient = Patient,
            familyName = "Example",
            givenName = "Erika",
            birthDate = "1980-01-02",
            mrn = "MRN-7001",
        });
        var protocol = (await nurse.GetAsync($"/api/clinics/{clinic}/protocols"))[0].GetProperty("about").GetProperty("id").GetString();
        await TakenAsync(physician, $"{Path}/plans", new
        {
            commandId = Guid.NewGuid(),
            plan = Plan,
            patient = Patient,
            terms = new
            {
                indication = "treatment_resistant_depression",
                icd10 = "F33.2",
                protocol,
                protocolVersion = 0,
                infusions = 6,
                minDaysBetween = 2,
                maxDaysBetween = 5,
                reviewAfterInfusion = 4,
                stopWithoutResponseAfterInfusion = 6,
            },
        });
        foreach (var (infusion, day) in Infusions.Zip(FromChange))
        {
            await SendAsync(new { type = "plan_infusion", appointment = infusion, kind = "series", day = Day(day), time = "09:00:00", chair = "A1" });
        }

        await SendAsync(new { type = "answer_offer", what = "talk_therapy", answer = "accepted" });
    }

    /// <summary>After each infusion but those left out, at the first time that the clinic suggests.</summary>
    public async Task PlanTherapyAsync(params IReadOnlyCollection<int> leftOut)
    {
        var therapist = (await nurse.GetAsync($"{Path}/therapists"))[0].GetProperty("name").GetString();
        foreach (var (number, infusion) in Infusions.Index().Where(each => !leftOut.Contains(each.Index + 1)))
        {
            var times = await nurse.GetAsync($"{Path}/plans/{Plan}/therapy-times?after={infusion}&therapist={therapist}");
            var first = times.GetProperty("times").EnumerateArray().First().GetProperty("when");
            await SendAsync(new
            {
                type = "plan_therapy",
                appointment = Guid.NewGuid(),
                after = infusion,
                therapist,
                day = first.GetProperty("day").GetString(),
                time = first.GetProperty("time").GetString(),
            });
        }
    }

    public async Task<JsonElement> ReadAsync() => await nurse.GetAsync($"{Path}/plans/{Plan}");

    public string Day(int fromChange) => Change.AddDays(fromChange).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    Task SendAsync(object command)
    {
        var body = JsonSerializer.SerializeToNode(command)!.AsObject();
        body["commandId"] = Guid.NewGuid();
        return TakenAsync(nurse, $"{Path}/plans/{Plan}/commands", body);
    }

    static async Task TakenAsync(Person person, string path, object body)
    {
        var answer = await person.Http.PostAsJsonAsync(path, body);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{(body is JsonNode node ? node.ToJsonString() : path)}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    static DateOnly ChangeAfter(DateOnly day, TimeZoneInfo zone)
    {
        for (; ; day = day.AddDays(1))
        {
            if (zone.GetUtcOffset(day.ToDateTime(TimeOnly.MinValue)) != zone.GetUtcOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue)))
            {
                return day;
            }
        }
    }
}
