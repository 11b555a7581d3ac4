using Infusion.Core.Pharmacokinetics;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Server.Live;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

public sealed record ModelView(string Name, string Source);

/// <summary>When the effect site will be below the level for good, by the first and by the last of the models; null: not within a day.</summary>
public sealed record PassingView(DateTimeOffset? First, string FirstModel, DateTimeOffset? Last, string LastModel);

/// <param name="RateMlPerHour">Supposed from now on until the ordered dose is in; null: the pump has not said its rate.</param>
/// <param name="Points">As those of the history.</param>
public sealed record ForecastView(decimal? RateMlPerHour, List<double?[]> Points, BandView PlasmaAtPeak, PassingView? Below);

/// <param name="Now">Null: the pump's counter was never heard.</param>
/// <param name="History">[epoch ms, plasma low, plasma high, effect site low, effect site high] in ng/mL; nulls: the pump was silent until here.</param>
/// <param name="GoesOn">Null, like the others: no forecast begins from an estimate that is frozen.</param>
/// <param name="ChangesTo">Null too where no rate was asked for.</param>
public sealed record ConcentrationCourseView(
    IReadOnlyList<ModelView> Models,
    ConcentrationView? Now,
    List<double?[]> History,
    ForecastView? GoesOn,
    ForecastView? StopsNow,
    ForecastView? ChangesTo);

/// <summary>A session's estimate from its pumps' readings, and what the models say will be. Pure.</summary>
static class ConcentrationBuilder
{
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(2);

    static readonly TimeSpan LooksFor = TimeSpan.FromHours(24);
    static readonly TimeSpan LeastStep = TimeSpan.FromSeconds(15);
    static readonly TimeSpan ForecastStep = TimeSpan.FromMinutes(1);
    const int MaxPoints = 1_200;

    static readonly ModelView[] Models = [.. KetamineModels.All.Select(model => new ModelView(model.Name, model.Source))];

    public static ConcentrationCourseView Build(
        SessionState state, IReadOnlyList<StoredReading> readings, DateTimeOffset now, decimal? rateMlPerHour, double? belowNgPerMl)
    {
        var span = readings.Count == 0 ? TimeSpan.Zero : now - readings[0].At;
        var every = TimeSpan.FromTicks(Math.Max(LeastStep.Ticks, span.Ticks / MaxPoints));
        var course = ConcentrationCourse.Of(state, readings.Select(stored => (stored.Reading, stored.At)), every);
        var estimate = course.Estimate;
        var view = new ConcentrationCourseView(Models, ConcentrationViews.Build(estimate), History(course), null, null, null);
        return estimate.AsOf is not { } asOf || !estimate.IsValid(now)
            ? view
            : view with
            {
                GoesOn = Forecast(estimate.RateMlPerHour),
                StopsNow = Forecast(0m),
                ChangesTo = rateMlPerHour is null ? null : Forecast(rateMlPerHour),
            };

        ForecastView Forecast(decimal? rate) => ForecastOf(estimate.Body(), PlanOf(estimate, state.Order, rate ?? 0m), rate, asOf, belowNgPerMl);
    }

    static DeliveryPlan PlanOf(ConcentrationEstimate estimate, InfusionOrder order, decimal rate)
    {
        var milligramsPerMinute = (Rate.FromMillilitresPerHour(rate) * order.Concentration).MilligramsPerMinute;
        return DeliveryPlan.GoesOnAt((double)milligramsPerMinute, (double)estimate.LeftMilligrams(order), LooksFor);
    }

    static ForecastView ForecastOf(ModelledBody body, DeliveryPlan plan, decimal? rate, DateTimeOffset from, double? level)
    {
        var points = ConcentrationForecast.Points(body, plan, Ahead, ForecastStep);
        var peak = points.MaxBy(point => point.Plasma.HighNgPerMl).Plasma;
        return new ForecastView(
            rate,
            [.. points.Select(point => Point(from + point.After, point.Plasma, point.EffectSite))],
            ConcentrationViews.Band(peak),
            level is { } below ? Passing(EffectSitePassing.Below(body, plan, below, LooksFor), from) : null);
    }

    static PassingView Passing(in EffectSitePassing passing, DateTimeOffset from) =>
        new(from + passing.First, passing.FirstModel, from + passing.Last, passing.LastModel);

    static List<double?[]> History(ConcentrationCourse course)
    {
        var history = new List<double?[]>(course.Points.Length);
        foreach (var point in course.Points)
        {
            if (point.IsAfterSilence)
            {
                history.Add([point.At.ToUnixTimeMilliseconds() - 1, null, null, null, null]);
            }

            history.Add(Point(point.At, point.Plasma, point.EffectSite));
        }

        return history;
    }

    static double?[] Point(DateTimeOffset at, in ConcentrationBand plasma, in ConcentrationBand effectSite) =>
    [
        at.ToUnixTimeMilliseconds(),
        ConcentrationViews.Rounded(plasma.LowNgPerMl), ConcentrationViews.Rounded(plasma.HighNgPerMl),
        ConcentrationViews.Rounded(effectSite.LowNgPerMl), ConcentrationViews.Rounded(effectSite.HighNgPerMl),
    ];
}
