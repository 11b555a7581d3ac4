using Infusion.Core.Alarms;
using Infusion.Core.Clinics;
using Infusion.Core.Safety;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Live;

/// <summary>What a screen shows of one chair, from the clinic's state. Pure.</summary>
static class ChairViews
{
    static readonly (string Key, Metric Metric)[] Vitals =
    [
        ("hr", Metric.HeartRate), ("pulse", Metric.PulseRate), ("spo2", Metric.SpO2),
        ("rr", Metric.RespiratoryRate), ("etco2", Metric.EtCO2), ("temp", Metric.Temperature),
    ];

    const ulong NibpMask = 1UL << (int)Metric.NibpSystolic | 1UL << (int)Metric.NibpDiastolic | 1UL << (int)Metric.NibpMean;
    const ulong PumpMask = 0x7FUL << (int)Metric.PumpRateProgrammed;

    public static ChairView Build(ClinicState state, Chair chair)
    {
        var session = state.SessionAt(chair.Code);
        var devices = state.Devices.Values
            .Where(device => session is null ? device.HomeChair == chair.Code && device.Session is null : device.Session == session.State.Id)
            .OrderBy(device => device.Device, StringComparer.Ordinal)
            .Select(Device).ToList();
        var holder = state.ChairDuty.Of(chair.Code) is { } has ? ChairHolderView.Of(chair.Code, has) : null;
        if (session is null)
        {
            return new ChairView(chair.Code, chair.Room, null, devices, new Dictionary<string, LiveValueView>(), null, null, [])
            {
                Holder = holder,
            };
        }

        return new ChairView(
            chair.Code,
            chair.Room,
            Session(session, state),
            devices,
            VitalsOf(session, ulong.MaxValue),
            Nibp(session),
            Pump(session),
            [.. session.State.Alarms.Values
                .Where(alarm => alarm.Presence is not AlarmPresence.Inactive)
                .OrderByDescending(alarm => alarm.Priority).ThenBy(alarm => alarm.Onset)
                .Select(alarm => AlarmViews.Build(alarm, session.State, session.State.Id, state))])
        {
            Holder = holder,
            Limits = LimitViews.Build(session),
            News2 = News2Views.Build(session),
            Concentration = ConcentrationViews.Build(session.Estimate),
        };
    }

    /// <param name="mask">One bit a metric: what changed.</param>
    public static VitalsDelta Values(long n, ClinicState state, SessionLive session, ulong mask)
    {
        var vitals = VitalsOf(session, mask);
        var delta = new VitalsDelta(n, session.State.Chair)
        {
            Vitals = vitals.Count == 0 ? null : vitals,
            Nibp = (mask & NibpMask) == 0 ? null : Nibp(session),
            News2 = (mask & News2Views.Mask) == 0 ? null : News2Views.Build(session),
        };
        return (mask & PumpMask) == 0
            ? delta
            : delta with
            {
                Pump = Pump(session),
                Concentration = ConcentrationViews.Build(session.Estimate),
                GivenMg = GivenMg(session),
                GivenMl = session.Delivered?.Millilitres,
                GivenAsOf = session.DeliveredAsOf,
                ExpectedEndAt = ExpectedEnd(session),
                Dose = DoseViews.Build(state, session),
            };
    }

    static Dictionary<string, LiveValueView> VitalsOf(SessionLive session, ulong mask)
    {
        var views = new Dictionary<string, LiveValueView>();
        var limits = ShownLimits.Of(session);
        foreach (var (key, metric) in Vitals)
        {
            if ((mask & 1UL << (int)metric) != 0 && session[metric] is { } value)
            {
                var (low, high) = limits[metric];
                views[key] = new LiveValueView(
                    value.Value, value.Quality, value.At, value.ReceivedAt, StaleAfter(metric, value),
                    session.TrendOf(metric) is var trend and not Trend.Unknown ? trend : null, low, high)
                {
                    By = HandSource.PersonOf(value.Device),
                };
            }
        }

        return views;
    }

    static double StaleAfter(Metric metric, in LiveValue value) =>
        (value.IsByHand ? HandSource.StaleAfter : MetricTable.Of(metric).StaleAfter).TotalSeconds;

    static NibpView? Nibp(SessionLive session)
    {
        if (session[Metric.NibpSystolic] is not { } systolic)
        {
            return null;
        }

        var (low, high) = ShownLimits.Of(session)[Metric.NibpSystolic];
        return new NibpView(
            systolic.Value,
            session[Metric.NibpDiastolic]?.Value,
            session[Metric.NibpMean]?.Value,
            systolic.Quality,
            systolic.At,
            systolic.ReceivedAt,
            MetricTable.Of(Metric.NibpSystolic).StaleAfter.TotalSeconds,
            low,
            high)
        {
            By = HandSource.PersonOf(systolic.Device),
        };
    }

