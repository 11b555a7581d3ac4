using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Hl7.Fhir.Rest;
using Microsoft.Extensions.Options;

namespace Infusion.Server.Patients.Ehr;

/// <summary>What an EHR did not give, in a sentence that says why and whom to ask.</summary>
sealed class EhrException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>
/// Patients of a clinic's EHR. Only its configured base is asked: no redirect is followed and no link of an answer, so
/// that neither the token nor a request goes anywhere else.
/// </summary>
sealed partial class EhrPatients : IDisposable
{
    public const int MostMatches = 20;
    const int LargestBytes = 4 * 1024 * 1024;
    const int LongestWords = 300;

    readonly Dictionary<string, (ClinicEhr Ehr, HttpClient Http)> _clinics;

    public EhrPatients(IOptions<EhrSettings> settings) => _clinics = settings.Value.Clinics.ToDictionary(
        each => each.Key, each => (each.Value, Http(each.Value, TimeSpan.FromSeconds(settings.Value.TimeoutSeconds))));

    /// <returns>Null: the clinic has none.</returns>
    public ClinicEhr? Of(string clinic) => _clinics.TryGetValue(clinic, out var found) ? found.Ehr : null;

    /// <returns>At most <see cref="MostMatches"/>, and whether there are more.</returns>
    /// <exception cref="EhrException">It gave no answer that can be used.</exception>
    public async Task<(IReadOnlyList<Patient> Found, bool HasMore)> SearchAsync(
        string clinic, IEnumerable<(string Name, string Value)> conditions, CancellationToken cancellationToken)
    {
        var search = new SearchParams().LimitTo(MostMatches);
        foreach (var (name, value) in conditions)
        {
            search.Add(name, value);
        }

        var bundle = await AskAsync(clinic, client => client.SearchAsync<Patient>(search, cancellationToken), cancellationToken);
        var found = bundle!.Entry.Where(entry => entry.Search?.Mode is null or Bundle.SearchEntryMode.Match)
            .Select(entry => entry.Resource).OfType<Patient>().Where(patient => patient.Id is { } id && IsId(id)).ToList();
        return ([.. found.Take(MostMatches)], found.Count > MostMatches || bundle.NextLink is not null || bundle.Total > found.Count);
    }

    /// <exception cref="EhrException">It gave no such patient.</exception>
    public async Task<Patient> ReadAsync(string clinic, string id, CancellationToken cancellationToken)
    {
        var patient = IsId(id)
            ? await AskAsync(clinic, client => client.ReadAsync<Patient>($"Patient/{id}", null, null, cancellationToken), cancellationToken)
            : null;
        return patient?.Id == id ? patient : throw new EhrException("ehr-unknown", $"The EHR has no patient with the id {Short(id)}.");
    }

    public void Dispose()
    {
        foreach (var (_, http) in _clinics.Values)
        {
            http.Dispose();
        }
    }

    async Task<T?> AskAsync<T>(string clinic, Func<FhirClient, Task<T?>> ask, CancellationToken cancellationToken)
        where T : Resource
    {
        var (ehr, http) = _clinics[clinic];
        var host = ehr.Base.Authority;
        try
        {
            // One a question: a client remembers its last answer.
            var client = new FhirClient(ehr.Base, http, new FhirClientSettings { PreferredFormat = ResourceFormat.Json, VerifyFhirVersion = false });
            return await ask(client) ?? throw new EhrException("ehr-answer", $"The EHR at {host} did not answer with a FHIR R4 patient.");
        }
        catch (FhirOperationException refused)
        {
            throw new EhrException(CodeOf(refused.Status), WordsOf(refused, host));
        }
        catch (HttpRequestException reason) when (reason.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new EhrException("ehr-answer", $"The answer of the EHR at {host} is larger than {LargestBytes / 1024 / 1024} MiB: search for less.");
        }
        catch (HttpRequestException reason)
        {
            throw new EhrException("ehr-unreachable", $"The EHR at {host} cannot be reached ({reason.HttpRequestError}). Enter the patient by hand, or try again.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EhrException("ehr-unreachable", $"The EHR at {host} did not answer within {http.Timeout.TotalSeconds:0} s. Enter the patient by hand, or try again.");
        }
        catch (Exception reason) when (reason is not (OperationCanceledException or EhrException))
        {
            throw new EhrException("ehr-answer", $"The EHR at {host} did not answer with a FHIR R4 patient ({Short(reason.Message)}).");
        }
    }

    static string CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "ehr-denied",
        HttpStatusCode.NotFound or HttpStatusCode.Gone => "ehr-unknown",
        _ => "ehr-answer",
    };

    static string WordsOf(FhirOperationException refused, string host) => ((int)refused.Status, Diagnostics(refused.Outcome)) switch
    {
        (401, _) => $"The EHR at {host} does not accept our token: it may have run out. Who runs this server renews it.",
        (403, _) => $"The EHR at {host} does not let us read patients. Who runs the EHR can allow it.",
        (404 or 410, _) => $"The EHR at {host} has no such patient, or nothing at this address.",
        ( >= 300 and < 400, _) => $"The EHR at {host} sends us to another address, which is not followed: its address here has to be put right.",
        ( >= 200 and < 300, _) => $"The EHR at {host} did not answer with a FHIR R4 patient.",
        (var status, { } words) => $"The EHR at {host} refused ({status}): {words}",
        (var status, _) => $"The EHR at {host} refused ({status}).",
    };

    static string? Diagnostics(OperationOutcome? outcome) => outcome?.Issue
        .Select(issue => issue.Diagnostics ?? issue.Details?.Text)
        .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) is { } words ? Short(words) : null;

    static string Short(string text) => text.Length > LongestWords ? text[..LongestWords] + "..." : text;

    /// <summary>"." and ".." have the letters of an id, and would lead to another address.</summary>
    static bool IsId(string id) => Id().IsMatch(id) && id.Any(char.IsAsciiLetterOrDigit);

    static HttpClient Http(ClinicEhr ehr, TimeSpan timeout)
    {
        var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = timeout,
            MaxResponseContentBufferSize = LargestBytes,
        };
        http.DefaultRequestHeaders.Authorization = ehr.Token.Length > 0 ? new AuthenticationHeaderValue("Bearer", ehr.Token) : null;
        return http;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9\-.]{1,64}\z")]
    private static partial Regex Id();
}
