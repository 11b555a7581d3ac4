using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Infusion.Core.Sessions;
using Infusion.Core.SignOff;
using Infusion.Server.Charts.Bundles;
using Infusion.Server.Clinics;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Charts;

/// <summary>From the list of unsigned charts to the lock. Each test has a clinic of its own.</summary>
[Collection(SigningCollection.Name)]
public sealed class ChartApiTests(Signing signing) : ChartApi(signing)
{
    [Fact]
    public async Task AChartIsReviewedSignedLockedAndLeavesTheList()
    {
        var (clinic, session) = await ClosedAsync();
        var row = (await ListAsync(clinic)).ShouldHaveSingleItem();
        ((string)row["standing"]!, (string)row["patientName"]!, (bool)row["forMe"]!).ShouldBe(("awaits_signature", "Example, Erika", false));

        var digest = await DigestAsync(clinic, session);
        await OkAsync(SignAsync(clinic, session, "author", digest, "nurse"));
        (await RefusedAsync(SignAsync(clinic, session, "author", digest, "nurse"))).ShouldBe("already-signed");
        (await RefusedAsync(SignAsync(clinic, session, "approval", digest, "nurse"))).ShouldBe("meaning-physician");
        ((string)(await ListAsync(clinic)).Single()["standing"]!).ShouldBe("awaits_lock");
        await OkAsync(SignAsync(clinic, session, "approval", digest, "physician"));
        await OkAsync(PostAsync(clinic, session, "lock", new { digest, password = "password" }, "physician"));
        (await RefusedAsync(SignAsync(clinic, session, "review", digest, "physician"))).ShouldBe("locked");

        (await ListAsync(clinic)).ShouldBeEmpty();
        (await Server.ScalarAsync<long>($"select count(*) from infusion.mt_doc_sessionrow where tenant_id = '{clinic}'")).ShouldBe(1);
        var signOff = await SignOffAsync(clinic, session);
        ((string)signOff["standing"]!, (string)signOff["lockedBy"]!).ShouldBe(("locked", "physician"));
        signOff["signatures"]!.AsArray().Select(each => ((string)each!["name"]!, (string)each["meaning"]!, (bool)each["isCurrent"]!))
            .ShouldBe([("N. Example, RN", "author", true), ("P. Example, MD", "approval", true)]);

        // What was sealed is whole, by the clinic's key, and each version holds the signatures until then.
        var trust = await TrustAsync(clinic);
        var bundles = new[] { await BundleAsync(clinic, session, 1), await BundleAsync(clinic, session, 2) };
        var verdicts = bundles.Select(bundle => BundleVerifier.Verify(bundle, trust)).ToList();
        verdicts.ShouldAllBe(verdict => verdict.Faults.Count == 0);
        verdicts[1].Manifest!.Signatures.Select(each => (each.Name, each.Meaning, each.Version))
            .ShouldBe([("nurse", SignatureMeaning.Author, 1), ("physician", SignatureMeaning.Approval, 2)]);
        verdicts[1].Manifest!.Previous.ShouldBe(Manifest.Sha256(verdicts[0].Files[Manifest.FileName]));
        (await GetBytesAsync(clinic, session, "versions/2/pdf")).ShouldBe(verdicts[1].Files[SealedBundle.Pdf]);
    }

