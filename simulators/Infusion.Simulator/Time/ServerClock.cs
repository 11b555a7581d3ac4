using System.Net.Http.Json;
using System.Text.Json;
using Infusion.Simulator.Terminal;

namespace Infusion.Simulator.Time;

/// <summary>Takes time and speed from the server's clock, so that devices live in the server's simulated time.</summary>
public sealed class ServerClock(HttpClient http, Uri server, TimeProvider time, INotices notices)
{
    static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(2);
    static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(30);

    /// <summary>Below this, in seconds of real time, a difference is the network's and not the clock's.</summary>
    static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(500);

    readonly Uri _address = new(server, "/api/clock");
    string? _problem;

    /// <summary>Waits for the server to say its time.</summary>
    public async Task<DeviceClock> StartAsync(CancellationToken cancellation)
    {
        string? told = null;
        while (true)
        {
            if (await TryReadAsync(cancellation) is { } answer)
            {
                return new DeviceClock(time, answer.Now, answer.Speed);
            }

            if (told != _problem)
            {
                told = _problem;
                notices.Say($"Cannot read the server's clock at {_address} ({_problem}). Trying again until it answers.");
            }

            await Task.Delay(RetryEvery, time, cancellation);
        }
    }

    /// <summary>Keeps the clock to the server's, which begins anew when the server restarts at another speed.</summary>
    public async Task FollowAsync(DeviceClock clock, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(CheckEvery, time, cancellation);
            if (await TryReadAsync(cancellation) is not { } answer)
            {
                continue;
            }

            var apart = (answer.Now - clock.Now).Duration() / answer.Speed;
            if (apart > Tolerance || clock.Speed != answer.Speed)
            {
                notices.Say($"The server's clock moved: device time is now {answer.Now:yyyy-MM-dd HH:mm:ss} UTC at speed x{answer.Speed:0.##}.");
                clock.Set(answer.Now, answer.Speed);
            }
        }
    }

    async Task<Answer?> TryReadAsync(CancellationToken cancellation)
    {
        try
        {
            var asked = time.GetTimestamp();
            var answer = await http.GetFromJsonAsync<Answer>(_address, JsonSerializerOptions.Web, cancellation);
            if (answer is not { Speed: > 0 })
            {
                _problem = "the answer has no speed above 0";
                return null;
            }

            // The server read its clock about half a round trip ago.
            return answer with { Now = answer.Now.ToUniversalTime() + (time.GetElapsedTime(asked) / 2 * answer.Speed) };
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException
            || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            _problem = problem.Message.TrimEnd('.');
            return null;
        }
    }

    sealed record Answer(DateTimeOffset Now, double Speed);
}
