using System.Collections.Immutable;
using Infusion.Core.Associations;
using Infusion.Core.Sessions;

namespace Infusion.Core.Charting;

/// <summary>A stretch in which nothing was infused; null: not over.</summary>
public sealed record InfusionPause(DateTimeOffset From, DateTimeOffset? To);

/// <summary>Start, stop and pauses by one source, exact to what is charted.</summary>
/// <param name="Stop">Null: not yet, or not charted. Nothing is made up for it.</param>
public sealed record InfusionTimes(DateTimeOffset? Start, DateTimeOffset? Stop, ImmutableArray<InfusionPause> Pauses)
{
    /// <summary>From start to stop, pauses included; null: one of them is not known.</summary>
    public TimeSpan? Elapsed => Stop - Start;

    /// <summary>The same without the pauses; null: something is not known.</summary>
    public TimeSpan? Infusing => Pauses.Any(pause => pause.To is null)
        ? null
        : Pauses.Aggregate(Elapsed, (left, pause) => left - (pause.To - pause.From));
}

/// <summary>When it was infused, by hand and by the pump, side by side: for the bill. Never rounded.</summary>
public sealed record InfusionMinutes(InfusionTimes ByHand, InfusionTimes ByPump)
{
    /// <param name="events">Of one session, in the order of their stream.</param>
    public static InfusionMinutes Of(IEnumerable<SessionEvent> events)
    {
        var (hand, pump, isOver) = (new Track(), new Track(), false);
        foreach (var happened in events)
        {
            switch (happened)
            {
                case InfusionStarted or InfusionResumed or DoseGiven:
                    hand.Run(happened.At);
                    break;
                case InfusionPaused:
                    hand.Rest(happened.At);
                    break;
                case InfusionStopped:
                    hand.End(happened.At);
                    pump.End(null);
                    isOver = true;
                    break;
                case DeliveryStarted:
                    pump.Run(happened.At);
                    break;
                case DeliveryStopped:
                    pump.Rest(happened.At);
                    break;
                case CorrectionCompleted corrected:
                    pump = ByPumpOf(corrected, isOver);
                    break;
                default:
                    break;
            }
        }

        return new InfusionMinutes(hand.Times(), pump.Times());
    }

    /// <summary>What was heard before was another's pump, or not all of this one's.</summary>
    static Track ByPumpOf(CorrectionCompleted corrected, bool isOver)
    {
        var pump = new Track();
        DateTimeOffset? rest = null;
        foreach (var segment in corrected.Segments.Where(each => each.Rate is not null))
        {
            if (rest != segment.From)
            {
                Rest();
                pump.Run(segment.From);
            }

            rest = segment.To;
        }

        Rest();

        if (isOver)
        {
            pump.End(null);
        }

        return pump;

        void Rest()
        {
            if (rest is { } at)
            {
                pump.Rest(at);
            }
        }
    }

    sealed class Track
    {
        readonly List<InfusionPause> _pauses = [];
        DateTimeOffset? _start;
        DateTimeOffset? _rest;
        DateTimeOffset? _stop;
        bool _isOver;

        public void Run(DateTimeOffset at)
        {
            if (_rest is { } rest)
            {
                _pauses.Add(new InfusionPause(rest, at));
            }

            (_start, _rest, _stop) = (_start ?? at, null, null);
        }

        public void Rest(DateTimeOffset at) => _rest = at;

        /// <param name="at">Null: the last rest of the pump was its end.</param>
        public void End(DateTimeOffset? at)
        {
            _isOver = true;
            if (at is not null && _rest is { } rest)
            {
                _pauses.Add(new InfusionPause(rest, at));
                _rest = null;
            }

            _stop = at;
        }

        public InfusionTimes Times()
        {
            if (_stop is not null || _rest is not { } rest)
            {
                return new InfusionTimes(_start, _stop, [.. _pauses]);
            }

            return _isOver
                ? new InfusionTimes(_start, rest, [.. _pauses])
                : new InfusionTimes(_start, null, [.. _pauses, new InfusionPause(rest, null)]);
        }
    }
}
