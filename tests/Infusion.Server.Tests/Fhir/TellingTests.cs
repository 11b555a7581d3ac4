using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Infusion.Server.Fhir;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Tests.Charts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

/// <summary>What is told to FHIR outside of a clinic's turns, over a real store.</summary>
[Collection(SigningCollection.Name)]
public sealed class TellingTests(Signing signing) : ChartApi(signing)
{
    FhirTeller Teller => ActivatorUtilities.CreateInstance<FhirTeller>(Server.Application.Services);

    ChartResources Charts => ActivatorUtilities.CreateInstance<ChartResources>(Server.Application.Services, Teller);

    ClinicDirectory Directory => ActivatorUtilities.CreateInstance<ClinicDirectory>(Server.Application.Services, Teller);

    [Fact]
    public async Task A_signed_chart_is_told_once_with_its_paper_its_document_and_a_signature_that_holds()
    {
        var (clinic, session) = await ClosedAsync();
        await Directory.TellAsync(clinic, Stop);
        (await Charts.TellAsync(clinic, null, Stop)).ShouldBe(0, "nobody has signed");
        (await SignAsync(clinic, session, "approval", await DigestAsync(clinic, session), "physician")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await Charts.TellAsync(clinic, null, Stop)).ShouldBe(1);
        (await Charts.TellAsync(clinic, null, Stop)).ShouldBe(0);

        var reference = (await StoredAsync<DocumentReference>(clinic)).ShouldHaveSingleItem().Resource;
        (reference.Status, reference.DocStatus, reference.Authenticator!.Identifier!.Value).ShouldBe((DocumentReferenceStatus.Current, CompositionStatus.Final, "physician"));
        var (paper, _) = (await StoredAsync<Binary>(clinic)).Single();
        var (document, bytes) = (await StoredAsync<Bundle>(clinic)).Single();
        reference.Content.Select(each => each.Attachment!.Url).ShouldBe([$"Binary/{paper.Id}", $"Bundle/{document.Id}"]);
        paper.Data.ShouldBe(await GetBytesAsync(clinic, session, "versions/1/pdf"));
        reference.Content[1].Attachment!.SizeUnsignedInt.ShouldBe(bytes.Length);

        // The document is whole by itself.
        var urls = document.Entry.Select(entry => entry.FullUrl).ToHashSet();
        document.Entry[0].Resource.ShouldBeOfType<Composition>();
        new[] { "Patient", "Encounter", "Procedure", "MedicationRequest", "Device", "Practitioner", "Organization" }
            .ShouldBeSubsetOf(document.Entry.Select(entry => entry.Resource!.TypeName));
        ChartRecordBundle.ReferencesOf(bytes).ShouldAllBe(each => urls.Contains(each));

        // Its first page by itself: the same words, which lead to what is served.
        var page = (await StoredAsync<Composition>(clinic)).ShouldHaveSingleItem().Resource;
        var first = (Composition)document.Entry[0].Resource!;
        (page.Id, page.Identifier!.Value, page.Title, page.Section.Count).ShouldBe((first.Id, reference.MasterIdentifier!.Value, first.Title, first.Section.Count));
        page.Section.SelectMany(section => section.Entry).Select(entry => entry.Reference!).Order()
            .ShouldBe(document.Entry.Where(entry => first.Section.Any(section => section.Entry.Any(each => each.Reference == entry.FullUrl)))
                .Select(entry => $"{entry.Resource!.TypeName}/{entry.Resource.Id}").Order());
        foreach (var led in ChartRecordBundle.ReferencesOf(FhirJson.Write(page)).Select(each => each.Split('/')))
        {
            (await Server.ScalarAsync<long>($"select count(*) from infusion.fhir_resource where clinic = '{clinic}' and type = '{led[0]}' and id = '{led[1]}' and is_current")).ShouldBe(1, $"{led[0]}/{led[1]}");
        }

        // A document that was told when there was no such resource has it made of itself.
        await Server.ScalarAsync<int>($"delete from infusion.fhir_resource where clinic = '{clinic}' and type = 'Composition' returning 1");
        (await Charts.TellAsync(clinic, DateTimeOffset.MaxValue, Stop)).ShouldBe(0);
        (await StoredAsync<Composition>(clinic)).ShouldBeEmpty("only a server that starts looks at all of them");
        (await Charts.TellAsync(clinic, null, Stop)).ShouldBe(0);
        var anew = (await StoredAsync<Composition>(clinic)).ShouldHaveSingleItem().Resource;
        (anew.Meta, page.Meta) = (null, null);
        anew.IsExactly(page).ShouldBeTrue();

        var signature = (await StoredAsync<Provenance>(clinic)).Select(each => each.Resource).Single(each => each.Signature.Count > 0).Signature.Single();
        await HoldsAsync(clinic, Encoding.ASCII.GetString(signature.Data!), bytes);
        (await Server.ScalarAsync<bool>(
            $"select max(seq) filter (where type = 'DocumentReference') > max(seq) filter (where type = 'Encounter') and max(last_updated) <= (select updated from infusion.clinic_writer where clinic = '{clinic}') from infusion.fhir_resource where clinic = '{clinic}'"))
            .ShouldBeTrue("it has its place in the order of commits");

        (await PostAsync(
            clinic, session, "entries", new { commandId = Guid.NewGuid(), kind = "addendum", text = "Slept well", reason = "Call on the next day", password = "password" }, "physician"))
            .StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Charts.TellAsync(clinic, null, Stop)).ShouldBe(1);
        (await StoredAsync<DocumentReference>(clinic)).Select(each => (each.Resource.Id, each.Resource.Status, each.Resource.DocStatus)).Order()
            .ShouldBe([
                (FhirMapper.ChartId(session, 1), (DocumentReferenceStatus?)DocumentReferenceStatus.Superseded, (CompositionStatus?)CompositionStatus.Final),
                (FhirMapper.ChartId(session, 2), DocumentReferenceStatus.Current, CompositionStatus.Amended)]);
        (await StoredAsync<Bundle>(clinic)).Select(each => each.Resource.Entry.Count(entry => entry.Resource is Composition)).ShouldBe([1, 1], "no chart has another's first page in it");
        (await StoredAsync<Composition>(clinic)).Select(each => each.Resource.RelatesTo.Count).Order().ShouldBe([0, 1]);
    }

    [Fact]
    public async Task A_clinics_turns_tell_the_session_and_whose_its_devices_were()
    {
        var (clinic, session) = await ClosedAsync();

        (await StoredAsync<Encounter>(clinic)).Single().Resource.Id.ShouldBe(FhirId.Of(session));
        (await StoredAsync<Encounter>(clinic)).Single().Resource.Status.ShouldBe(Encounter.EncounterStatus.Finished);
        (await StoredAsync<DeviceUseStatement>(clinic)).Select(each => each.Resource.Device!.Reference)
            .ShouldBe([FhirCodes.Device(clinic, "monitor-1").Reference, FhirCodes.Device(clinic, "pump-1").Reference], ignoreOrder: true);
        (await StoredAsync<DeviceMetric>(clinic)).Count.ShouldBeGreaterThan(10);
        (await StoredAsync<Provenance>(clinic)).Select(each => each.Resource.Activity!.Text).Order().ShouldBe(["Infusion: start", "Infusion: stop"]);
        (await Server.ScalarAsync<long>($"select count(*) from infusion.fhir_resource where clinic = '{clinic}' and type = 'DeviceMetric' and version > 1")).ShouldBe(0);
        (await Server.ScalarAsync<long>($"select count(*) from infusion.fhir_resource where clinic = '{clinic}' and type = 'Device' and convert_from(content, 'UTF8') like '%\"patient\":%'"))
            .ShouldBe(2, "each device named the patient while it was there");
    }

    [Fact]
    public async Task People_and_places_are_told_when_they_differ_and_who_is_gone_stays_readable()
    {
        var (clinic, _) = await ClosedAsync();

        (await Directory.TellAsync(clinic, Stop)).ShouldBe(1 + 1 + 4 + 4);
        var seq = await Server.ScalarAsync<long>($"select seq from infusion.clinic_writer where clinic = '{clinic}'");
        (await Directory.TellAsync(clinic, Stop)).ShouldBe(0);
        (await Server.ScalarAsync<long>($"select seq from infusion.clinic_writer where clinic = '{clinic}'")).ShouldBe(seq);
        (await StoredAsync<Practitioner>(clinic)).Select(each => each.Resource.Name[0].Text).ShouldContain("P. Example, MD");

        await Server.ScalarAsync<int>($"update infusion.clinic set name = 'Another name', chairs = '[]' where clinic = '{clinic}' returning 1");
        (await Directory.TellAsync(clinic, Stop)).ShouldBe(2);
        (await StoredAsync<Organization>(clinic)).Single().Resource.Name.ShouldBe("Another name");
        (await StoredAsync<Location>(clinic)).Single().Resource.Status.ShouldBe(Location.LocationStatus.Inactive);
    }

    [Fact]
    public async Task Where_nothing_is_new_of_people_and_places_nobody_waits_for_a_place_in_the_order()
    {
        var (clinic, _) = await ClosedAsync();
        await Directory.TellAsync(clinic, Stop);
        await using var connection = await Server.Database.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var held = new NpgsqlCommand($"select seq from infusion.clinic_writer where clinic = '{clinic}' for update", connection);
        await held.ExecuteScalarAsync(Stop);

        (await Directory.TellAsync(clinic, Stop)).ShouldBe(0);
    }

    /// <summary>As anybody checks it who has the clinic's public key: header, two dots, signature; the content is what was served.</summary>
    async Task HoldsAsync(string clinic, string signed, byte[] content)
    {
        var parts = signed.Split('.');
        (parts.Length, parts[1]).ShouldBe((3, ""));
        var header = JsonNode.Parse(Base64UrlEncoder.DecodeBytes(parts[0]))!;
        var trusted = (await TrustAsync(clinic)).Find((string)header["kid"]!)!;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(trusted.PublicKey, out _);
        bool Verifies(byte[] bytes) => key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{Base64UrlEncoder.Encode(bytes)}"), Base64UrlEncoder.DecodeBytes(parts[2]), HashAlgorithmName.SHA256);
        Verifies(content).ShouldBeTrue();
        Verifies([.. content[..^1], (byte)' ']).ShouldBeFalse();
    }

    async Task<IReadOnlyList<(T Resource, byte[] Bytes)>> StoredAsync<T>(string clinic)
        where T : Resource, new()
    {
        await using var command = Server.Database.CreateCommand(
            "select content from infusion.fhir_resource where clinic = $1 and type = $2 and is_current order by id");
        command.Parameters.Add(new() { Value = clinic });
        command.Parameters.Add(new() { Value = new T().TypeName });
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var stored = new List<(T, byte[])>();
        while (await reader.ReadAsync(Stop))
        {
            var bytes = reader.GetFieldValue<byte[]>(0);
            stored.Add((FhirJson.Parse<T>(bytes), bytes));
        }

        return stored;
    }
}
