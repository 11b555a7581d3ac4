using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Server.Storage;

namespace Infusion.Server.Clinics;

/// <summary>How the clinic's name, its chairs and its devices change: the event, the clinic's row and its devices' in one commit.</summary>
sealed partial class ClinicGrain
{
    Decision.Rejected? SetUp(ClinicCommand.SetUpChairs setUp, CommitUnit unit)
    {
        if (TakeInput(new ClinicInput.Commanded(setUp.Command), unit) is Decision.Rejected refused)
        {
            return refused;
        }

        unit.Chairs = Configuration.Chairs;
        _memory.MoveDevices(unit);
        _live.ChairsChanged();
        return null;
    }

    Decision.Rejected? Describe(ClinicCommand.DescribeClinic describe, CommitUnit unit)
    {
        if (describe.TimeZone != Configuration.TimeZone && (_memory.State.Sessions.Count > 0 || !_pathway.Plans.IsEmpty))
        {
            return ClinicName.ZoneInUse;
        }

        TakeInput(new ClinicInput.Configured(Configuration with { Name = describe.Name, TimeZone = describe.TimeZone }), unit);
        unit.Described = (describe.Name, describe.TimeZone);
        _live.ClinicChanged();
        return null;
    }

    Decision.Rejected? PutAside(ClinicCommand.PutDeviceAside putAside, CommitUnit unit)
    {
        var (input, refused) = _memory.PutAside(putAside, unit);
        if (input is not null)
        {
            TakeInput(input, unit);
            _live.RegistryChanged(null);
        }

        return refused;
    }
}
