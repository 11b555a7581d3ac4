using System.Collections.Immutable;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;

namespace Infusion.Server.Sessions;

static class CareRequests
{
    public static Task<IResult> SendAsync(IGrainFactory grains, string clinic, Guid session, string by, CareRequest request)
    {
        NoteDocument? name = null;
        if (request is CareRequest.GiveRescue { Name: { } text })
        {
            if (!SessionEndpoints.IsNote(text))
            {
                return Task.FromResult(SessionEndpoints.Refused(
                    "medication-text", $"A medication's name has 1 to {SessionEndpoints.MaxNoteLength} characters and no U+0000."));
            }

            // The name's id is the command's, so that a second copy is the same one.
            name = new NoteDocument(request.CommandId, session, text, by, default);
        }

        if (request is CareRequest.GiveDose { DoseMg: <= 0 or > 1_000_000m } dose)
        {
            return Task.FromResult(SessionEndpoints.Refused("dose-above-order", $"{dose.DoseMg} mg cannot be; chart what was given, within the order."));
        }

        return SessionEndpoints.SendAsync(grains, clinic, new ClinicCommand.OfSession(Command(request.CommandId, session, by, request, name?.Id), name));
    }

    static SessionCommand Command(Guid id, Guid session, string by, CareRequest request, Guid? name) => request switch
    {
        CareRequest.ChartVitals c => new ChartVitals(id, session, by, Values(c), c.At),
        CareRequest.ReviewVital c => new ReviewVital(id, session, by, c.Metric, c.Device, c.At, c.Verdict),
        CareRequest.SetVitalsByHand c => new SetVitalsByHand(id, session, by, c.IsOn),
        CareRequest.GiveDose c => new GiveDose(id, session, by, c.Route, Mass.FromMilligrams(c.DoseMg), c.At),
        CareRequest.ChartAdverseEvent c => new ChartAdverseEvent(id, session, by, c.Code, c.Grade, c.Onset),
        CareRequest.ChartAdverseEventOutcome c => new ChartAdverseEventOutcome(id, session, by, c.AdverseEvent, c.Outcome, c.At),
        CareRequest.GiveRescue c => new GiveRescue(id, session, by, c.Medication, c.Dose, c.Unit, c.Route, name, c.At),
        CareRequest.ChartRescueResponse c => new ChartRescueResponse(id, session, by, c.Rescue, c.Response),
        CareRequest.ChartSetting c => new ChartSetting(id, session, by, c.Item, c.IsOn),
        CareRequest.CallEmergency c => new CallEmergency(id, session, by, c.Kind),
        CareRequest.ChartArrival c => new ChartArrival(id, session, by, c.Who, c.At),
        CareRequest.EndEmergency => new EndEmergency(id, session, by),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request, "no such request"),
    };

    static ImmutableArray<HandVital> Values(CareRequest.ChartVitals request)
    {
        (Metric Metric, decimal? Value)[] said =
        [
            (Metric.NibpSystolic, request.SystolicMmHg), (Metric.NibpDiastolic, request.DiastolicMmHg), (Metric.NibpMean, request.MeanMmHg),
            (Metric.HeartRate, request.HeartRatePerMinute), (Metric.SpO2, request.Spo2Percent),
            (Metric.RespiratoryRate, request.RespiratoryRatePerMinute), (Metric.Temperature, request.TemperatureCelsius),
            (Metric.EtCO2, request.Etco2MmHg),
        ];
        return [.. said.Where(each => each.Value is not null).Select(each => new HandVital(each.Metric, each.Value!.Value))];
    }
}
