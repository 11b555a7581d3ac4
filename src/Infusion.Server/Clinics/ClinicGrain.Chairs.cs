using Infusion.Core.Clinics;
using Infusion.Core.Sessions;

namespace Infusion.Server.Clinics;

/// <summary>How chairs and devices come and go: the event, the clinic's row and its devices' in one commit.</summary>
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
