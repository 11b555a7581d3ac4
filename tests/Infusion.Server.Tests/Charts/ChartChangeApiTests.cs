using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.Clinics;
using Infusion.Core.Dosing;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Charts.Bundles;
using Infusion.Server.Clinics;
using Infusion.Server.Ingestion;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Charts;

/// <summary>What becomes of a signed chart when something comes later: late readings, a correction, an entry.</summary>
[Collection(SigningCollection.Name)]
public sealed class ChartChangeApiTests(Signing signing) : ChartApi(signing)
{
    [Fact]
    public async Task WhatArrivesAfterSigningMakesANewVersionAndTheSignerIsTold()
    {
        var (clinic, session) = await ClosedAsync(reading: true);
        var digest = await DigestAsync(clinic, session);
        await OkAsync(SignAsync(clinic, session, "author", digest, "nurse"));
        await OkAsync(PostAsync(clinic, session, "lock", new { digest, password = "password" }, "physician"));
        (await ListAsync(clinic, "nurse")).ShouldBeEmpty();

        var charted = await Server.ScalarAsync<DateTime>($"select max(at) from infusion.reading where clinic = '{clinic}'");
        await Server.Inbox.DeliverAsync(clinic, new Incoming.Telemetry(
            ClinicServer.Vitals(1, (Metric.SpO2, 91)) with { Seq = 7, At = charted, FlaggedLate = true }, []));
        var told = (await ListAsync(clinic, "nurse")).ShouldHaveSingleItem();
        ((string)told["standing"]!, (bool)told["forMe"]!).ShouldBe(("changed", true));
        Printer.Fails = true;
        (await WatchAsync(clinic)).ShouldBeFalse();
        Printer.Fails = false;
        ((int)(await ListAsync(clinic, "nurse")).Single()["version"]!).ShouldBe(1);
        (await WatchAsync(clinic)).ShouldBeTrue();
        (await WatchAsync(clinic)).ShouldBeTrue();

        told = (await ListAsync(clinic, "nurse")).ShouldHaveSingleItem();
        ((int)told["version"]!, (bool)told["forMe"]!, (int)told["changes"]!["readings"]!, (int)told["changes"]!["events"]!).ShouldBe((2, true, 1, 0));
        ((bool)(await ListAsync(clinic, "physician")).Single()["forMe"]!).ShouldBeFalse();
        var difference = JsonNode.Parse(await GetBytesAsync(clinic, session, "versions/1/difference/2"))!["readings"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)difference["device"]!, (int)difference["added"]!, (int)difference["removed"]!).ShouldBe(("monitor-1", 1, 0));
        BundleVerifier.Verify(await BundleAsync(clinic, session, 2), await TrustAsync(clinic)).Faults.ShouldBeEmpty();

