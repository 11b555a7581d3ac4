using System.Text.Json.Nodes;
using Infusion.EndToEnd.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Infusion.EndToEnd.Tests.Look;

/// <summary>Every page with alarms and without a server, and the board when something is missing: as its golden picture has it, and legible.</summary>
[Collection(Collections.Starts)]
public sealed class GoldenAlarmTests(ReplayedClinic clinic) : GoldenPictures(clinic), IClassFixture<ReplayedClinic>
{
    [Theory]
    [MemberData(nameof(Pages))]
    public async Task With_alarms_and_without_a_server_it_looks_as_before(string name)
    {
        var wanted = PageList.All.Single(page => page.Name == name);
        var open = await Clinic.OpenAsync(wanted, alarms: true);
        if (wanted.IsLive)
        {
            await LooksAsBeforeAsync(open.Page, $"{name}-alarm");
        }

        await open.CutAsync();
        await LooksAsBeforeAsync(open.Page, $"{name}-disconnected");
        var wrong = await open.Page.EvaluateAsync<string[]>(Script("boxes.js"));
        wrong.ShouldBeEmpty();
        await open.Page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_board_whose_data_are_not_whole_says_so_and_a_telephone_folds_what_has_ended(int width)
    {
        var board = PageList.All.Single(page => page.Name == "board");
        var open = await Clinic.OpenAsync(board, alarms: true, width, NotWhole);
        await open.Page.GetByRole(AriaRole.Region, new() { Name = "Data that are not whole" }).WaitForAsync();
        await LooksAsBeforeAsync(open.Page, $"board-not-whole-{width}");
        var wrong = await open.Page.EvaluateAsync<string[]>(Script("boxes.js"));
        wrong.ShouldBeEmpty();
        await open.Page.Clock.ResumeAsync();
        await HasNoBarrierAsync(open.Page);
        await open.Page.Context.CloseAsync();
    }

    /// <summary>A device of each kind of trouble, and a chair at which many alarms have ended.</summary>
    static void NotWhole(JsonObject snapshot)
    {
        var chairs = snapshot["chairs"]!.AsArray();
        var pattern = chairs.SelectMany(chair => chair!["alarms"]!.AsArray()).First()!;
        void Add(int chair, string code, string headline, string source, string presence = "active", string priority = "low")
        {
            var alarm = pattern.DeepClone().AsObject();
            alarm["id"] = $"{code}-{source}-{headline}";
            (alarm["chair"], alarm["code"], alarm["headline"], alarm["source"]) = ((string)chairs[chair]!["chair"]!, code, headline, source);
            (alarm["metric"], alarm["presence"], alarm["priority"]) = (null, presence, priority);
            chairs[chair]!["alarms"]!.AsArray().Add(alarm);
        }

        Add(0, "telemetry-lost", "Nothing heard from monitor-1 for 15 s", "monitor-1", priority: "medium");
        Add(4, "device-clock-jumped", "Clock of pump-5 jumped from 0 s behind to 2 h 3 min behind", "pump-5");
        foreach (var limit in (string[])["58", "57", "56", "55"])
        {
            Add(1, "heart-rate-low", $"HR {limit} /min, limit 60 /min", "monitor-2", presence: "latched", priority: "medium");
        }

        foreach (var (chair, device) in (ReadOnlySpan<(int, string)>)[(1, "monitor-2"), (3, "pump-4")])
        {
            chairs[chair]!["session"]!["gaps"] = new JsonArray(new JsonObject { ["device"] = device, ["at"] = snapshot["serverTime"]!.DeepClone() });
        }
    }
}
