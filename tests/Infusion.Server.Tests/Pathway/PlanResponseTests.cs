using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Pathway;

/// <summary>Whether a patient responds stands in the clinic's list, and nothing is said before an infusion was given.</summary>
public sealed class PlanResponseTests(PathwayServer host) : IClassFixture<PathwayServer>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_compares_the_newest_score_with_the_baseline_before_the_plans_first_infusion()
    {
        var ward = await host.WardAsync();
        await ward.OpenAsync();
        await RecordAsync(ward, 2, -7);
        (await ResponsesAsync(ward)).ShouldBeEmpty();

        var session = Guid.NewGuid();
        await ward.StartAsync(session);
        (await ResponsesAsync(ward)).ShouldBeEmpty();
        ward.Pass(TimeSpan.FromHours(1));
        await ward.EndAsync(session);
        ward.Pass(TimeSpan.FromDays(2));
        await RecordAsync(ward, 1, 0);

        var response = (await ResponsesAsync(ward)).ShouldHaveSingleItem()!;
        ((string)response["instrument"]!, (int)response["total"]!, (int)response["change"]!, (bool)response["isResponse"]!, (bool)response["isRemission"]!)
            .ShouldBe(("PHQ-9", 8, -8, true, false));
        ((string)response["on"]!).ShouldBe(ward.Day(0));
    }

    /// <summary>Item 9 stays 0.</summary>
    static async Task RecordAsync(Ward ward, int each, int day)
    {
        using var nurse = ward.As("nurse");
        var answer = await nurse.PostAsJsonAsync(
            $"../patients/{ward.Patient}/assessments",
            new { commandId = Guid.NewGuid(), instrument = "phq9", items = new[] { each, each, each, each, each, each, each, each, 0 }, on = ward.Day(day) }, Cancel);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Cancel));
    }

    static async Task<JsonArray> ResponsesAsync(Ward ward)
    {
        using var nurse = ward.As("nurse");
        return (await nurse.GetFromJsonAsync<JsonArray>("plans", Cancel))!.ShouldHaveSingleItem()!["responses"]!.AsArray();
    }
}
