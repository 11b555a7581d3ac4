using System.Buffers.Text;
using System.Security.Cryptography;
using Infusion.Server.Identity;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;

namespace Infusion.Server.Push;

/// <param name="Person">Sign-in name.</param>
/// <param name="Name">Of the browser, as its owner calls it.</param>
sealed record PushTarget(Guid Subscription, string Person, string DisplayName, string Name, string Endpoint, string P256dh, string Auth);

enum PushAnswerKind : byte
{
    Unknown = 0,

    /// <summary>The push service has it. Whether the browser gets it, nobody knows yet.</summary>
    Taken = 1,

    /// <summary>There is no such subscription any more.</summary>
    Gone = 2,

    /// <summary>It may be tried again.</summary>
    NotNow = 3,

    Refused = 4,
}

/// <param name="After">The push service's own word on when to try again; null: it said nothing.</param>
readonly record struct PushAnswer(PushAnswerKind Kind, string Reason, TimeSpan? After = null);

/// <summary>
/// Hands a message to a browser's push service, encrypted for that browser alone (RFC 8291), as this server (RFC 8292). The browser has
/// chosen the address, so only the public internet is asked.
/// </summary>
sealed class PushClient : IDisposable
{
    /// <summary>A service that says nothing holds up one of few senders for so long, and nothing else.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly PublicHosts _hosts;
    readonly HttpClient _http;
    readonly VapidAuthentication _self;
    readonly PushServiceClient _service;
    readonly TimeProvider _time;

    /// <param name="self">On P-256.</param>
    public PushClient(ECDsa self, PushSettings settings, TimeProvider time)
    {
        (_hosts, _time) = (new PublicHosts(settings.Hosts), time);
        var key = self.ExportParameters(includePrivateParameters: true);
        PublicKey = Base64Url.EncodeToString([4, .. key.Q.X!, .. key.Q.Y!]);
        _self = new VapidAuthentication(PublicKey, Base64Url.EncodeToString(key.D!)) { Subject = settings.Contact };
        _http = new HttpClient(new Drained(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = Patience,
            MaxConnectionsPerServer = PushSender.Senders,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
            ConnectCallback = (context, cancellationToken) => _hosts.ConnectAsync(context, host => new NotPublicException(host), cancellationToken),
        }))
        {
            Timeout = Patience,
        };
        _service = new PushServiceClient(_http) { AutoRetryAfter = false, DefaultAuthentication = _self };
    }

    /// <summary>Base64url, as a browser takes it to subscribe.</summary>
    public string PublicKey { get; }

    /// <summary>Whether a browser may name this as its push service: encrypted, at the usual port, by a name.</summary>
    public bool MayBe(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Fragment.Length == 0 && _hosts.MayAsk(url)
        && (_hosts.IsNamed(url.Host) || (url.IsDefaultPort && url.HostNameType is UriHostNameType.Dns && url.Host.Contains('.', StringComparison.Ordinal)));

    public async Task<PushAnswer> SendAsync(PushTarget target, string payload, string topic, TimeSpan timeToLive, bool isUrgent, CancellationToken cancellationToken)
    {
        try
        {
            var subscription = new Lib.Net.Http.WebPush.PushSubscription { Endpoint = target.Endpoint };
            subscription.SetKey(PushEncryptionKeyName.P256DH, target.P256dh);
            subscription.SetKey(PushEncryptionKeyName.Auth, target.Auth);
            await _service.RequestPushMessageDeliveryAsync(
                subscription,
                new PushMessage(payload)
                {
                    Topic = topic,
                    TimeToLive = Math.Max(1, (int)timeToLive.TotalSeconds),
                    Urgency = isUrgent ? PushMessageUrgency.High : PushMessageUrgency.Normal,
                },
                cancellationToken);
            return new(PushAnswerKind.Taken, "");
        }
        catch (PushServiceClientException answer)
        {
            return Of((int)answer.StatusCode, answer.Headers?.RetryAfter is { } after ? after.Delta ?? after.Date - _time.GetUtcNow() : null);
        }
        catch (HttpRequestException reason)
        {
            return reason.GetBaseException() is NotPublicException inside
                ? new(PushAnswerKind.Refused, inside.Message)
                : new(PushAnswerKind.NotNow, reason.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(PushAnswerKind.NotNow, $"no answer within {Patience.TotalSeconds:0} s");
        }
        catch (Exception reason) when (reason is FormatException or ArgumentException or CryptographicException)
        {
            // What the browser gave as its key is none.
            return new(PushAnswerKind.Gone, reason.GetType().Name);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _self.Dispose();
    }

    static PushAnswer Of(int status, TimeSpan? after) => status switch
    {
        >= 200 and < 300 => new(PushAnswerKind.Taken, ""),
        404 or 410 => new(PushAnswerKind.Gone, $"answered {status}"),
        429 or >= 500 => new(PushAnswerKind.NotNow, $"answered {status}", after),
        _ => new(PushAnswerKind.Refused, $"answered {status}"),
    };

    sealed class NotPublicException(string host) : Exception($"{host} is not on the public internet");

    /// <summary>The library leaves answers unread, and an answer that is not read keeps its connection.</summary>
    sealed class Drained(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        const int LargestAnswer = 64 * 1024;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            await answer.Content.LoadIntoBufferAsync(LargestAnswer, cancellationToken);
            return answer;
        }
    }
}
