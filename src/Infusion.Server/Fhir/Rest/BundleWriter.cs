using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Infusion.Server.Fhir.Mapping;

namespace Infusion.Server.Fhir.Rest;

/// <summary>Writes a searchset around stored bytes, which go in as they are: nothing is parsed and nothing is built.</summary>
sealed class BundleWriter(PipeWriter pipe, string baseUrl, SearchQuery query) : IDisposable
{
    const int FlushAt = 64 * 1024;

    readonly Utf8JsonWriter _json = new(
        pipe, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    int _unflushed;

    public void Dispose() => _json.Dispose();

    public async Task WriteCountAsync(long total, CancellationToken cancel)
    {
        Begin(null, total);
        WriteLinks(null);
        WriteOutcomes(open: true, isBeingCorrected: false);
        await EndAsync(cancel);
    }

    /// <summary>Links come after the entries: only then is it known what the next page starts after.</summary>
    public async Task WritePageAsync(SearchPage page, CancellationToken cancel)
    {
        Begin(page.Updated, page.Total);
        var written = 0;
        SearchCursor? last = null;
        while (page.HasRow && written < query.Count)
        {
            if (written++ == 0)
            {
                _json.WriteStartArray("entry"u8);
            }

            last = page.Position;
            WriteMatch(last.Value.Id, page.Content);
            if (_unflushed >= FlushAt)
            {
                _json.Flush();
                await pipe.FlushAsync(cancel);
                _unflushed = 0;
            }

            await page.NextAsync(cancel);
        }

        WriteOutcomes(open: written == 0, page.IsBeingCorrected);
        if (written > 0 && query.Ignored.Count == 0 && !page.IsBeingCorrected)
        {
            _json.WriteEndArray();
        }

        WriteLinks(page.HasRow ? last : null);
        await EndAsync(cancel);
    }

    void Begin(DateTimeOffset? updated, long? total)
    {
        _json.WriteStartObject();
        _json.WriteString("resourceType"u8, "Bundle"u8);
        if (updated is { } commit)
        {
            _json.WriteStartObject("meta"u8);
            _json.WriteString("lastUpdated"u8, FhirTime.Text(commit));
            _json.WriteEndObject();
        }

        _json.WriteString("type"u8, "searchset"u8);
        if (total is { } count)
        {
            _json.WriteNumber("total"u8, count);
        }
    }

    void WriteMatch(string id, byte[] content)
    {
        _json.WriteStartObject();
        _json.WriteString("fullUrl"u8, $"{baseUrl}/{query.Type.Name}/{id}");
        _json.WritePropertyName("resource"u8);
        _json.WriteRawValue(content, skipInputValidation: true);
        WriteMode("match"u8);
        _json.WriteEndObject();
        _unflushed += content.Length;
    }

    /// <summary>What was left out of the search, and that a correction is under way, is said in the answer, and the entries end with it.</summary>
    void WriteOutcomes(bool open, bool isBeingCorrected)
    {
        if (query.Ignored.Count == 0 && !isBeingCorrected)
        {
            return;
        }

        if (open)
        {
            _json.WriteStartArray("entry"u8);
        }

        if (query.Ignored.Count > 0)
        {
            WriteOutcome("not-supported", $"Not supported and ignored: {string.Join(", ", query.Ignored)}.");
        }

        if (isBeingCorrected)
        {
            WriteOutcome("incomplete", "Correction in progress: a device was charted for the wrong patient. Some of these resources are about to become entered-in-error; ask again in a minute.");
        }

        _json.WriteEndArray();
    }

    void WriteOutcome(string code, string text)
    {
        _json.WriteStartObject();
        _json.WritePropertyName("resource"u8);
        _json.WriteRawValue(
            FhirBytes.Of(FhirErrors.Outcome(code, text, Hl7.Fhir.Model.OperationOutcome.IssueSeverity.Warning)), skipInputValidation: true);
        WriteMode("outcome"u8);
        _json.WriteEndObject();
    }

    void WriteMode(ReadOnlySpan<byte> mode)
    {
        _json.WriteStartObject("search"u8);
        _json.WriteString("mode"u8, mode);
        _json.WriteEndObject();
    }

    void WriteLinks(SearchCursor? next)
    {
        _json.WriteStartArray("link"u8);
        WriteLink("self"u8, query.SelfLink());
        if (next is { } cursor)
        {
            WriteLink("next"u8, query.LinkAfter(cursor));
        }

        _json.WriteEndArray();
    }

    void WriteLink(ReadOnlySpan<byte> relation, string link)
    {
        _json.WriteStartObject();
        _json.WriteString("relation"u8, relation);
        _json.WriteString("url"u8, $"{baseUrl}/{link}");
        _json.WriteEndObject();
    }

    async Task EndAsync(CancellationToken cancel)
    {
        _json.WriteEndObject();
        _json.Flush();
        await pipe.FlushAsync(cancel);
    }
}
