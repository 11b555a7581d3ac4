using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hl7.Fhir.Model;
using Infusion.Server.Fhir.Mapping;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Fhir.Rest;

/// <summary>Writes a bundle around stored bytes, which go in as they are: nothing is parsed and nothing is built.</summary>
sealed class BundleWriter(PipeWriter pipe, string baseUrl) : IDisposable
{
    const int FlushAt = 64 * 1024;

    readonly Utf8JsonWriter _json = new(
        pipe, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    int _unflushed;
    bool _hasEntries;

    public void Dispose() => _json.Dispose();

    /// <param name="type">searchset or history.</param>
    /// <param name="updated">Everything up to this commit is in it; null: nothing has been committed.</param>
    public void Begin(string type, DateTimeOffset? updated, long? total)
    {
        _json.WriteStartObject();
        _json.WriteString("resourceType"u8, "Bundle"u8);
        if (updated is { } commit)
        {
            _json.WriteStartObject("meta"u8);
            _json.WriteString("lastUpdated"u8, FhirTime.Text(commit));
            _json.WriteEndObject();
        }

        _json.WriteString("type"u8, type);
        if (total is { } count)
        {
            _json.WriteNumber("total"u8, count);
        }
    }

    /// <param name="mode">match or include.</param>
    public async Task EntryAsync(string type, string id, byte[] content, string mode, CancellationToken cancel)
    {
        BeginEntry();
        WriteResource(type, id, content);
        WriteMode(mode);
        _json.WriteEndObject();
        await FlushIfFullAsync(content, cancel);
    }

    /// <summary>One version, with the request that would have made it and its answer (bdl-3, bdl-4).</summary>
    public async Task VersionAsync(string type, string id, int version, DateTimeOffset updated, byte[] content, CancellationToken cancel)
    {
        BeginEntry();
        WriteResource(type, id, content);
        _json.WriteStartObject("request"u8);
        _json.WriteString("method"u8, "PUT"u8);
        _json.WriteString("url"u8, $"{type}/{id}");
        _json.WriteEndObject();
        _json.WriteStartObject("response"u8);
        _json.WriteString("status"u8, version == 1 ? "201"u8 : "200"u8);
        _json.WriteString("etag"u8, FhirResponse.ETag(version));
        _json.WriteString("lastModified"u8, FhirTime.Text(updated));
        _json.WriteEndObject();
        _json.WriteEndObject();
        await FlushIfFullAsync(content, cancel);
    }

    /// <summary>Something that the reader has to know about the answer itself.</summary>
    public void Outcome(string code, string text, string expression)
    {
        BeginEntry();
        _json.WritePropertyName("resource"u8);
        _json.WriteRawValue(
            FhirBytes.Of(FhirErrors.Outcome(code, text, expression, OperationOutcome.IssueSeverity.Warning)), skipInputValidation: true);
        WriteMode("outcome");
        _json.WriteEndObject();
    }

    /// <summary>Links come after the entries: only then is it known what the next page starts after.</summary>
    public async Task EndAsync(string self, string? next, CancellationToken cancel)
    {
        if (_hasEntries)
        {
            _json.WriteEndArray();
        }

        _json.WriteStartArray("link"u8);
        WriteLink("self"u8, self);
        if (next is not null)
        {
            WriteLink("next"u8, next);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        await pipe.FlushAsync(cancel);
    }

    void BeginEntry()
    {
        if (!_hasEntries)
        {
            _json.WriteStartArray("entry"u8);
            _hasEntries = true;
        }

        _json.WriteStartObject();
    }

    void WriteResource(string type, string id, byte[] content)
    {
        _json.WriteString("fullUrl"u8, $"{baseUrl}/{type}/{id}");
        _json.WritePropertyName("resource"u8);
        _json.WriteRawValue(content, skipInputValidation: true);
    }

    void WriteMode(string mode)
    {
        _json.WriteStartObject("search"u8);
        _json.WriteString("mode"u8, mode);
        _json.WriteEndObject();
    }

    async Task FlushIfFullAsync(byte[] content, CancellationToken cancel)
    {
        _unflushed += content.Length;
        if (_unflushed >= FlushAt)
        {
            _json.Flush();
            await pipe.FlushAsync(cancel);
            _unflushed = 0;
        }
    }

    void WriteLink(ReadOnlySpan<byte> relation, string link)
    {
        _json.WriteStartObject();
        _json.WriteString("relation"u8, relation);
        _json.WriteString("url"u8, $"{baseUrl}/{link}");
        _json.WriteEndObject();
    }
}
