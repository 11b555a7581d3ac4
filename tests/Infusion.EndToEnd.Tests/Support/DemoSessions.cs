using System.Net.Http.Json;
using System.Text.Json;

namespace Infusion.EndToEnd.Tests.Support;

/// <summary>The demo's own sessions, out of the way, so that its chairs, patients and devices can be used for others.</summary>
static class DemoSessions
{
    /// <returns>Each chair with the patient that sat there, by chair.</returns>
    public static async Task<IReadOnlyList<(string Chair, Guid Patient)>> EndAsync(Person nurse, DemoUser witness, string clinic)
    {
        var path = $"/api/clinics/{clinic}/sessions";
        var seats = new List<(string, Guid)>();
        foreach (var row in (await nurse.GetAsync(path)).EnumerateArray().OrderBy(row => row.GetProperty("chair").GetString(), StringComparer.Ordinal))
        {
            await EndAsync(row.GetProperty("id").GetGuid(), row.GetProperty("phase").GetString() == "ready");
            seats.Add((row.GetProperty("chair").GetString()!, row.GetProperty("patient").GetGuid()));
        }

        return seats;

        // Nobody waits for a recovery here: they leave, and what was opened for them is wasted before a witness.
        async Task EndAsync(Guid session, bool isReady)
        {
            var vial = Guid.NewGuid();
            if (isReady)
            {
                await nurse.SendAsync(clinic, session, new { type = "start_infusion" });
            }

            await nurse.SendAsync(clinic, session, new { type = "stop_infusion" });
            await nurse.SendAsync(clinic, session, new { type = "leave_against_advice", reason = "The chair is needed" });
            await nurse.SendAsync(clinic, session, new
            {
                type = "open_vial",
                vial,
                drug = "ketamine",
                strengthMgPerMl = 10,
                volumeMl = 20,
                lot = "L1",
                expiry = "2199-01-31",
            });
            await nurse.SendAsync(clinic, session, new
            {
                type = "waste_from_vial",
                vial,
                mg = 200,
                witness = new { name = witness.Name, password = witness.Password },
            });
            await nurse.SendAsync(clinic, session, new { type = "close" });
        }
    }
}
