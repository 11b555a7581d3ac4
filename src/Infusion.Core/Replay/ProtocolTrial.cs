using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;

namespace Infusion.Core.Replay;

/// <summary>
/// A draft in place of every version of a protocol, as far as it says what is watched and what is due. Bounds of orders, check-in and
/// discharge stay as they were: what was ordered and done then is on record, and would otherwise be refused.
/// </summary>
/// <param name="Of">Id of the protocol that the recorded sessions ran under.</param>
public sealed record ProtocolTrial(string Of, InfusionProtocol Draft)
{
    public ClinicConfiguration Apply(ClinicConfiguration clinic) => clinic with
    {
        Protocols = [.. clinic.Protocols.Select(protocol => protocol.Id == Of ? protocol with { Safety = Draft.Safety, Schedule = Draft.Schedule } : protocol)],
    };
}
