using System.Text.Json;
using Infusion.EndToEnd.Tests.Support;

namespace Infusion.EndToEnd.Tests.Day;

/// <summary>A session of the day, and what the nurse does for it through the API.</summary>
/// <param name="totalMl">That hold the 54 mg of the order.</param>
sealed class DayPatient(Person nurse, string clinic, string chair, Guid patient, decimal totalMl)
{
    public Guid Session { get; } = Guid.NewGuid();

    /// <summary>Of 200 mg.</summary>
    public Guid Vial { get; } = Guid.NewGuid();

    public Guid Patient => patient;

    public string Chair => chair;

    public Task<Guid> DoAsync(object command) => nurse.SendAsync(clinic, Session, command);

    public Task<(string Code, string Sentence)> RefusedAsync(object command) => nurse.RefusedAsync(clinic, Session, command);

    /// <summary>What the screens are told now.</summary>
    public async Task<JsonElement> ViewAsync()
    {
        await using var live = await LiveWatch.StartAsync(nurse, clinic);
        return live.Snapshot.GetProperty("chairs").EnumerateArray().Single(each => each.GetProperty("chair").GetString() == chair).GetProperty("session");
    }

    /// <summary>Everything of the due-list that is due by then is seen and charted; a cuff's own measurements count by themselves.</summary>
    public async Task TickOffAsync(DateTimeOffset by, bool pressureByHand)
    {
        foreach (var due in (await ViewAsync()).GetProperty("due").EnumerateArray().Where(due => due.GetProperty("dueAt").GetDateTimeOffset() <= by))
        {
            switch (due.GetProperty("what").GetString())
            {
                case "sedation":
                    await DoAsync(new { type = "chart_observation", what = "sedation", scale = "moaa_s", score = 5 });
                    break;
                case "blood_pressure" when pressureByHand:
                    await PressureAsync();
                    break;
            }
        }
    }

    public Task PressureAsync() => DoAsync(new
    {
        type = "chart_vitals",
        systolicMmHg = 124,
        diastolicMmHg = 78,
        heartRatePerMinute = 72,
        spo2Percent = 97,
        respiratoryRatePerMinute = 14,
    });

    public Task PressureAloneAsync() => DoAsync(new { type = "chart_vitals", systolicMmHg = 124, diastolicMmHg = 78 });

    public Task OpenVialAsync() => DoAsync(new
    {
        type = "open_vial",
        vial = Vial,
        drug = "ketamine",
        strengthMgPerMl = 10,
        volumeMl = 20,
        lot = "K-2041",
        expiry = "2199-01-31",
    });

    /// <summary>Every item of the protocol's check-in that is not measured.</summary>
    public async Task CheckInAsync(DateTimeOffset now)
    {
        foreach (var answer in new object[]
        {
            new { type = "answer_check_in", item = "identity", finding = "confirmed", identifiers = new[] { "full_name", "birth_date" } },
            new { type = "answer_check_in", item = "consent", finding = "confirmed", consentVersion = "2026-03", signedOn = DateOnly.FromDateTime(now.UtcDateTime) },
            new { type = "answer_check_in", item = "fasting", finding = "taken", solidsAt = now.AddHours(-10), fluidsAt = now.AddHours(-4) },
            new { type = "answer_check_in", item = "pregnancy", finding = "not_relevant" },
            new { type = "answer_check_in", item = "benzodiazepine", finding = "none_taken" },
            new { type = "answer_check_in", item = "stimulant", finding = "none_taken" },
            new { type = "answer_check_in", item = "substances", finding = "negative" },
            new { type = "answer_check_in", item = "contraindications", finding = "negative" },
            new { type = "answer_check_in", item = "suicidality", finding = "negative" },
            new { type = "answer_check_in", item = "escort", finding = "confirmed", note = "Maria Example, sister" },
        })
        {
            await DoAsync(answer);
        }
    }

    public Task PrepareAsync() => DoAsync(new
    {
        type = "prepare_dose",
        vials = new[] { new { vial = Vial, drawnMl = 5.4 } },
        diluent = totalMl > 5.4m ? "sodium_chloride" : "none",
        totalMl,
    });

    public object Waste(decimal mg, DemoUser witness) =>
        new { type = "waste_from_vial", vial = Vial, mg, witness = new { name = witness.Name, password = witness.Password } };

    /// <summary>The score, and what the protocol asks beside it.</summary>
    public async Task ReadyToLeaveAsync()
    {
        await DoAsync(new
        {
            type = "score_recovery",
            scale = "aldrete_percent",
            items = new[] { "activity", "respiration", "circulation_percent", "consciousness", "oxygen_saturation" }.Select(item => new { item, score = 2 }),
        });
        foreach (var need in new[] { "dissociation_at_baseline", "steady_gait", "no_active_nausea", "suicidality_screened", "instructions_given" })
        {
            await DoAsync(new { type = "chart_discharge_need", need, isMet = true });
        }

        await DoAsync(new { type = "chart_discharge_need", need = "escort_present", isMet = true, note = "Maria Example, sister" });
    }
}