    static PumpView? Pump(SessionLive session)
    {
        var seen = session[Metric.PumpRateCurrent] ?? session[Metric.VolumeDeliveredTotal] ?? session[Metric.PumpRateProgrammed];
        if (seen is not { } latest)
        {
            return null;
        }

        return new PumpView(
            latest.Device,
            session.Pump?.Status switch { PumpStatus.Infusing => "infusing", PumpStatus.NotInfusing => "not_infusing", _ => null },
            session.Pump?.Mode switch
            {
                PumpMode.Continuous => "continuous",
                PumpMode.Bolus => "bolus",
                PumpMode.KeepVeinOpen => "kvo",
                _ => null,
            },
            session[Metric.PumpRateCurrent]?.Value,
            session[Metric.PumpRateProgrammed]?.Value,
            session[Metric.VolumeDeliveredTotal]?.Value,
            session[Metric.DrugConcentration]?.Value,
            session.Pump?.Drug,
            latest.At,
            latest.ReceivedAt,
            MetricTable.Of(Metric.PumpRateCurrent).StaleAfter.TotalSeconds);
    }

    static SessionView Session(SessionLive live, ClinicState clinic)
    {
        var state = live.State;
        var order = state.Order;
        var protocol = clinic.Configuration.Protocol(order.Protocol, order.ProtocolVersion);
        return new SessionView(
            state.Id,
            state.Phase,
            state.PhaseSince,
            state.Patient,
            new OrderView(
                protocol?.Name ?? order.Protocol,
                order.Drug,
                order.Dose.Milligrams,
                order.DoseMilligramsPerKilogram,
                order.Weight.Kilograms,
                order.WeightBasis,
                order.Concentration.MilligramsPerMillilitre,
                order.Volume.Millilitres,
                order.Rate.MillilitresPerHour,
                (decimal)order.Duration.TotalMinutes)
            {
                ProtocolId = order.Protocol,
                ProtocolVersion = order.ProtocolVersion,
                ProtocolApproved = protocol?.Approval is not null,
                AsksBeforeStart = protocol?.Admission is not null,
            },
            state.StartedAt,
            GivenMg(live),
            live.Delivered?.Millilitres,
            live.DeliveredAsOf,
            ExpectedEnd(live),
            DoseViews.Build(clinic, live),
            Due(live))
        {
            Care = CareViews.Build(state),
            After = AfterViews.Build(state, protocol, clinic.TickedThrough),
            Correcting = !state.Correction.InProgress.IsEmpty,
            Disputes = [.. state.Correction.Disputes.Select(dispute => Dispute(dispute, clinic))],
            Gaps = [.. state.OpenGaps.GroupBy(gap => gap.Device).Select(gaps => new GapView(gaps.Key, gaps.Max(gap => gap.At)))],
        };
    }

    /// <summary>Soonest first.</summary>
    static List<DueView> Due(SessionLive live) =>
        [.. live.Observations.Watched
            .Select(what => live.Observations.Due(what, live.State)).OfType<DueObservation>()
            .OrderBy(due => due.At)
            .Select(due => new DueView(due.What, due.At, due.OverdueAt))];

    static decimal? GivenMg(SessionLive live) => live.Given?.Milligrams;

    /// <summary>When the ordered volume will be in at the pump's current rate; null while it does not run.</summary>
    static DateTimeOffset? ExpectedEnd(SessionLive live)
    {
        if (live.State.Phase is not SessionPhase.Infusing || live.Delivered is not { } given || live.DeliveredAsOf is not { } asOf
            || live.Pump?.Status is not PumpStatus.Infusing || live[Metric.PumpRateCurrent]?.Value is not ({ } rate and > 0))
        {
            return null;
        }

        var left = live.State.Order.Volume.Millilitres - given.Millilitres;
        return left <= 0 ? null : asOf.AddSeconds((double)(left / rate * 3600m));
    }

    static DeviceView Device(DeviceLive device) => new(
        device.Device, device.Kind, device.Online, device.LastReceivedAt, device.LastReport?.Model, device.LastReport?.Battery)
    {
        AttachedAt = device.AttachedAt,
        HomeChair = device.HomeChair,
    };

    static DisputeView Dispute(Core.Associations.Dispute dispute, ClinicState clinic) => new(
        dispute.Device, dispute.Kind, dispute.Since, dispute.Holder, ChairOf(dispute.Holder, clinic), dispute.Claimant,
        ChairOf(dispute.Claimant, clinic), dispute.By);

    static string? ChairOf(Guid session, ClinicState clinic) => clinic.Sessions.TryGetValue(session, out var live) ? live.State.Chair : null;
}
