using System.Text.Json;
using Hl7.Fhir.Model;
using Infusion.Server.Fhir.Rest;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Audit;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Fhir.Validation;

/// <summary>POST [base]/{type}/$validate: a resource, or Parameters with resource, mode and profile. Nothing is stored.</summary>
static class ValidateEndpoint
{
    public const string Definition = "http://hl7.org/fhir/OperationDefinition/Resource-validate";
    const int MaxBody = 1024 * 1024;

    public static void MapValidate(this IEndpointRouteBuilder guarded) =>
        guarded.MapPost("{type}/$validate", ValidateAsync).WithMetadata(new AuditedAs("FhirValidate", Actor.Client));

    /// <param name="Resource">Its bytes.</param>
    sealed record Question(ReadOnlyMemory<byte> Resource, string? Mode, string? Profile);

    static async Task ValidateAsync(HttpContext context, ValidationDesk desk, string clinic, string type)
    {
        if (!ModelInfo.SupportedResources.Contains(type) || type is "Resource" or "DomainResource")
        {
            throw FhirFault.NotFound("R4 has no resource of this type.");
        }

        FhirGrant.Of(context.User, clinic).Require(type, SmartPermissions.Read);
        FhirResponse.RequireJson(context.Request, context.Request.Query["_format"]);
        var question = QuestionOf(type, await BodyAsync(context), context.Request.Query["mode"], context.Request.Query["profile"]);
        var outcome = await desk.AskAsync(validator => Answer(validator, type, question), context.RequestAborted);
        if (outcome is null)
        {
            context.Response.Headers.RetryAfter = "5";
            throw new FhirFault(StatusCodes.Status429TooManyRequests, "throttled", "Too many resources wait to be validated.", "http.url");
        }

        await FhirResponse.WriteAsync(context, FhirBytes.Of(outcome));
    }

    static OperationOutcome Answer(FhirValidator validator, string type, Question question)
    {
        if (question.Profile is { } profile && !validator.Knows(profile, type))
        {
            throw FhirFault.Invalid($"The profile is not known here, or is not of {type}.", "http.profile");
        }

        var outcome = validator.Validate(question.Resource.Span, question.Profile);
        if (question.Mode is "create" or "update" or "delete")
        {
            outcome.Issue.Insert(0, FhirIssue.Of("not-supported", $"This server takes no {question.Mode}; the content alone was looked at.", null));
        }

        return outcome;
    }

    static Question QuestionOf(string type, ReadOnlyMemory<byte> body, string? mode, string? profile)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            throw FhirFault.Invalid($"The body is not JSON, or is nested too deeply: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.", type);
        }

        using (document)
        {
            var root = document.RootElement;
            var question = TypeOf(root) == "Parameters" && type != "Parameters"
                ? FromParameters(root, mode, profile)
                : new Question(body, mode, profile);
            if (question.Mode is not (null or "profile" or "create" or "update" or "delete"))
            {
                throw FhirFault.Invalid("mode is create, update, delete or profile.", "http.mode");
            }

            if (question is { Mode: "profile", Profile: null })
            {
                throw FhirFault.Invalid("The mode profile needs a profile.", "http.profile");
            }

            using var resource = JsonDocument.Parse(question.Resource);
            return TypeOf(resource.RootElement) == type ? question : throw FhirFault.Invalid($"The body is no {type}: its resourceType says otherwise, or is missing.", $"{type}.resourceType");
        }
    }

    static Question FromParameters(JsonElement parameters, string? mode, string? profile)
    {
        var resource = default(ReadOnlyMemory<byte>);
        if (parameters.TryGetProperty("parameter", out var list) && list.ValueKind is JsonValueKind.Array)
        {
            foreach (var parameter in list.EnumerateArray().Where(one => one.ValueKind is JsonValueKind.Object))
            {
                switch (Text(parameter, "name"))
                {
                    case "resource" when parameter.TryGetProperty("resource", out var sent):
                        resource = JsonSerializer.SerializeToUtf8Bytes(sent);
                        break;
                    case "mode":
                        mode = Text(parameter, "valueCode") ?? throw FhirFault.Invalid("mode is a valueCode.", "Parameters.parameter.value");
                        break;
                    case "profile":
                        profile = Text(parameter, "valueUri") ?? Text(parameter, "valueCanonical") ?? throw FhirFault.Invalid("profile is a valueUri.", "Parameters.parameter.value");
                        break;
                }
            }
        }

        return resource.IsEmpty ? throw FhirFault.Invalid("Parameters needs a parameter named resource, with a resource.", "Parameters.parameter.resource") : new Question(resource, mode, profile);
    }

    static string? TypeOf(JsonElement resource) => resource.ValueKind is JsonValueKind.Object ? Text(resource, "resourceType") : null;

    static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var media)
            || media.MediaType.Value?.ToLowerInvariant() is not ("application/fhir+json" or "application/json"))
        {
            throw new FhirFault(StatusCodes.Status415UnsupportedMediaType, "not-supported", "$validate takes application/fhir+json.", FhirFault.AtParameter("content-type"));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBody;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }
}