        (await RefusedAsync(SignAsync(clinic, session, "author", digest, "nurse"))).ShouldBe("changed-since-shown");
        (await RefusedAsync(PostAsync(clinic, session, "seen", new { version = 1 }, "nurse"))).ShouldBe("changed-since-shown");
        await OkAsync(PostAsync(clinic, session, "seen", new { version = 2 }, "nurse"));
        ((bool)(await ListAsync(clinic, "nurse")).Single()["forMe"]!).ShouldBeFalse();
        await OkAsync(SignAsync(clinic, session, "review", await DigestAsync(clinic, session), "physician"));
        ((string)(await ListAsync(clinic)).Single()["standing"]!).ShouldBe("awaits_lock");
        (await AuditAsync(clinic)).ShouldBe([]);
    }

    [Fact]
    public async Task ACorrectionOfWhoseADeviceWasMakesNewVersionsOfBothChartsAndTellsBothSigners()
    {
        var clinic = $"c{Guid.NewGuid():N}"[..12];
        var (wrong, right) = await TwoChairsAsync(clinic);
        await OkAsync(SignAsync(clinic, wrong, "author", await DigestAsync(clinic, wrong), "nurse"));
        await OkAsync(SignAsync(clinic, right, "approval", await DigestAsync(clinic, right), "physician"));

        using var http = Client(clinic, "nurse");
        var was = (await http.GetFromJsonAsync<JsonNode>($"sessions/{wrong}/associations", Stop))!["devices"]!.AsArray().Single(each => (string)each!["device"]! == "monitor-1")!;
        var correction = new
        {
            commandId = Guid.NewGuid(),
            device = "monitor-1",
            from = (string)was["from"]!,
            to = (string)was["to"]!,
            fromSession = wrong,
            toSession = right,
            reason = "Scanned at the wrong chair",
        };
        await OkAsync(http.PostAsJsonAsync("associations/corrections", correction, Stop));
        await ClinicServer.UntilAsync(async () => (await http.GetFromJsonAsync<JsonNode>($"sessions/{right}/associations", Stop))!["corrections"]!
            .AsArray() is [{ } only] && (bool)only["done"]!);
        (await WatchAsync(clinic)).ShouldBeTrue();

        foreach (var (session, signer, added, removed) in new[] { (wrong, "nurse", 0, 2), (right, "physician", 2, 0) })
        {
            var told = (await ListAsync(clinic, signer)).Single(each => (Guid)each["session"]! == session);
            ((int)told["version"]!, (bool)told["forMe"]!).ShouldBe((2, true));
            var moved = JsonNode.Parse(await GetBytesAsync(clinic, session, "versions/1/difference/2"))!["readings"]!.AsArray().ShouldHaveSingleItem()!;
            ((string)moved["device"]!, (int)moved["added"]!, (int)moved["removed"]!).ShouldBe(("monitor-1", added, removed));
            BundleVerifier.Verify(await BundleAsync(clinic, session, 2), await TrustAsync(clinic)).Faults.ShouldBeEmpty();
        }

        (await AuditAsync(clinic)).ShouldBe([]);
    }

    /// <summary>Two that ran side by side and are closed; the only monitor charted two readings at the first.</summary>
    async Task<(Guid First, Guid Second)> TwoChairsAsync(string clinic)
    {
        await Server.Store.CreateClinicAsync(
            new ClinicConfiguration(
                clinic, $"Clinic {clinic}", "Europe/Vienna", [new Chair("A1", "Room A"), new Chair("B2", "Room B")],
                [new RegisteredDevice("monitor-1", DeviceKind.Monitor, "A1"), new RegisteredDevice("pump-1", DeviceKind.Pump, "A1")], ClinicServer.Prompt)
            {
                Protocols = [SampleProtocols.Mood with { Admission = null, Discharge = null, Vials = null, Schedule = [], Safety = ClinicServer.Prompt }],
            },
            simulated: true, Stop);
        var second = Guid.NewGuid();
        await DoAsync(new PlanSession(Guid.NewGuid(), second, "nurse", "B2", Guid.NewGuid(), ClinicServer.Order) { History = DoseHistory.Nothing });
        var first = await Server.StartSessionAsync(clinic);
        await DoAsync(new CheckIn(Guid.NewGuid(), second, "nurse"));
        await DoAsync(new SetVitalsByHand(Guid.NewGuid(), second, "nurse", true));
        await DoAsync(new MarkReady(Guid.NewGuid(), second, "nurse"));
        await DoAsync(new StartInfusion(Guid.NewGuid(), second, "nurse"));
        await Server.DeliverAsync(clinic, ClinicServer.Vitals(8, (Metric.SpO2, 97)));
        await Server.DeliverAsync(clinic, ClinicServer.Vitals(9, (Metric.SpO2, 96)));
        await DoAsync(new DetachDevice(Guid.NewGuid(), first, "nurse", "monitor-1"));
        foreach (var session in new[] { first, second })
        {
            await DoAsync(new StopInfusion(Guid.NewGuid(), session, "nurse"));
            await DoAsync(new Discharge(Guid.NewGuid(), session, "nurse"));
            await DoAsync(new CloseSession(Guid.NewGuid(), session, "nurse"));
        }

        return (first, second);

        Task DoAsync(SessionCommand command) => Server.ExecuteAsync(clinic, new ClinicCommand.OfSession(command, null));
    }

    [Fact]
    public async Task AnEntryLeavesWhatWasSignedReadableAndIsSignedByWhoWroteIt()
    {
        var (clinic, session) = await ClosedAsync();
        var digest = await DigestAsync(clinic, session);
        await OkAsync(SignAsync(clinic, session, "approval", digest, "physician"));
        await OkAsync(PostAsync(clinic, session, "lock", new { digest, password = "password" }, "physician"));
        var stopped = await Server.ScalarAsync<Guid>($"select id from infusion.mt_events where stream_id = '{session}' and type = 'infusion_stopped'");
        var entry = new
        {
            commandId = Guid.NewGuid(),
            kind = "correction",
            text = "The stop was at 10:40",
            reason = "Clock of the room was wrong",
            corrects = (Guid?)stopped,
            password = "password",
        };
        (await RefusedAsync(PostAsync(clinic, session, "entries", entry with { corrects = Guid.NewGuid() }, "nurse"))).ShouldBe("corrects-unknown");
        (await RefusedAsync(PostAsync(clinic, session, "entries", entry with { reason = "" }, "nurse"))).ShouldBe("reason-text");
        (await PostAsync(clinic, session, "entries", entry with { password = "no" }, "nurse")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var before = await BundleAsync(clinic, session, 1);
        await OkAsync(PostAsync(clinic, session, "entries", entry, "nurse"));
        await OkAsync(PostAsync(clinic, session, "entries", entry, "nurse"));

        var signOff = await SignOffAsync(clinic, session, "physician");
        ((string)signOff["standing"]!, (int)signOff["forMe"]!).ShouldBe(("awaits_lock", 2));
        var written = signOff["entries"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)written["text"]!, (string)written["reason"]!, (string)written["name"]!, (Guid)written["corrects"]!)
            .ShouldBe((entry.text, entry.reason, "N. Example, RN", stopped));
        signOff["signatures"]!.AsArray().Select(each => ((string)each!["by"]!, (int)each["version"]!, (bool)each["isCurrent"]!))
            .ShouldBe([("physician", 1, false), ("nurse", 2, true)]);
        (await BundleAsync(clinic, session, 1)).ShouldBe(before);
        var difference = JsonNode.Parse(await GetBytesAsync(clinic, session, "versions/1/difference/0"))!;
        difference["notes"]!.AsArray().Select(each => (string)each!["text"]!).ShouldBe([entry.text, entry.reason], ignoreOrder: true);
        ((string)difference["additions"]!.AsArray().Single()!["type"]!).ShouldBe("chart_entry_added");
        difference["events"]!.AsArray().ShouldBeEmpty();
    }
}
