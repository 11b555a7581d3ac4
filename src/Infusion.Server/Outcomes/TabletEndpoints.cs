using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Infusion.Core.Assessments;
using Infusion.Core.Outcomes;
using Infusion.Core.Wording;
using Infusion.Server.Clinics;
using Infusion.Server.Identity.Audit;
using Infusion.Server.Operations;
using Infusion.Server.Storage;

namespace Infusion.Server.Outcomes;

/// <param name="State">open: the questions are here; used, late, replaced, unknown: they are not.</param>
/// <param name="Sentence">What to do; null while open.</param>
/// <param name="Initials">So that the right person has the tablet in hand; null unless open.</param>
/// <param name="Instruments">Empty unless open.</param>
public sealed record TabletView(
    TabletLinkState State, string? Sentence, string? Initials, DateTimeOffset? ExpiresAt, TabletWords Words, IReadOnlyList<InstrumentView> Instruments);

public sealed record TabletAnswersRequest(Instrument Instrument, IReadOnlyList<int?>? Items);

public sealed record TabletRequest(Guid CommandId, IReadOnlyList<TabletAnswersRequest>? Answers);

/// <param name="Sentence">The clinic's thanks, or, where somebody should speak with the patient now, its other words.</param>
public sealed record TabletThanks(string Sentence);

/// <summary>The one door without a sign-in to a patient's data: it shows questions and initials, and takes answers once.</summary>
static class TabletEndpoints
{
    /// <summary>The name that stands for whoever answered by a link.</summary>
    public const string Patient = "patient";

    public static void MapTablet(this IEndpointRouteBuilder routes)
    {
        var tablet = routes.MapGroup("/api/tablet/{clinic}").AllowAnonymous().WithMetadata(new AuditedAs("Tablet", Actor.Nobody)).WithTags("tablet");
        tablet.MapGet("/{token}", ReadAsync).Produces<TabletView>();
        tablet.MapPost("/{token}", SubmitAsync).Produces<TabletThanks>().ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<TabletView> ReadAsync(
        string clinic, string token, IGrainFactory grains, ClinicStore clinics, PatientStore patients, WordsStore words, ClinicClock clock, HttpResponse response,
        CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        var link = await FindAsync(clinic, token, grains, clinics, cancellationToken);
        var state = link?.StateAt(clock.Now) ?? TabletLinkState.Unknown;
        var spoken = link is null ? ClinicWords.Default : await words.ReadAsync(clinic, cancellationToken);
        return state == TabletLinkState.Open
            ? new TabletView(
                state, null, (await patients.FindAsync(clinic, link!.Patient, cancellationToken))?.Initials, link.ExpiresAt, spoken.Tablet,
                [.. link.Instruments.Select(each => InstrumentView.Of(Instruments.Find(each)!))])
            : new TabletView(state, Sentence(state), null, null, spoken.Tablet, []);
    }

    static async Task<IResult> SubmitAsync(
        string clinic, string token, TabletRequest request, IGrainFactory grains, ClinicStore clinics, WordsStore words, ClinicDay day,
        CommittedCommands commands, CancellationToken cancellationToken)
    {
        var link = await FindAsync(clinic, token, grains, clinics, cancellationToken);
        if (link is null)
        {
            return Sessions.SessionEndpoints.Refused("link-unknown", Sentence(TabletLinkState.Unknown)!);
        }

        var (_, today) = await day.OfAsync(clinic, cancellationToken);
        var answers = (request.Answers ?? []).Select(each => new TabletAnswers(each.Instrument, [.. each.Items ?? []])).ToList();
        var refused = await commands.TrySendAsync(
            clinic,
            new SubmitTablet(request.CommandId, ClinicMemory.StreamOf(clinic), Patient, link.Patient, link.Hash, [.. answers], today),
            null,
            cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        var spoken = (await words.ReadAsync(clinic, cancellationToken)).Tablet;
        var isUrgent = answers.Any(each => Instruments.Find(each.Instrument)!.Safety(each.Items) is { } and not SafetyReason.NotAnswered);
        return Results.Ok(new TabletThanks(isUrgent ? spoken.Urgent : spoken.Thanks));
    }

    /// <summary>Anybody may ask, so a clinic that is not there wakes nobody.</summary>
    static async Task<TabletLink?> FindAsync(string clinic, string token, IGrainFactory grains, ClinicStore clinics, CancellationToken cancellationToken) =>
        TabletToken.IsOne(token) && await clinics.ConfigurationAsync(clinic, cancellationToken) is not null
            ? (await grains.GetGrain<IClinicGrain>(clinic).TabletLinkAsync(TabletToken.Hash(token))).Value
            : null;

    static string? Sentence(TabletLinkState state) => state switch
    {
        TabletLinkState.Open => null,
        TabletLinkState.Used => "These answers have been handed in already. Nothing more is to be done: please give the tablet back.",
        TabletLinkState.Late => "The time for these questions is over, and nothing was kept. Please ask at the desk for a new link.",
        TabletLinkState.Replaced => "There is a newer link in place of this one. Please ask at the desk.",
        _ => "This link is not known here. Please ask at the desk for a new one.",
    };
}

/// <summary>256 random bits: nobody guesses them, and so one SHA-256 protects them at rest.</summary>
static class TabletToken
{
    const int Length = 43;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static bool IsOne(string token) => token.Length == Length && token.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
}