    [Fact]
    public async Task WhoIsNotWhoTheySayOrDidNotSeeWhatThereIsSignsNothing()
    {
        var (clinic, session) = await ClosedAsync();
        var digest = await DigestAsync(clinic, session);
        var wrong = await SignAsync(clinic, session, "author", digest, "physician", "not the password");
        (wrong.StatusCode, await CodeAsync(wrong)).ShouldBe((HttpStatusCode.Forbidden, "password-wrong"));
        (await RefusedAsync(SignAsync(clinic, session, "author", "00", "physician"))).ShouldBe("changed-since-shown");
        (await PostAsync(clinic, session, "signatures", new { meaning = "author", digest, password = "password" }, "manager")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(clinic, session, "lock", new { digest, password = "password" }, "nurse")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var expired = new HttpClient { BaseAddress = new Uri(Server.Url) };
        (await expired.PostAsJsonAsync(
            $"/api/clinics/{clinic}/sessions/{session}/chart/signatures", new { meaning = "author", digest, password = "password" }, Stop))
            .StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignAsync(clinic, Guid.NewGuid(), "author", digest, "physician")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await NothingIsSignedAsync(clinic, session);
    }

    [Fact]
    public async Task TwoWhoSignAtOnceBothSign_AndOneWhoSignsTwiceSignsOnce()
    {
        var (clinic, session) = await ClosedAsync();
        var digest = await DigestAsync(clinic, session);

        var answers = await Task.WhenAll(
            SignAsync(clinic, session, "author", digest, "nurse"), SignAsync(clinic, session, "author", digest, "nurse"),
            SignAsync(clinic, session, "review", digest, "physician"), SignAsync(clinic, session, "review", digest, "physician"));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(2);
        var versions = (await SignOffAsync(clinic, session))["versions"]!.AsArray();
        versions.Select(each => ((int)each!["version"]!, (long)each["number"]!)).ShouldBe([(1, 1L), (2, 2L)]);
        (await AuditAsync(clinic)).ShouldBe([]);
    }

    [Fact]
    public async Task WhatIsOpenIsWaivedWithAReasonOrBlocks()
    {
        var (clinic, session) = await ClosedAsync(beforeClose: (clinic, session) => Server.ExecuteAsync(
            clinic, new ClinicCommand.OfSession(new ChartAdverseEvent(Guid.NewGuid(), session, "nurse", AdverseEventCode.Nausea, 1, null), null)));
        var open = (await SignOffAsync(clinic, session))["obligations"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)open["text"]!, (bool)open["mayBeWaived"]!).ShouldBe(("No outcome is charted: nausea, grade 1", true));
        (await RefusedAsync(SignAsync(clinic, session, "author", await DigestAsync(clinic, session), "physician"))).ShouldBe("obligations-open");

        var waiver = new { commandId = Guid.NewGuid(), obligation = (string)open["code"]!, reason = "Seen again in the evening, well" };
        (await PostAsync(clinic, session, "waivers", waiver, "nurse")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await RefusedAsync(PostAsync(clinic, session, "waivers", waiver with { reason = " " }, "physician"))).ShouldBe("reason-text");
        await OkAsync(PostAsync(clinic, session, "waivers", waiver, "physician"));
        await OkAsync(PostAsync(clinic, session, "waivers", waiver, "physician"));
        var waived = (await SignOffAsync(clinic, session))["obligations"]![0]!["waiver"]!;
        ((string)waived["reason"]!, (string)waived["by"]!).ShouldBe(("Seen again in the evening, well", "physician"));
        await OkAsync(PostAsync(clinic, session, "waivers/withdraw", new { waiver.obligation }, "physician"));
        (await RefusedAsync(SignAsync(clinic, session, "author", await DigestAsync(clinic, session), "physician"))).ShouldBe("obligations-open");
        await OkAsync(PostAsync(clinic, session, "waivers", waiver with { commandId = Guid.NewGuid() }, "physician"));
        await OkAsync(SignAsync(clinic, session, "author", await DigestAsync(clinic, session), "physician"));
    }

    [Fact]
    public async Task APdfThatCannotBeMadeAndAKeyThatIsGoneLeaveNothingHalfSigned()
    {
        var (clinic, session) = await ClosedAsync();
        var digest = await DigestAsync(clinic, session);
        Printer.Fails = true;
        (await RefusedAsync(SignAsync(clinic, session, "author", digest, "physician"))).ShouldBe("pdf-failed");
        Printer.Fails = false;
        await NothingIsSignedAsync(clinic, session);
        await OkAsync(SignAsync(clinic, session, "author", digest, "physician"));

        using var http = Client(clinic, "manager");
        var key = (string)(await http.GetFromJsonAsync<JsonNode>("chart-keys", Stop))![0]!["fingerprint"]!;
        async Task<HttpResponseMessage> RevokeAsync(object body) => await http.PostAsJsonAsync($"chart-keys/{key}/revoke", body, Stop);
        var from = TimeProvider.System.GetUtcNow().AddHours(-1);
        (await RefusedAsync(RevokeAsync(new { from, password = "password" }))).ShouldBe("reason-text");
        (await RefusedAsync(RevokeAsync(new { from = from.AddDays(1), reason = "Laptop lost", password = "password" }))).ShouldBe("revoked-from");
        (await RevokeAsync(new { from, reason = "Laptop lost", password = "no" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await OkAsync(RevokeAsync(new { from, reason = "Laptop lost", password = "password" }));
        (await RefusedAsync(RevokeAsync(new { from, reason = "Laptop lost", password = "password" }))).ShouldBe("key-unknown");
        (await RefusedAsync(SignAsync(clinic, session, "review", digest, "physician", user: "other"))).ShouldBe("key-missing");
        BundleVerifier.Verify(await BundleAsync(clinic, session, 1), await TrustAsync(clinic)).Faults.ShouldHaveSingleItem().Subject.ShouldBe("key");

        using var physician = Client(clinic, "physician");
        (await physician.PostAsJsonAsync("chart-keys", new { password = "password" }, Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await OkAsync(http.PostAsJsonAsync("chart-keys", new { password = "password" }, Stop));
        await OkAsync(SignAsync(clinic, session, "review", digest, "physician", user: "other"));
        BundleVerifier.Verify(await BundleAsync(clinic, session, 2), await TrustAsync(clinic)).Faults.ShouldBeEmpty();
        (await Server.ScalarAsync<long>($"select count(*) from infusion.chart_key where clinic = '{clinic}' and private_key is not null")).ShouldBe(1);
    }

    [Fact]
    public async Task ASessionThatIsNotClosedIsNotSigned()
    {
        var clinic = $"c{Guid.NewGuid():N}"[..12];
        await Server.CreateClinicAsync(clinic);
        var session = await Server.StartSessionAsync(clinic);

        (await ListAsync(clinic)).ShouldBeEmpty();
        (await RefusedAsync(SignAsync(clinic, session, "author", await DigestAsync(clinic, session), "physician"))).ShouldBe("obligations-open");
        (await GetAsync(clinic, session, "versions/1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await GetAsync(clinic, session, "versions/0/pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await GetAsync(clinic, Guid.NewGuid(), "sign-off")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
