using Infusion.Core.Clinics;
using Infusion.Core.DrugLibrary;
using Infusion.Core.Sessions;

namespace Infusion.Server.Clinics;

/// <summary>
/// How protocols change: the row and the running clinic's configuration in one commit. Open sessions keep the version they were
/// planned under, whatever comes after it.
/// </summary>
sealed partial class ClinicGrain
{
    ClinicConfiguration Configuration => _memory.State.Configuration;

    Decision.Rejected? Add(ClinicCommand.AddProtocol add, CommitUnit unit)
    {
        var (id, newest) = (add.Protocol.Id, Configuration.NewestVersion(add.Protocol.Id));
        if (add.Protocol.Version != newest + 1)
        {
            return new Decision.Rejected(
                "protocol-changed",
                newest == 0
                    ? $"There is no protocol {id} to base a version on."
                    : $"Protocol {id} is at version {newest} now. Look at what changed, and base yours on it.");
        }

        unit.Protocols.Add(new ProtocolRow(add.Protocol, _now, add.By, add.Reason));
        TakeInput(new ClinicInput.Configured(Configuration.With(add.Protocol)), unit);
        return null;
    }

    Decision.Rejected? Approve(ClinicCommand.ApproveProtocol approve, CommitUnit unit)
    {
        if (Configuration.Protocol(approve.Protocol, approve.Version) is not { } protocol)
        {
            return new Decision.Rejected(
                "protocol-unknown", $"There is no protocol {approve.Protocol} version {approve.Version} in this clinic.");
        }

        if (protocol.Approval is { } standing)
        {
            return new Decision.Rejected("approved-already", $"{standing.By} has approved this version.");
        }

        var approved = protocol with { Approval = new ProtocolApproval(approve.By, _now) };
        unit.Protocols.Add(new ProtocolRow(approved, _now, approve.By, ""));
        TakeInput(new ClinicInput.Configured(Configuration.With(approved)), unit);
        _live.ProtocolChanged(approved);
        return null;
    }
}
